using System.Net;
using System.Net.Http.Headers;
using Slipway.Domain;

namespace Slipway.Aws.Registries;

/// <summary>
/// Speaks with one registry: authorizes, follows redirects without taking the authorization to another host, and repeats what
/// is safe to repeat while the registry is busy or its connections break.
/// </summary>
internal sealed class RegistryConnection(string host, HttpClient http, RegistrySignIn signIn, RegistryOptions options, TimeProvider time, Backoff backoff)
{
    private const int MostRedirects = 5;

    private readonly Uri _root = new($"{(IsLoopback(host) ? Uri.UriSchemeHttp : Uri.UriSchemeHttps)}://{host}/v2/");

    public string Host => host;

    /// <summary>The address of a path below <c>/v2/</c>.</summary>
    public Uri Address(string path) => new(_root, path);

    /// <summary>Asks until there is an answer, of 2xx, 3xx or 4xx, and reads it; the reader is given how long it may take.</summary>
    public async Task<T> AskAsync<T>(RegistryRequest request, string scope, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            try
            {
                using var limit = new CancellationTokenSource(options.AnswerTimeout, time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
                using var response = await SendAsync(request, scope, both.Token);
                return await read(response, both.Token);
            }
            catch (Exception failure) when (IsPassing(failure, cancellationToken))
            {
                await RestAsync(failures, failure, cancellationToken);
            }
        }
    }

    /// <summary>Sends once and gives the answer as soon as its headers are there; throws what <see cref="IsPassing"/> recognizes when there is none or the registry is busy.</summary>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, string scope, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.AnswerTimeout + request.Allowance, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var (address, renewed) = (request.Address, false);
        for (var redirects = 0; ;)
        {
            var authorization = IsOwn(address) ? await signIn.AuthorizeAsync(scope, both.Token) : null;
            using var message = request.ToMessage(address, authorization);
            var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized && IsOwn(address) && !renewed && await signIn.RenewAsync(response, scope, authorization, both.Token))
            {
                renewed = true;
            }
            else if (IsRedirect(response.StatusCode) && request.Method == HttpMethod.Get && response.Headers.Location is { } next && redirects++ < MostRedirects)
            {
                address = Encrypted(new Uri(address, next));
            }
            else
            {
                return ThrowIfBusy(response);
            }

            response.Dispose();
        }
    }

    /// <summary>Waits after a failure that may pass, no shorter than the registry asked for, up to the longest delay; after too many of them the registry is unavailable.</summary>
    public async Task RestAsync(int failures, Exception failure, CancellationToken cancellationToken)
    {
        if (failures >= options.Attempts)
        {
            throw new UnavailableException($"The registry {host} does not answer: {Reason(failure)}.", failure);
        }

        var (wait, asked) = (backoff.After(failures), (failure as BusyException)?.RetryAfter);
        await Task.Delay(asked > wait ? TimeSpan.FromTicks(Math.Min(asked.Value.Ticks, options.LongestDelay.Ticks)) : wait, time, cancellationToken);
    }

    /// <summary>True for a failure that a later attempt may not meet: cut connections, time-outs, throttling, server errors.</summary>
    public static bool IsPassing(Exception failure, CancellationToken cancellationToken) =>
        failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    public static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    private static string Reason(Exception failure) => failure switch
    {
        OperationCanceledException => "it takes too long",
        _ => failure.Message.TrimEnd('.'),
    };

    private HttpResponseMessage ThrowIfBusy(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.TooManyRequests && response.StatusCode < HttpStatusCode.InternalServerError)
        {
            return response;
        }

        using (response)
        {
            throw new BusyException($"it answers {(int)response.StatusCode}", Asked(response.Headers.RetryAfter));
        }
    }

    private TimeSpan? Asked(RetryConditionHeaderValue? header) => header?.Delta ?? (header?.Date is { } date ? date - time.GetUtcNow() : null);

    private bool IsOwn(Uri address) => address.Authority == _root.Authority && address.Scheme == _root.Scheme;

    private Uri Encrypted(Uri address) => address.Scheme == Uri.UriSchemeHttps || _root.Scheme == Uri.UriSchemeHttp
        ? address
        : throw new RejectedException($"The registry {host} redirects to {address.Host} without encryption: nothing is read from there.");

    private static bool IsLoopback(string host) => new Uri($"http://{host}/").IsLoopback;

    private sealed class BusyException(string message, TimeSpan? retryAfter) : IOException(message)
    {
        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
