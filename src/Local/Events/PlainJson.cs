using System.Text.Encodings.Web;
using System.Text.Json;

namespace Slipway.Local.Events;

/// <summary>JSON as AWS writes it: quotes and umlauts as they are, not as \u escapes.</summary>
internal static class PlainJson
{
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
