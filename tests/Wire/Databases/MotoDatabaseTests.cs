using Slipway.Tests.Ports.Databases;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Databases;

public sealed class MotoDatabasesTests(MotoServer moto) : DatabasesContract(new MotoDatabaseAccount(moto));

public sealed class MotoSnapshotsTests(MotoServer moto) : SnapshotsContract(new MotoDatabaseAccount(moto));

public sealed class MotoDatabaseChangesTests(MotoServer moto) : DatabaseChangesContract(new MotoDatabaseAccount(moto));
