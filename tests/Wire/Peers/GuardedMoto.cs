using System.Xml.Linq;
using Amazon.Runtime;

namespace Slipway.Tests.Wire.Peers;

/// <summary>A moto of its own that checks signatures and policies from when it is first asked to.</summary>
public sealed class GuardedMoto : IAsyncLifetime
{
    private const string Everything = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";
    private readonly HttpClient _http = new();
    private int _users;

    public MotoServer Moto { get; } = new();

    public ValueTask InitializeAsync() => Moto.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Moto.DisposeAsync();
    }

    /// <summary>From now on only a user who is known does something, and only what its policy allows.</summary>
    public Task GuardAsync() => CheckAsync("0");

    /// <summary>The keys of a new user; afterwards moto is guarded.</summary>
    public async Task<AWSCredentials> UserAsync(string policy = Everything)
    {
        var name = $"user-{Interlocked.Increment(ref _users)}";
        await CheckAsync("inf");
        await AskAsync("CreateUser", ("UserName", name));
        await AskAsync("PutUserPolicy", ("UserName", name), ("PolicyName", "all"), ("PolicyDocument", policy));
        var key = await AskAsync("CreateAccessKey", ("UserName", name));
        await GuardAsync();
        return new BasicAWSCredentials(Text(key, "AccessKeyId"), Text(key, "SecretAccessKey"));
    }

    /// <summary>How many requests moto still takes without a check.</summary>
    private async Task CheckAsync(string after)
    {
        using var requests = new StringContent(after);
        (await _http.PostAsync(new Uri(Moto.Endpoint, "/moto-api/reset-auth"), requests)).EnsureSuccessStatusCode();
    }

    /// <summary>IAM, which the product never asks. While nothing is checked, moto takes the service from a signature and believes it.</summary>
    private async Task<XDocument> AskAsync(string action, params IReadOnlyList<(string Name, string Value)> parameters)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Moto.Endpoint)
        {
            Content = new FormUrlEncodedContent([new("Action", action), new("Version", "2010-05-08"), .. parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value))]),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260302/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        using var response = await _http.SendAsync(request);
        return XDocument.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync());
    }

    private static string Text(XDocument answer, string name) => answer.Descendants().First(element => element.Name.LocalName == name).Value;
}
