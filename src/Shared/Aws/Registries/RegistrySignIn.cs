using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Slipway.Domain;

namespace Slipway.Aws.Registries;

/// <summary>
/// What a registry's requests are authorized with: what the delegate gives (ECR: Basic), or, where the registry sends its
/// callers to a token server, the token that this gives for the repository.
/// </summary>
internal sealed partial class RegistrySignIn(string host, HttpClient http, Func<string, CancellationToken, Task<AuthenticationHeaderValue?>> authorize)
{
    private readonly ConcurrentDictionary<string, AuthenticationHeaderValue> _tokens = new(StringComparer.Ordinal);

    /// <summary>The authorization for a scope in the form of the token servers, like <c>repository:shop/api:pull,push</c>.</summary>
    public async Task<AuthenticationHeaderValue?> AuthorizeAsync(string scope, CancellationToken cancellationToken) =>
        _tokens.TryGetValue(scope, out var token) ? token : await authorize(host, cancellationToken);

    /// <summary>True when a refused request is worth another try, because it would now carry another authorization than the one that was refused.</summary>
    public async Task<bool> RenewAsync(HttpResponseMessage refusal, string scope, AuthenticationHeaderValue? refused, CancellationToken cancellationToken)
    {
        var challenge = refusal.Headers.WwwAuthenticate.FirstOrDefault(challenge => challenge.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase));
        if (challenge?.Parameter is not { } parameters)
        {
            return !Equals(await authorize(host, cancellationToken), refused);
        }

        var named = Parameter().Matches(parameters).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value, StringComparer.OrdinalIgnoreCase);
        if (!named.TryGetValue("realm", out var realm) || !Uri.TryCreate(realm, UriKind.Absolute, out var server))
        {
            return false;
        }

        _tokens[scope] = new("Bearer", await FetchAsync(TokenAddress(server, named.GetValueOrDefault("service"), scope), cancellationToken));
        return true;
    }

    private async Task<string> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        if (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback)
        {
            throw new RejectedException($"The registry {host} asks for its credentials to be sent to {address.Host} without encryption: they are not sent.");
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = await authorize(host, cancellationToken);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new RejectedException($"The token server {address.Host} of the registry {host} does not accept the credentials: check them and what they may do.");
        }

        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await BoundedContent.ReadAsync(response, 64 * 1024, cancellationToken));
        return Text(json.RootElement, "token") ?? Text(json.RootElement, "access_token")
            ?? throw new RejectedException($"The token server {address.Host} of the registry {host} answers without a token.");
    }

    private static Uri TokenAddress(Uri server, string? service, string scope)
    {
        var query = string.Join('&', scope.Split(' ').Select(one => $"scope={Uri.EscapeDataString(one)}").Prepend(service is null ? "" : $"service={Uri.EscapeDataString(service)}")).TrimStart('&');
        return new UriBuilder(server) { Query = server.Query.Length > 1 ? $"{server.Query[1..]}&{query}" : query }.Uri;
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Parameter();
}
