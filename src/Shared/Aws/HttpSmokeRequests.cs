using System.Net.Sockets;
using System.Security.Authentication;
using Slipway.Domain;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws;

/// <summary>
/// Requests from outside, as a browser sends them: redirects are followed up to five times, unless a redirect is what the check
/// expects. The time is that until the whole answer is there, or its first 256 KiB.
/// </summary>
public sealed class HttpSmokeRequests : ISmokeRequests, IDisposable
{
    private const int MostRedirects = 5;
    private const int MostRead = 256 * 1024;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _timeout;
    private readonly HttpClient _client;

    /// <param name="timeout">How long one check may take with all its redirects.</param>
    /// <param name="handler">What sends the requests, without following redirects; null opens connections of its own.</param>
    public HttpSmokeRequests(TimeProvider clock, TimeSpan timeout, HttpMessageHandler? handler = null)
    {
        (_clock, _timeout) = (clock, timeout);
        handler ??= new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromSeconds(30) };
        _client = new(handler) { Timeout = Timeout.InfiniteTimeSpan, DefaultRequestHeaders = { { "User-Agent", "slipway" }, { "Accept", "*/*" } } };
    }

    public async Task<SmokeResult> SendAsync(SmokeCheck check, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(check.Url, UriKind.Absolute, out var address) || !IsWeb(address))
        {
            throw new RejectedException($"The smoke request {check.Url} goes nowhere: it takes a URL that begins with https:// or http://.");
        }

        using var patience = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var began = _clock.GetTimestamp();
        try
        {
            var status = await FollowAsync(check, address, either.Token);
            return new(check, status, _clock.GetElapsedTime(began), null);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            // When the caller's own time is up, nothing is known of what was asked.
            return cancellationToken.IsCancellationRequested
                ? throw new UnavailableException($"There was no time left to ask {check.Url}.", failure)
                : new(check, null, _clock.GetElapsedTime(began), patience.IsCancellationRequested ? $"no answer within {_timeout.Text()}" : Why(failure));
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<int> FollowAsync(SmokeCheck check, Uri address, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var answer = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)answer.StatusCode;
            var isAnswer = status == check.Expect || status is not (301 or 302 or 303 or 307 or 308) || redirects == MostRedirects;
            if (isAnswer || answer.Headers.Location is not { } location || Next(address, location) is not { } next)
            {
                await ReadAsync(answer, cancellationToken);
                return status;
            }

            address = next;
        }
    }

    /// <summary>Where a redirect leads; null where a browser would not go, such as from https to http.</summary>
    private static Uri? Next(Uri address, Uri location) =>
        Uri.TryCreate(address, location, out var next) && IsWeb(next) && (address.Scheme == next.Scheme || next.Scheme == Uri.UriSchemeHttps) ? next : null;

    /// <summary>An answer that breaks off is none.</summary>
    private static async Task ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        for (var read = 0; read < MostRead;)
        {
            var count = await body.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                return;
            }

            read += count;
        }
    }

    private static string Why(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name could not be resolved",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "the connection was refused",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: AuthenticationException tls } => $"TLS failed: {tls.Message.TrimEnd('.')}",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "TLS failed",
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError, InnerException: { } inner } => $"no connection: {inner.Message.TrimEnd('.')}",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "what answered does not speak HTTP",
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException => "the connection ended before the answer",
        _ => failure.Message.TrimEnd('.'),
    };

    private static bool IsWeb(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp;
}
