#nullable enable
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An exception as callers of the function see it; Step Functions compares the type, which is the short class name.</summary>
internal sealed record InvocationError(string ErrorType, string ErrorMessage, IReadOnlyList<string>? StackTrace, InvocationError? Cause)
{
    public static InvocationError Of(Exception failure) => new(
        failure.GetType().Name,
        failure.Message,
        failure.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        failure.InnerException is { } inner ? Of(inner) : null);

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, InvocationErrorJson.Default.InvocationError);
}

[JsonSerializable(typeof(InvocationError))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class InvocationErrorJson : JsonSerializerContext;
