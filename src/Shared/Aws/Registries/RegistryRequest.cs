using System.Net.Http.Headers;

namespace Slipway.Aws.Registries;

/// <summary>A request as it can be made again: an HTTP message can be sent only once.</summary>
internal sealed record RegistryRequest(HttpMethod Method, Uri Address)
{
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Makes the body, which like the message can be sent only once; null is none.</summary>
    public Func<HttpContent?> Content { get; init; } = static () => null;

    /// <summary>The first byte wanted, when not the whole is.</summary>
    public long From { get; init; }

    /// <summary>What a large body is given beside the time that every request has.</summary>
    public TimeSpan Allowance { get; init; }

    public HttpRequestMessage ToMessage(Uri address, AuthenticationHeaderValue? authorization)
    {
        var message = new HttpRequestMessage(Method, address) { Content = Content() };
        message.Headers.Authorization = authorization;
        foreach (var type in Accept)
        {
            message.Headers.Accept.Add(new(type));
        }

        if (From > 0)
        {
            message.Headers.Range = new(From, null);
        }

        return message;
    }
}
