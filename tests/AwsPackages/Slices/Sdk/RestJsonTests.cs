using System.Net;
using System.Text.Json;
using Amazon.EKS;

namespace Slipway.Tests.AwsPackages.Slices.Sdk;

/// <summary>What clients of the protocol rest-json send and understand.</summary>
public sealed class RestJsonTests
{
    private const string Model = """
        {
          "metadata": {"apiVersion": "1", "endpointPrefix": "sample", "jsonVersion": "1.1", "protocol": "rest-json", "serviceId": "Sample"},
          "operations": {
            "Put": {"http": {"method": "PUT", "requestUri": "/things/{Key+}?kind=whole"}, "input": {"shape": "PutInput"}, "output": {"shape": "PutOutput"}},
            "Store": {"http": {"method": "POST", "requestUri": "/store"}, "input": {"shape": "StoreInput"}, "output": {"shape": "StoreOutput"}},
            "Wrap": {"http": {"method": "POST", "requestUri": "/wrap"}, "input": {"shape": "WrapInput"}, "output": {"shape": "WrapOutput"}}
          },
          "shapes": {
            "PutInput": {"type": "structure", "members": {
              "Key": {"shape": "Text", "location": "uri", "locationName": "Key"},
              "Since": {"shape": "Time", "location": "header", "locationName": "If-Modified-Since"},
              "Until": {"shape": "Time", "location": "querystring", "locationName": "until"},
              "Force": {"shape": "Flag", "location": "querystring", "locationName": "force"},
              "Others": {"shape": "Map", "location": "querystring"},
              "Meta": {"shape": "Map", "location": "headers", "locationName": "x-meta-"},
              "Nested": {"shape": "Lists"},
              "At": {"shape": "IsoTime"}}},
            "PutOutput": {"type": "structure", "members": {
              "Status": {"shape": "Number", "location": "statusCode"},
              "Count": {"shape": "Number", "location": "header", "locationName": "x-count"},
              "Modified": {"shape": "Time", "location": "header", "locationName": "x-modified"},
              "Meta": {"shape": "Map", "location": "headers", "locationName": "x-meta-"},
              "Nested": {"shape": "Lists"},
              "At": {"shape": "IsoTime"}}},
            "StoreInput": {"type": "structure", "payload": "Body", "members": {"Body": {"shape": "Blob"}}},
            "StoreOutput": {"type": "structure", "payload": "Body", "members": {"Body": {"shape": "Blob"}}},
            "WrapInput": {"type": "structure", "payload": "Inner", "members": {"Inner": {"shape": "Inner"}}},
            "WrapOutput": {"type": "structure", "payload": "Inner", "members": {"Inner": {"shape": "Inner"}}},
            "Inner": {"type": "structure", "members": {"Name": {"shape": "Text", "locationName": "name"}}},
            "Text": {"type": "string"}, "Flag": {"type": "boolean"}, "Number": {"type": "integer"}, "Time": {"type": "timestamp"}, "Blob": {"type": "blob"},
            "IsoTime": {"type": "timestamp", "timestampFormat": "iso8601"},
            "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
            "Texts": {"type": "list", "member": {"shape": "Text"}}, "Lists": {"type": "list", "member": {"shape": "Texts"}}
          }
        }
        """;

    private readonly FakeService service = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AmazonEKSClient Eks => new(FakeService.Credentials, service.Configured(new AmazonEKSConfig()));

    [Fact]
    public async Task Members_of_a_query_are_in_the_address()
    {
        service.Answering("""{"clusters":["a"],"nextToken":"n"}""");

        var answer = await Eks.ListClustersAsync(new() { MaxResults = 5, NextToken = "a+b/c=", Include = ["all", "x y"] }, Cancellation);

        Assert.Equal(HttpMethod.Get, service.Request.Method);
        Assert.Equal("/clusters?include=all&include=x%20y&maxResults=5&nextToken=a%2Bb%2Fc%3D", service.Request.Address.PathAndQuery);
        Assert.Equal("", service.Request.Body);
        Assert.Equal(["a"], answer.Clusters);
        Assert.Equal("n", answer.NextToken);
    }

