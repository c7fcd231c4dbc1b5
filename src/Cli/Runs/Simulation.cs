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

    /// <summary>A fresh account; a journal that is there already is replaced.</summary>
    public static Simulation Begin(Checkout checkout, string system, int seed, string journalPath)
    {
        var simulation = new Simulation(Install(checkout, new() { TemplatePath = checkout.TemplatePath, Manifests = [checkout.Manifest(system)], Seed = seed, JournalPath = journalPath }), journalPath);
        simulation.Installation.Account.Start();
        return simulation;
    }

    public void Give(AccountInput input)
    {
        Installation.Record(input);
        Inputs.Apply(Installation, input);
    }

    public void Dispose() => Installation.Dispose();

    internal static Installation Install(Checkout checkout, InstallationSettings settings)
    {
        try
        {
            return new(settings);
        }
        catch (InstallationException wrong)
        {
            var root = checkout.Root + Path.DirectorySeparatorChar;
            throw new RefusalException($"Nothing was started, because this must be mended first:\n{wrong.Message.Replace(root, "", StringComparison.Ordinal)}", ExitCode.Invalid);
        }
    }
}
