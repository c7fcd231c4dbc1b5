using Slipway.Aws.Records;
using Slipway.Domain.Images;
using Slipway.Domain.Interventions;
using Slipway.Domain.Notifications;
using Slipway.Domain.Releases;
using Slipway.Domain.Remediation;
using Slipway.Domain.Restraints;
using Slipway.Domain.Rollouts;
using Slipway.Domain.Rollouts.Templates;
using Slipway.Domain.Scaling;
using Slipway.Tests.Ports.Records;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Records;

public sealed class DynamoLeasesTests(MotoServer moto) : LeasesContract
{
    protected override async Task<ILeases> OpenAsync() => new DynamoLeases((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoPushesTests(MotoServer moto) : PushesContract
{
    protected override async Task<IPushes> OpenAsync() => new DynamoPushes((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoGateWaitsTests(MotoServer moto) : GateWaitsContract
{
    protected override async Task<IGateWaits> OpenAsync() => new DynamoGateWaits((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoIncidentsTests(MotoServer moto) : IncidentsContract
{
    protected override async Task<IIncidents> OpenAsync() => new DynamoIncidents((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoScalingStatesTests(MotoServer moto) : ScalingStatesContract
{
    protected override async Task<IScalingStates> OpenAsync() => new DynamoScalingStates((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoLastKnownGoodTests(MotoServer moto) : LastKnownGoodContract
{
    protected override async Task<ILastKnownGood> OpenAsync() => new DynamoLastKnownGoods((await RecordsTable.CreateAsync(moto.Clients())).Open());
}

public sealed class DynamoKeptTemplatesTests(MotoServer moto) : KeptTemplatesContract
{
    protected override async Task<IKeptTemplates> OpenAsync() => new DynamoKeptTemplates((await RecordsTable.CreateAsync(moto.Clients())).Open());
}

public sealed class DynamoRestraintsTests(MotoServer moto) : RestraintsContract
{
    protected override async Task<IRestraints> OpenAsync() => new DynamoRestraints((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoSweepsTests(MotoServer moto) : SweepsContract
{
    protected override async Task<ISweeps> OpenAsync() => new DynamoSweeps((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoInterventionsTests(MotoServer moto) : InterventionsContract
{
    protected override async Task<IInterventions> OpenAsync() => new DynamoInterventions((await RecordsTable.CreateAsync(moto.Clients())).Open());
}

public sealed class DynamoOutboxTests(MotoServer moto) : OutboxContract
{
    protected override async Task<IOutbox> OpenAsync() => new DynamoOutbox((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoBreakersTests(MotoServer moto) : BreakersContract
{
    protected override async Task<IBreakers> OpenAsync() => new DynamoBreakers((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}

public sealed class DynamoNoticeThreadsTests(MotoServer moto) : NoticeThreadsContract
{
    protected override async Task<INoticeThreads> OpenAsync() => new DynamoNoticeThreads((await RecordsTable.CreateAsync(moto.Clients())).Open(), Clock);
}
