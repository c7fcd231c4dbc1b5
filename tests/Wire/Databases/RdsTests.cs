using Slipway.Aws.Databases;
using Slipway.Domain;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems;
using Slipway.Tests.Ports.Databases;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire.Databases;

/// <summary>What RDS does and moto does not: it is busy, takes its time, has limits and pages, and answers from each region for itself.</summary>
public sealed class RdsTests
{
    private static readonly Location Here = new("eu-central-1");
    private static readonly Location There = new("us-west-2");
    private static readonly DatabaseAddress Instance = new(Here, "shop-db", IsCluster: false);
    private static readonly DatabaseAddress Cluster = new(Here, "shop-orders", IsCluster: true);

    private readonly ScriptedAws _rds = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<bool, string> Busy => new() { { false, "InvalidDBInstanceState" }, { true, "InvalidDBClusterStateFault" }, { true, "InvalidDBClusterSnapshotStateFault" } };

    [Theory]
    [MemberData(nameof(Busy))]
    public async Task A_busy_database_scripted_takes_its_snapshot_later(bool isCluster, string code)
    {
        _rds.RefuseQuery(code);
        Assert.False(await Create(isCluster ? Cluster : Instance));
    }

    [Theory]
    [InlineData("creating", 42, SnapshotStatus.Creating, 42)]
    [InlineData("creating", 100, SnapshotStatus.Creating, 99)]
    [InlineData("copying", 7, SnapshotStatus.Creating, 7)]
    [InlineData("available", 100, SnapshotStatus.Available, 100)]
    [InlineData("failed", 60, SnapshotStatus.Failed, 60)]
    [InlineData("deleting", 100, SnapshotStatus.Missing, 0)]
    public async Task A_snapshot_scripted_is_as_far_as_RDS_says(string state, int percent, SnapshotStatus status, int progress)
    {
        _rds.Answer(Page(Snapshot("slipway-1", state, percent)));
        Assert.Equal((status, progress), await new RdsDatabases(_rds.Clients()).ReadSnapshotAsync(Instance, "slipway-1", Token));
    }

    [Theory]
    [InlineData("SnapshotQuotaExceeded", "The snapshot slipway-1 of shop-db cannot be made: the account has as many manual snapshots in eu-central-1 as it may have; delete old ones, or raise the quota in Service Quotas.")]
    [InlineData("DBInstanceNotFound", "The snapshot slipway-1 of shop-db cannot be made: there is no RDS instance 'shop-db' in eu-central-1; check the identifier and the engine of the database in the manifest.")]
    [InlineData("ExpiredToken", "The snapshot slipway-1 of shop-db cannot be made: the session has expired (ExpiredToken); sign in again.")]
    [InlineData("InvalidClientTokenId", "The snapshot slipway-1 of shop-db cannot be made: AWS does not accept the credentials (InvalidClientTokenId); check the keys or the profile that are in use.")]
    [InlineData("AccessDenied", "The snapshot slipway-1 of shop-db cannot be made: permission is missing (AccessDenied): No.")]
    public async Task A_refusal_scripted_says_what_to_do(string code, string sentence)
    {
        _rds.RefuseQuery(code);
        Assert.Equal(sentence, (await Assert.ThrowsAsync<RejectedException>(() => Create(Instance))).Message);
    }

    [Fact]
    public async Task A_throttled_call_scripted_is_worth_a_retry()
    {
        _rds.RefuseQuery("Throttling");
        Assert.Equal("The snapshot slipway-1 of shop-db cannot be made: AWS throttles (Throttling).", (await Assert.ThrowsAsync<UnavailableException>(() => Create(Instance))).Message);
    }

