using Amazon.RDS;
using Amazon.SimpleNotificationService;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>What clients of the query protocol send and understand.</summary>
public sealed class QueryTests
{
    private readonly FakeService service = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AmazonRDSClient Rds => new(FakeService.Credentials, service.Configured(new AmazonRDSConfig()));

    [Fact]
    public async Task A_request_is_a_form_whose_elements_are_counted()
    {
        service.Answering("<CreateDBInstanceResponse><CreateDBInstanceResult/><ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></CreateDBInstanceResponse>");

        var answer = await Rds.CreateDBInstanceAsync(
            new()
            {
                DBInstanceIdentifier = "shop",
                AllocatedStorage = 20,
                MultiAZ = false,
                VpcSecurityGroupIds = ["sg-1", "sg-2"],
                EnableCloudwatchLogsExports = [],
                Tags = [new() { Key = "owner", Value = "a b&c=é" }],
            },
            Cancellation);

        Assert.Equal(
            [
                "Action=CreateDBInstance", "Version=2014-10-31", "DBInstanceIdentifier=shop", "AllocatedStorage=20",
                "VpcSecurityGroupIds.VpcSecurityGroupId.1=sg-1", "VpcSecurityGroupIds.VpcSecurityGroupId.2=sg-2", "MultiAZ=false",
                "Tags.Tag.1.Key=owner", "Tags.Tag.1.Value=a b&c=é", "EnableCloudwatchLogsExports=",
            ],
            service.Request.Form);
        Assert.EndsWith("Tags.Tag.1.Value=a%20b%26c%3D%C3%A9&EnableCloudwatchLogsExports=", service.Request.Body, StringComparison.Ordinal);
        Assert.StartsWith("application/x-www-form-urlencoded", service.Request.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("/eu-west-1/rds/aws4_request", service.Request.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("id-1", answer.ResponseMetadata.RequestId);
        Assert.Null(answer.DBInstance);
    }

    [Fact]
    public async Task Maps_are_entries_of_a_key_and_a_value()
    {
        service.Answering("<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>");
        using var client = new AmazonSimpleNotificationServiceClient(FakeService.Credentials, service.Configured(new AmazonSimpleNotificationServiceConfig()));

        var answer = await client.PublishAsync(
            new() { TopicArn = "t", Message = "hello", MessageAttributes = new() { ["kind"] = new() { DataType = "Binary", BinaryValue = new([255]) } } }, Cancellation);

        Assert.Equal(
            [
                "Action=Publish", "Version=2010-03-31", "TopicArn=t", "Message=hello",
                "MessageAttributes.entry.1.Name=kind", "MessageAttributes.entry.1.Value.DataType=Binary", "MessageAttributes.entry.1.Value.BinaryValue=/w==",
            ],
            service.Request.Form);
        Assert.Equal("m", answer.MessageId);
    }

    [Fact]
    public async Task An_answer_has_its_lists_times_and_token()
    {
        service.Answering("""
            <?xml version="1.0"?>
            <DescribeDBSnapshotsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
              <DescribeDBSnapshotsResult>
                <Marker>next</Marker>
                <DBSnapshots>
                  <DBSnapshot>
                    <DBSnapshotIdentifier>before &amp; after</DBSnapshotIdentifier>
                    <SnapshotCreateTime>2026-11-21T08:49:05.437Z</SnapshotCreateTime>
                    <AllocatedStorage>20</AllocatedStorage>
                    <Encrypted>true</Encrypted>
                    <Port/>
                    <TagList><Tag><Key>a</Key><Value/></Tag><Tag><Key>b</Key><Value>2</Value></Tag></TagList>
                    <ProcessorFeatures/>
                    <Unknown><Deep>1</Deep></Unknown>
                  </DBSnapshot>
                  <DBSnapshot/>
                </DBSnapshots>
              </DescribeDBSnapshotsResult>
            </DescribeDBSnapshotsResponse>
            """);

        var answer = await Rds.DescribeDBSnapshotsAsync(new(), Cancellation);

        Assert.Equal("next", answer.Marker);
        Assert.Equal(2, answer.DBSnapshots.Count);
        var snapshot = answer.DBSnapshots[0];
        Assert.Equal(("before & after", 20, true), (snapshot.DBSnapshotIdentifier, snapshot.AllocatedStorage, snapshot.Encrypted));
        Assert.Equal(new DateTime(2026, 11, 21, 8, 49, 5, 437, DateTimeKind.Utc), snapshot.SnapshotCreateTime);
        Assert.Equal(DateTimeKind.Utc, snapshot.SnapshotCreateTime!.Value.Kind);
        Assert.Equal([("a", ""), ("b", "2")], snapshot.TagList.Select(tag => (tag.Key, tag.Value)));
        Assert.Null(snapshot.Port);
        Assert.Null(snapshot.ProcessorFeatures);
        Assert.Null(answer.DBSnapshots[1].DBSnapshotIdentifier);
    }

    [Fact]
    public async Task A_moment_goes_in_ISO_8601_and_collections_nest_and_flatten_as_the_model_says()
    {
        const string Model = """
            {
              "metadata": {"apiVersion": "1", "endpointPrefix": "sample", "protocol": "query", "serviceId": "Sample"},
              "operations": {"Do": {"http": {"method": "POST", "requestUri": "/"}, "input": {"shape": "Input"}, "output": {"shape": "Output"}}},
              "shapes": {
                "Input": {"type": "structure", "members": {"At": {"shape": "Time"}, "Flat": {"shape": "FlatList"}, "Named": {"shape": "NamedList"}, "Deep": {"shape": "Lists"}}},
                "Output": {"type": "structure", "members": {"Flat": {"shape": "FlatList"}, "Pairs": {"shape": "FlatMap"}, "Deep": {"shape": "Lists"}}},
                "Time": {"type": "timestamp"},
                "Text": {"type": "string"},
                "FlatList": {"type": "list", "flattened": true, "member": {"shape": "Text"}},
                "NamedList": {"type": "list", "flattened": true, "member": {"shape": "Text", "locationName": "Item"}},
                "FlatMap": {"type": "map", "flattened": true, "key": {"shape": "Text", "locationName": "K"}, "value": {"shape": "Text", "locationName": "V"}},
                "Texts": {"type": "list", "member": {"shape": "Text"}},
                "Lists": {"type": "list", "member": {"shape": "Texts"}}
              }
            }
            """;
        service.Answering("""
            <R><Flat>1</Flat><Flat>2</Flat><Pairs><K>a</K><V>b</V></Pairs><Deep><member><member>x</member><member>y</member></member></Deep></R>
            """);
        var sample = new Sample(Model, service);

        var answer = await sample.CallAsync("Do", request =>
        {
            request.At = new DateTime(2026, 1, 2, 4, 4, 5, 6, DateTimeKind.Utc);
            request.Flat = new List<string> { "f1", "f2" };
            request.Named = new List<string> { "n" };
            request.Deep = new List<List<string>> { new() { "a", "b" }, new() { "c" } };
        });

        Assert.Equal(
            [
                "Action=Do", "Version=1", "At=2026-01-02T04:04:05.006Z", "Flat.1=f1", "Flat.2=f2", "Item.1=n",
                "Deep.member.1.member.1=a", "Deep.member.1.member.2=b", "Deep.member.2.member.1=c",
            ],
            service.Request.Form);
        Assert.Equal(["1", "2"], (IEnumerable<string>)answer.Flat);
        Assert.Equal(KeyValuePair.Create("a", "b"), Assert.Single((Dictionary<string, string>)answer.Pairs));
        Assert.Equal([["x", "y"]], (List<List<string>>)answer.Deep);
    }
}
