using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Tests.Wire.Kubernetes.Fake;

/// <summary>An answer of the API server: an object, plain text, or a Status that says why not.</summary>
internal sealed record FakeAnswer(int Code, JsonNode? Json = null, string? Text = null)
{
    public static FakeAnswer Status(int code, string reason, string message, string? kind = null) => new(code, new JsonObject
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["details"] = new JsonObject { ["kind"] = kind },
        ["code"] = code,
    });

    public static FakeAnswer NotFound(string plural, string group, string? name) => Status(404, "NotFound", $"{Qualified(plural, group)} \"{name}\" not found", plural);

    public static FakeAnswer Modified(string plural, string group, string name) => Status(
        409, "Conflict", $"Operation cannot be fulfilled on {Qualified(plural, group)} \"{name}\": the object has been modified; please apply your changes to the latest version and try again", plural);

    public static FakeAnswer Invalid(string plural, string group, string name, string field) => Status(422, "Invalid", $"{Qualified(plural, group)} \"{name}\" is invalid: {field}", plural);

    public static FakeAnswer Unauthorized => Status(401, "Unauthorized", "Unauthorized");

    public static FakeAnswer Expired => Status(410, "Expired", "The provided continue parameter is too old to display a consistent list result.");

    private static string Qualified(string plural, string group) => string.Create(CultureInfo.InvariantCulture, $"{plural}{(group.Length == 0 ? "" : ".")}{group}");
}