    [Fact]
    public async Task A_list_scripted_is_read_to_its_last_page()
    {
        _rds.Answer(Page(Snapshot("b"), "next page")).Answer(Page(Snapshot("a")));
        var snapshots = await new RdsSnapshots(_rds.Clients()).ListAsync(Instance, Token);

        Assert.Equal(["b", "a"], snapshots.Select(snapshot => snapshot.Id));
        Assert.DoesNotContain("Marker", _rds.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("Marker=next%20page", _rds.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_scripted_is_listed_with_what_is_compared_of_it()
    {
        _rds.Answer(Page(Snapshot("slipway-1", encrypted: true)));
        var snapshot = Assert.Single(await new RdsSnapshots(_rds.Clients()).ListAsync(Instance, Token));
        Assert.Equal((true, 100), (snapshot.IsEncrypted, snapshot.StorageGiB));
    }

    [Fact]
    public async Task A_copy_scripted_is_asked_for_in_the_region_of_its_target_with_a_key_of_that_region()
    {
        _rds.Answer(Page(Snapshot("slipway-1", encrypted: true))).Answer("<CopyDBSnapshotResponse><CopyDBSnapshotResult/></CopyDBSnapshotResponse>");
        await new RdsSnapshots(_rds.Clients()).CopyAsync(Instance, "slipway-1", There, "alias/shop", Token);

        Assert.Equal(["rds.eu-central-1.amazonaws.com", "rds.us-west-2.amazonaws.com"], _rds.Requests.Select(request => request.Host));
        var form = Form(_rds.Requests[1]);
        Assert.Equal("CopyDBSnapshot", form["Action"]);
        Assert.Equal("arn:aws:rds:eu-central-1:123456789012:snapshot:slipway-1", form["SourceDBSnapshotIdentifier"]);
        Assert.Equal("slipway-1", form["TargetDBSnapshotIdentifier"]);
        Assert.Equal("alias/shop", form["KmsKeyId"]);
        Assert.Equal(("slipway:release", "r1"), (form["Tags.Tag.1.Key"], form["Tags.Tag.1.Value"]));
    }

    [Fact]
    public async Task An_encrypted_snapshot_scripted_is_not_copied_without_a_key()
    {
        _rds.Answer(Page(Snapshot("slipway-1", encrypted: true)));
        var refused = await Assert.ThrowsAsync<RejectedException>(() => new RdsSnapshots(_rds.Clients()).CopyAsync(Instance, "slipway-1", There, null, Token));

        Assert.Equal("The snapshot slipway-1 of shop-db cannot be copied to us-west-2: it is encrypted, and its key is known in eu-central-1 only; name a KMS key of us-west-2.", refused.Message);
        Assert.Single(_rds.Requests);
    }

    [Fact]
    public async Task A_snapshot_scripted_that_is_being_made_is_copied_later()
    {
        _rds.Answer(Page(Snapshot("slipway-1", "creating", 10)));
        await Assert.ThrowsAsync<UnavailableException>(() => new RdsSnapshots(_rds.Clients()).CopyAsync(Instance, "slipway-1", There, null, Token));
    }

    [Fact]
    public async Task A_reboot_scripted_goes_out_once_and_a_snapshot_as_often_as_it_takes()
    {
        _rds.RefuseQuery("ServiceUnavailable", status: System.Net.HttpStatusCode.ServiceUnavailable);
        await Assert.ThrowsAsync<UnavailableException>(() => new RdsDatabaseChanges(_rds.Clients(retries: 2)).RebootAsync(Instance, failover: false, Token));
        Assert.Single(_rds.Requests);

        _rds.RefuseQuery("ServiceUnavailable", status: System.Net.HttpStatusCode.ServiceUnavailable).Answer("<CreateDBSnapshotResponse><CreateDBSnapshotResult/></CreateDBSnapshotResponse>");
        Assert.True(await new RdsDatabases(_rds.Clients(retries: 2)).CreateSnapshotAsync(Instance, "slipway-1", DatabaseAccount.Tags, Token));
        Assert.Equal(3, _rds.Requests.Count);
    }

    private Task<bool> Create(DatabaseAddress database) => new RdsDatabases(_rds.Clients()).CreateSnapshotAsync(database, "slipway-1", DatabaseAccount.Tags, Token);

    private static string Page(string snapshot, string? marker = null) =>
        $"<DescribeDBSnapshotsResponse><DescribeDBSnapshotsResult>{(marker is null ? "" : $"<Marker>{marker}</Marker>")}<DBSnapshots>{snapshot}</DBSnapshots></DescribeDBSnapshotsResult></DescribeDBSnapshotsResponse>";

    private static string Snapshot(string id, string state = "available", int percent = 100, bool encrypted = false) =>
        $"<DBSnapshot><DBSnapshotIdentifier>{id}</DBSnapshotIdentifier><DBSnapshotArn>arn:aws:rds:eu-central-1:123456789012:snapshot:{id}</DBSnapshotArn><Status>{state}</Status>"
        + $"<PercentProgress>{percent}</PercentProgress><Encrypted>{(encrypted ? "true" : "false")}</Encrypted><AllocatedStorage>100</AllocatedStorage><Engine>postgres</Engine>"
        + "<TagList><Tag><Key>slipway:release</Key><Value>r1</Value></Tag></TagList></DBSnapshot>";

    private static Dictionary<string, string> Form(ScriptedRequest request) =>
        request.Body.Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]));
}
