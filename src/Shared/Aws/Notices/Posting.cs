using System.Net;
using Slipway.Domain;

namespace Slipway.Aws.Notices;

/// <summary>
/// Requests to whoever takes notices over HTTP. Addresses and keys are secrets: no message of a failure tells them, nor what the other
/// side answered, which may repeat them.
/// </summary>
internal static class Posting
{
    private const int MostBytes = 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>A client that follows no redirect: it would carry the notice elsewhere.</summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { MaxResponseContentBufferSize = MostBytes };

    /// <summary>The answer with its status, unless that says that another time is better.</summary>
    /// <param name="name">Who is asked, as the beginning of a sentence.</param>
    public static async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpClient http, string name, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, patience.Token);
            return answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError
                ? throw new UnavailableException($"{name} answered {(int)answer.StatusCode}: it takes no notice now.") { RetryAfter = answer.Headers.RetryAfter?.Delta }
                : (answer.StatusCode, await answer.Content.ReadAsStringAsync(patience.Token));
        }
        catch (OperationCanceledException)
        {
            throw new UnavailableException($"{name} did not answer in time.");
        }
        catch (HttpRequestException failure)
        {
            throw new UnavailableException($"{name} cannot be reached ({failure.HttpRequestError}).");
        }
    }
}