    [Fact]
    public async Task Members_of_the_path_are_not_in_the_body()
    {
        service.Answering("{}");

        await Eks.UpdateNodegroupConfigAsync(new() { ClusterName = "a/b c", NodegroupName = "n", ScalingConfig = new() { DesiredSize = 0 } }, Cancellation);

        Assert.Equal("/clusters/a%2Fb%20c/node-groups/n/update-config", service.Request.Address.AbsolutePath);
        var body = JsonElement.Parse(service.Request.Body);
        Assert.Equal(["scalingConfig", "clientRequestToken"], body.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, body.GetProperty("scalingConfig").GetProperty("desiredSize").GetInt32());
    }

    [Fact]
    public async Task A_path_with_a_hole_is_not_sent()
    {
        var failure = await Assert.ThrowsAsync<AmazonEKSException>(() => Eks.DescribeClusterAsync(new(), Cancellation));

        Assert.Equal("Request object does not have required field Name set", failure.Message);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Members_go_to_headers_and_come_from_them()
    {
        service.Answering(
            """{"Nested":[["a"],[]],"At":"2026-01-02T03:04:05Z"}""", HttpStatusCode.Accepted, ("x-count", "3"), ("x-meta-Color", "red"), ("x-modified", "Fri, 02 Jan 2026 03:04:05 GMT"));
        var moment = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

        var answer = await new Sample(Model, service).CallAsync("Put", request =>
        {
            request.Key = "a/b c";
            request.Since = moment;
            request.Until = moment;
            request.Force = true;
            request.Others = new Dictionary<string, string> { ["tag"] = "x" };
            request.Meta = new Dictionary<string, string> { ["Size"] = "big" };
            request.Nested = new List<List<string>> { new() { "a" }, new() };
            request.At = moment;
        });

        var sent = service.Request;
        Assert.Equal("/things/a/b%20c", sent.Address.AbsolutePath);
        Assert.Equal(["force=true", "kind=whole", "tag=x", "until=2026-01-02T03%3A04%3A05.000Z"], sent.Address.Query.TrimStart('?').Split('&').Order(StringComparer.Ordinal));
        Assert.Equal(("Fri, 02 Jan 2026 03:04:05 GMT", "big"), (sent.Headers["If-Modified-Since"], sent.Headers["x-meta-Size"]));
        Assert.Equal("""{"Nested":[["a"],[]],"At":"2026-01-02T03:04:05.000Z"}""", sent.Body);
        Assert.Equal((202, 3, moment, moment), ((int)answer.Status, (int)answer.Count, (DateTime)answer.Modified, (DateTime)answer.At));
        Assert.Equal("red", ((Dictionary<string, string>)answer.Meta)["Color"]);
        Assert.Equal([["a"], []], (List<List<string>>)answer.Nested);
    }

    [Fact]
    public async Task A_payload_is_the_body()
    {
        service.Answering("bytes").Answering("""{"name":"y"}""");
        var sample = new Sample(Model, service);

        var stored = await sample.CallAsync("Store", request => request.Body = new MemoryStream("abc"u8.ToArray()));
        var wrapped = await sample.CallAsync("Wrap", request =>
        {
            var inner = Activator.CreateInstance(((object)request).GetType().GetProperty("Inner")!.PropertyType);
            request.Inner = (dynamic)inner!;
            request.Inner.Name = "x";
        });

        Assert.Equal(["abc", """{"name":"x"}"""], service.Requests.Select(request => request.Body));
        Assert.Equal("bytes"u8.ToArray(), ((MemoryStream)stored.Body).ToArray());
        Assert.Equal("y", (string)wrapped.Inner.Name);
    }
}
