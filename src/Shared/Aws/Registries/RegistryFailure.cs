using System.Net;
using System.Text.Json;
using Slipway.Domain;

namespace Slipway.Aws.Registries;

/// <summary>What a registry said when it did not do what it was asked: the first entry of the error list of the distribution API.</summary>
internal sealed record RegistryFailure(HttpStatusCode Status, string Code, string Message)
{
    private const int LongestMessage = 200;

    public static async Task<RegistryFailure> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var content = await BoundedContent.ReadAsync(response, 16 * 1024, cancellationToken);
            using var json = JsonDocument.Parse(content);
            var first = json.RootElement.GetProperty("errors")[0];
            return new(response.StatusCode, Text(first, "code"), Text(first, "message"));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or RejectedException)
        {
            return new(response.StatusCode, "", "");
        }
    }

    /// <summary>The sentence for the person who has to mend it.</summary>
    public RejectedException Explain(string host, string repository, string purpose) => new(Status switch
    {
        HttpStatusCode.Unauthorized => $"The registry {host} does not accept the credentials given to {purpose} {repository} ({this}): check that the token is this registry's and has not expired.",
        HttpStatusCode.Forbidden => $"The registry {host} forbids to {purpose} {repository} ({this}): check the role's ECR permissions and the repository's policy.",
        HttpStatusCode.NotFound when Code == "NAME_UNKNOWN" => $"The registry {host} has no repository {repository}: create it, then promote again.",
        _ => $"The registry {host} refused to {purpose} {repository} ({this}).",
    });

    public override string ToString() => string.Join(' ', new[] { ((int)Status).ToString(System.Globalization.CultureInfo.InvariantCulture), Code, Message }.Where(part => part.Length > 0));

    private static string Text(JsonElement error, string name)
    {
        var text = error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return text.Length > LongestMessage ? text[..LongestMessage] : text;
    }
}
