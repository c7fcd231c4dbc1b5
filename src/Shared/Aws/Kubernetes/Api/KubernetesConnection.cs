using System.Net;
using System.Text.Json;
using Slipway.Aws.Kubernetes.Clusters;

namespace Slipway.Aws.Kubernetes.Api;

/// <summary>
/// Sends calls to one API server until one is answered for good: a refused token is replaced once, and a server that is busy,
/// fails or is out of reach is asked again after a while.
/// </summary>
internal sealed class KubernetesConnection(HttpClient http, ClusterAccess access, TimeProvider clock, Func<double> jitter, KubernetesOptions options, Action lost)
{
    private readonly Uri _server = new(access.Server.ToString().TrimEnd('/') + "/");
    private readonly Backoff _backoff = new(options.FirstWait, options.LongestWait, jitter);

    /// <summary>The answer, read by <paramref name="read"/>, of a call that may meet the statuses in <paramref name="expected"/>.</summary>
    public async Task<T> SendAsync<T>(KubernetesCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken, params IReadOnlyList<HttpStatusCode> expected)
    {
        try
        {
            return await RepeatAsync(call, read, expected, cancellationToken);
        }
        catch (OperationCanceledException failure)
        {
            // The caller's time is up, which says nothing against the call: it is to be repeated, not to be given up.
            throw KubernetesFailure.Of(access, failure);
        }
    }

    private async Task<T> RepeatAsync<T>(
        KubernetesCall call, Func<HttpResponseMessage, CancellationToken, Task<T>> read, IReadOnlyList<HttpStatusCode> expected, CancellationToken cancellationToken)
    {
        var isRefused = false;
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await TryAsync(call, isRefused, read, expected, cancellationToken);
            if (outcome.Failure is not { } failure)
            {
                return outcome.Value!;
            }

            if (outcome.IsUnauthorized && !isRefused && access.Token is not null)
            {
                isRefused = true;
            }
            else if (!outcome.MayPass || attempt >= options.Attempts || outcome.RetryAfter > options.LongestWait)
            {
                throw failure;
            }
            else
            {
                await Task.Delay(outcome.RetryAfter is { } asked ? asked + (_backoff.After(1) / 2) : _backoff.After(attempt), clock, cancellationToken);
            }
        }
    }

    private async Task<Outcome<T>> TryAsync<T>(
        KubernetesCall call, bool isRefused, Func<HttpResponseMessage, CancellationToken, Task<T>> read, IReadOnlyList<HttpStatusCode> expected, CancellationToken cancellationToken)
    {
        var token = access.Token is { } give ? await give(isRefused, cancellationToken) : null;
        using var limit = new CancellationTokenSource(options.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = call.Request(_server, token);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode || expected.Contains(response.StatusCode)
                ? new(await read(response, either.Token))
                : await FailedAsync<T>(call, response, either.Token);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or JsonException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            lost();
            var meaning = KubernetesFailure.Of(access, failure);
            return new(default) { Failure = meaning, MayPass = meaning is Domain.UnavailableException };
        }
    }

    private async Task<Outcome<T>> FailedAsync<T>(KubernetesCall call, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = await KubernetesJson.StatusAsync(response.Content, cancellationToken);
        var asked = response.Headers.RetryAfter;
        return new(default)
        {
            Failure = KubernetesFailure.Of(access, call, response.StatusCode, status),
            MayPass = response.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
            IsUnauthorized = response.StatusCode == HttpStatusCode.Unauthorized,
            RetryAfter = asked?.Delta ?? (asked?.Date is { } date ? date - clock.GetUtcNow() : status?.Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null),
        };
    }

    private sealed record Outcome<T>(T? Value)
    {
        public Exception? Failure { get; init; }

        /// <summary>True when the same call may be answered later.</summary>
        public bool MayPass { get; init; }

        public bool IsUnauthorized { get; init; }

        public TimeSpan? RetryAfter { get; init; }
    }
}
