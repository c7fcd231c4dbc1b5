using Slipway.Local.StepFunctions.Documents;

namespace Slipway.Local.StepFunctions.Running;

/// <summary>What AWS puts around a service's answer: the SDK's HTTP metadata, and for <c>lambda:invoke</c> the payload in its place.</summary>
internal static class ServiceEnvelope
{
    public static Json Around(TaskResource resource, Json result, Execution execution)
    {
        if (resource.Kind != TaskKind.Service)
            return result;

        var request = execution.Machines.NewUuid();
        if (resource.IsLambdaInvoke)
        {
            return JsonMap.Of(
                ("ExecutedVersion", Json.Of("$LATEST")),
                ("Payload", result),
                ("SdkHttpMetadata", Http(result, request, execution, "application/json", ("X-Amz-Executed-Version", "$LATEST"), ("x-amzn-Remapped-Content-Length", "0"))),
                ("SdkResponseMetadata", JsonMap.Of(("RequestId", Json.Of(request)))),
                ("StatusCode", Json.Of(200)));
        }

        return result is not JsonMap map
            ? result
            : map
                .With("SdkHttpMetadata", Http(result, request, execution, "application/x-amz-json-1.0"))
                .With("SdkResponseMetadata", JsonMap.Of(("RequestId", Json.Of(request))));
    }

    private static JsonMap Http(Json body, string request, Execution execution, string contentType, params (string Name, string Value)[] more)
    {
        var length = body.Size.ToString(System.Globalization.CultureInfo.InvariantCulture);
        (string Name, string Value)[] headers =
        [
            .. more,
            ("Connection", "keep-alive"),
            ("x-amzn-RequestId", request),
            ("Content-Length", length),
            ("Date", execution.Machines.Clock.GetUtcNow().ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
            ("Content-Type", contentType),
        ];
        return JsonMap.Of(
            ("AllHttpHeaders", JsonMap.Of(headers.Select(header => KeyValuePair.Create(header.Name, (Json)JsonList.Of([Json.Of(header.Value)]))))),
            ("HttpHeaders", JsonMap.Of(headers.Select(header => KeyValuePair.Create(header.Name, Json.Of(header.Value))))),
            ("HttpStatusCode", Json.Of(200)));
    }
}
