namespace Slipway.Local.Records;

/// <summary>Everything that the account remembers, on one journal.</summary>
public sealed class AccountMemory(Journal journal, TimeProvider clock)
{
    public Journal Journal => journal;

    public Releases Releases { get; } = new(journal);

    public Leases Leases { get; } = new(journal, clock);

    public Pushes Pushes { get; } = new(journal);

    public GateWaits GateWaits { get; } = new();

    public Incidents Incidents { get; } = new(journal);

    public ScalingStates ScalingStates { get; } = new(journal);

    public LastKnownGoods LastKnownGoods { get; } = new(journal);

    public KeptTemplates KeptTemplates { get; } = new(journal);

    public Interventions Interventions { get; } = new(journal);

    public Restraints Restraints { get; } = new(journal);

    public Sweeps Sweeps { get; } = new(journal);

    public Outbox Outbox { get; } = new(journal);

    public Breakers Breakers { get; } = new();

    public NoticeThreads NoticeThreads { get; } = new();

    /// <summary>Takes over what an earlier run left; nothing is written for it.</summary>
    public void Restore(JournalReading earlier)
    {
        earlier.Releases.ForEach(Releases.Keep);
        earlier.Leases.ForEach(Leases.Keep);
        earlier.Pushes.ForEach(Pushes.Keep);
        earlier.Incidents.ForEach(Incidents.Keep);
        earlier.ScalingStates.ForEach(ScalingStates.Keep);
        earlier.LastKnownGoods.ForEach(LastKnownGoods.Keep);
        earlier.Templates.ForEach(KeptTemplates.Keep);
        earlier.Interventions.ForEach(Interventions.Keep);
        earlier.Restraints.ForEach(Restraints.Keep);
        earlier.Sweeps.ForEach(Sweeps.Keep);
        earlier.Deliveries.ForEach(Outbox.Keep);
    }
}
