using Slipway.Domain.Systems;
using Slipway.Local.Hosting;
using Slipway.Local.Records;

namespace Slipway.Cli.Runs;

/// <summary>An embedded account on a journal: everything that is given to it from outside is written down first.</summary>
internal sealed class Simulation : IDisposable
{
    private Simulation(Installation installation, string journalPath) => (Installation, JournalPath) = (installation, journalPath);

    public Installation Installation { get; }

    public string JournalPath { get; }

    public SystemManifest System => Installation.Systems[0];

    public DateTimeOffset Now => Installation.Clock.GetUtcNow();

    /// <summary>A fresh account; a journal that is there already is replaced.</summary>
    public static Simulation Begin(Checkout checkout, string system, int seed, string journalPath) =>
        Begin(checkout, new() { TemplatePath = checkout.TemplatePath, Manifests = [checkout.Manifest(system)], Seed = seed, JournalPath = journalPath }, journalPath);

    /// <summary>
    /// The account of a journal: its inputs are simulated again, into a new file that takes the journal's place once it is seen
    /// to begin with the very same lines.
    /// </summary>
    public static Simulation Continue(Checkout checkout, string journalPath, string asGiven)
    {
        var earlier = Journal.Read(journalPath);
        var header = earlier.Header is { Format: AccountHeader.CurrentFormat, Systems.Count: > 0 } known
            ? known
            : throw new RefusalException($"The journal {asGiven} does not tell which account it is of: begin anew with slipway run.");
        var next = $"{journalPath}.next";
        var settings = new InstallationSettings
        {
            TemplatePath = checkout.TemplatePath,
            Manifests = [.. header.Systems.Select(checkout.Manifest)],
            Seed = header.Seed,
            Start = header.Start,
            AccountId = header.AccountId,
            JournalPath = next,
        };
        var simulation = Begin(checkout, settings, journalPath);
        simulation.Repeat(earlier);
        if (JournalComparison.FirstDifference(journalPath, next) is { } line)
        {
            simulation.Dispose();
            File.Delete(next);
            throw new RefusalException(
                $"{asGiven}:{line}: simulated again, the account comes out otherwise than it was recorded, so the code or a manifest has changed since: begin anew with slipway run.",
                ExitCode.Differs);
        }

        File.Move(next, journalPath, overwrite: true);
        return simulation;
    }

    /// <summary>What is due at this very instant goes first, so that the same input finds the same account when it is given again.</summary>
    public void Give(AccountInput input)
    {
        Installation.Clock.RunUntil(Now);
        Installation.Record(input);
        Inputs.Apply(Installation, input);
    }

    public void Dispose() => Installation.Dispose();

    private static Simulation Begin(Checkout checkout, InstallationSettings settings, string journalPath)
    {
        var simulation = new Simulation(checkout.Install(settings), journalPath);
        simulation.Installation.Account.Start();
        return simulation;
    }

    private void Repeat(JournalReading earlier)
    {
        foreach (var input in earlier.Inputs)
        {
            Installation.Clock.RunUntil(input.At);
            Give(input.Input);
        }

        Installation.Clock.RunUntil(earlier.End ?? Now);
    }
}
