using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Slipway.Domain;
using Slipway.Domain.Rollouts;

namespace Slipway.Aws;

/// <summary>
/// Requests from outside, as a browser sends them: redirects are followed up to five times, unless a redirect is what the check
/// expects. To another origin nothing goes along that may be secret: neither the check's headers nor its body. The time is that until
/// the whole answer is there, or its first 256 KiB, in which a text is looked for.
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
            var (status, body) = await FollowAsync(check, address, either.Token);
            return new SmokeResult(check, status, _clock.GetElapsedTime(began), null).Answered(body);
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

    private async Task<(int Status, string Body)> FollowAsync(SmokeCheck check, Uri address, CancellationToken cancellationToken)
    {
        var (origin, method, sendsBody) = (address, check.Method ?? SmokeCheck.Get, check.Body is not null);
        for (var redirects = 0; ; redirects++)
        {
            var isHome = IsSameOrigin(origin, address);
            using var request = Request(check, method, address, isHome, sendsBody);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)answer.StatusCode;
            var isAnswer = status == check.Expect || status is not (301 or 302 or 303 or 307 or 308) || redirects == MostRedirects;
            if (isAnswer || answer.Headers.Location is not { } location || Next(address, location) is not { } next)
            {
                return (status, await ReadAsync(answer, cancellationToken));
            }

            // As a browser does: what was sent is sent again only where the redirect says so, otherwise the next address is only asked for.
            if (status is 301 or 302 or 303 && method is not (SmokeCheck.Get or "HEAD"))
            {
                (method, sendsBody) = (SmokeCheck.Get, false);
            }

            if (sendsBody && !IsSameOrigin(origin, next))
            {
                return (status, await ReadAsync(answer, cancellationToken));
            }

            address = next;
        }
    }

    private static HttpRequestMessage Request(SmokeCheck check, string method, Uri address, bool isHome, bool sendsBody)
    {
        var request = new HttpRequestMessage(new(method), address);
        if (sendsBody)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(check.Body ?? "")) { Headers = { ContentType = new("application/json") } };
        }

        foreach (var header in isHome ? check.Headers : [])
        {
            if (!request.Headers.TryAddWithoutValidation(header.Name, header.Value) && request.Content is { } content)
            {
                content.Headers.Remove(header.Name);
                content.Headers.TryAddWithoutValidation(header.Name, header.Value);
            }
        }

        return request;
    }

    private static bool IsSameOrigin(Uri one, Uri other) => one.Scheme == other.Scheme && one.Host == other.Host && one.Port == other.Port;

    /// <summary>Where a redirect leads; null where a browser would not go, such as from https to http.</summary>
    private static Uri? Next(Uri address, Uri location) =>
        Uri.TryCreate(address, location, out var next) && IsWeb(next) && (address.Scheme == next.Scheme || next.Scheme == Uri.UriSchemeHttps) ? next : null;

    /// <summary>The body as text. An answer that breaks off is none.</summary>
    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while (read.Length < MostRead && (count = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            read.Write(buffer, 0, count);
        }

        return Encoding.UTF8.GetString(read.GetBuffer(), 0, (int)Math.Min(read.Length, MostRead));
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
