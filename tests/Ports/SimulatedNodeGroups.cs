using Slipway.Domain.Scaling;
using Slipway.Domain.Scaling.Nodes;
using Slipway.Domain.Systems;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>The contract, kept by the simulated account.</summary>
public sealed class SimulatedNodeGroups : NodeGroupsContract
{
    protected override Task<NodeGroupBench> OpenAsync() => Task.FromResult<NodeGroupBench>(new Bench());

    private sealed class Bench : NodeGroupBench
    {
        private static readonly NodeGroup Apps = new() { Name = new("apps"), Group = "apps", Nodes = new(2, 3, 5), Scaling = new([], new(TimeSpan.Zero, [], PolicySelection.Max), new(TimeSpan.Zero, [], PolicySelection.Max)) };

        private readonly AccountRun _run = new(manifest: Shop.Manifest with
        {
            Environments = [.. Shop.Manifest.Environments.Select(environment => environment.Name == Shop.Production ? environment with { NodeGroups = [Apps] } : environment)],
        });

        public override INodeGroups Groups => _run.Account.NodeGroups;

        public override NodeGroupAddress Address => new(Shop.Location, "shop-production", "apps");

        public override Task CrowdAsync() => _run.Account.Cluster.ScaleAsync(Shop.Address("worker"), 18, Token);

        public override Task PassAsync()
        {
            _run.Pass(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        }
    }
}
