using Slipway.Domain.Images;
using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;
using Slipway.Local.Account;
using Slipway.Local.Events;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>The design's invariants, on runs in which events come twice and late, functions die, and images are good and bad by chance.</summary>
public sealed class InvariantTests
{
    private static readonly string[] Repositories = ["cv-hub-api", "cv-hub-web", "cv-hub-worker"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Whatever_happens_the_invariants_hold(int seed)
    {
        var chance = new Random(seed);
        using var account = new Account(settings: settings => settings with
        {
            Seed = seed,
            Turbulence = new Turbulence { Duplicate = 0.2, Late = 0.2 },
            Faults = (_, _) => chance.Next(100) switch { 0 => Fault.DiesBefore, 1 => Fault.DiesAfter, _ => Fault.None },
        });
        account.Slipway.Deployment.StartSchedules();
        for (var push = 0; push < 8; push++)
        {
            account.Push(Repositories[chance.Next(Repositories.Length)], (ImageBehaviour)chance.Next(8), $"{push:0000000}");
            account.Run(TimeSpan.FromMinutes(chance.Next(30)));
        }

        account.Run(TimeSpan.FromMinutes(10));
        account.Settle();
        account.Slipway.Deployment.StopSchedules();
        account.Settle();

        account.AssertNothingIsLeft();
        AssertOneReleaseAtATime(account);
        AssertSnapshotsCameFirst(account);
        AssertServesWhatIsGood(account);
        Assert.Equal(8, account.Slipway.Memory.Pushes.All.Count);
        Assert.DoesNotContain(account.Slipway.Memory.Pushes.All, push => push.Outcome is PushOutcome.Rejected or PushOutcome.Ignored);
    }

    private static void AssertOneReleaseAtATime(Account account)
    {
        var spans = account.Releases
            .SelectMany(release => release.Stages.Zip(release.Stages.Skip(1)).Where(pair => pair.First.Status.IsRunning()).Select(pair => (Release: release, From: pair.First.At, To: pair.Second.At)))
            .ToList();
        foreach (var one in spans)
        {
            Assert.DoesNotContain(spans, other => other.Release.Id != one.Release.Id && other.Release.Environment == one.Release.Environment
                && other.Release.Services[0].Service == one.Release.Services[0].Service && other.From < one.To && one.From < other.To);
        }
    }

    /// <summary>The manifest asks for one snapshot of the one database of each environment, always.</summary>
    private static void AssertSnapshotsCameFirst(Account account) =>
        Assert.All(account.Releases.Where(release => release.ChangedServices.Any()), release =>
        {
            var snapshot = Assert.Single(release.Snapshots);
            Assert.Equal(SnapshotStatus.Available, snapshot.Status);
            Assert.True(snapshot.StartedAt >= release.Stages[0].At && snapshot.AvailableAt <= release.Services[0].ChangedAt);
        });

    private static void AssertServesWhatIsGood(Account account)
    {
        foreach (var environment in account.Slipway.Systems[0].Environments)
        {
            foreach (var repository in Repositories)
            {
                var service = Assert.Single(environment.ServicesOf(repository));
                var verified = account.Releases
                    .Where(release => release.Environment == environment.Name && release.Image.Repository == repository && release.Status == ReleaseStatus.Verified)
                    .MaxBy(release => release.Push.PushedAt);
                var wanted = verified?.Image.Digest ?? account.Slipway.Account.Registry.Seed(null, repository).Digest;
                Assert.All(account.Serving(account.Workload(environment.Name.Value, service.Name.Value)), digest => Assert.Equal(wanted, digest));
            }
        }
    }
}
