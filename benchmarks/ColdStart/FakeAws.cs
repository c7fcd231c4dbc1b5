using System.Text;
using Microsoft.AspNetCore.Http;

namespace Slipway.Benchmarks.ColdStart;

/// <summary>Answers DynamoDB and S3 at once: an empty table, and a bucket with one manifest. It counts what it is asked.</summary>
internal sealed class FakeAws(string manifest)
{
    private readonly List<string> _asked = [];

    // The SDK takes the tag of an object for the MD5 of its bytes, and this one for that of an upload in parts, which it cannot check.
    private const string Tag = "d41d8cd98f00b204e9800998ecf8427e-1";

    /// <summary>What was asked since the last start, in its order.</summary>
    public IReadOnlyList<string> Asked => _asked;

    public void Forget() => _asked.Clear();

    public async Task AnswerAsync(HttpContext exchange)
    {
        var request = exchange.Request;
        var target = request.Headers["X-Amz-Target"].ToString();
        await request.Body.CopyToAsync(Stream.Null);
        var (operation, type, body) = (target, request.Query.ContainsKey("list-type")) switch
        {
            ({ Length: > 0 }, _) => (target[(target.IndexOf('.') + 1)..], "application/x-amz-json-1.0", target.EndsWith("BatchGetItem", StringComparison.Ordinal) ? """{"Responses":{"slipway":[]},"UnprocessedKeys":{}}""" : "{}"),
            (_, true) => ("ListObjectsV2", "application/xml", Listing()),
            _ => ("GetObject", "application/yaml", manifest),
        };
        _asked.Add(operation);
        exchange.Response.ContentType = type;
        exchange.Response.Headers.ETag = $"\"{Tag}\"";
        var bytes = Encoding.UTF8.GetBytes(body);
        exchange.Response.ContentLength = bytes.Length;
        await exchange.Response.Body.WriteAsync(bytes);
    }

    private string Listing() =>
        $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>manifests</Name><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated><Contents><Key>system.yaml</Key><ETag>"{Tag}"</ETag><Size>{Encoding.UTF8.GetByteCount(manifest)}</Size></Contents></ListBucketResult>
        """;
}
