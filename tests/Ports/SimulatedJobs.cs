using Slipway.Domain.Images;
using Slipway.Domain.Rollouts;
using Slipway.Local.Account;
using Slipway.Tests.Local.Account;

namespace Slipway.Tests.Ports;

/// <summary>The contract, kept by the simulated account.</summary>
public sealed class SimulatedJobs : JobsContract
{
    protected override Task<JobBench> OpenAsync() => Task.FromResult<JobBench>(new SimulatedBench());

    private sealed class SimulatedBench : JobBench
    {
        private readonly AccountRun _run = new();

        public override IJobs Jobs => _run.Account.Jobs;

        public override WorkloadAddress Like => Shop.Address("api");

        public override (Image Image, IReadOnlyList<string> Run) Make(SampleJob job)
        {
            var image = _run.Account.Registry.Push("shop/api", "v2", job == SampleJob.Fails ? ImageBehaviour.Migration : ImageBehaviour.Healthy);
            if (job == SampleJob.Unpullable)
            {
                _run.Account.Registry.Remove(image);
            }

            return (image, ["migrate"]);
        }

        public override string LastLine(SampleJob job) => job == SampleJob.Fails
            ? "ERROR: column \"tenant_id\" of relation \"documents\" contains null values (SQLSTATE 23502)"
            : "All migrations have been applied.";

        public override Task PassAsync()
        {
            _run.Pass(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        }
    }
}
