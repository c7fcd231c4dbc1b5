using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>What Lambda passes on after an asynchronous invocation: to whom, what, and, after a failure, why.</summary>
internal sealed record Aftermath(string Arn, FunctionResource Function, string RequestId, string Json, string? Failure)
{
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();
}

/// <summary>
/// Lambda's own queue for events that nobody waits on: a failure is tried again after one and then two minutes, throttling
/// until the event is too old, and what still fails goes to the function's destination and dead-letter queue.
/// </summary>
internal sealed class AsynchronousCalls(FunctionRuns runs, Surroundings surroundings, Action<Aftermath> forward)
{
    public string Accept(FunctionResource function, string payload)
    {
        var work = new Work(function, surroundings.Ids.Next("asynchronous"), payload, surroundings.Now);
        surroundings.Clock.Schedule(TimeSpan.Zero, () => Attempt(work));
        return work.RequestId;
    }

    private void Attempt(Work work)
    {
        if (surroundings.Now - work.AcceptedAt > work.Function.Asynchronous.MaximumEventAge)
        {
            GiveUp(
                work,
                "EventAgeExceeded",
                work.LastError ?? new FunctionError("EventAgeExceeded", "The event became too old before the function could run."));
            return;
        }

        runs.Start(work.Function, work.Payload, outcome => Judge(work, outcome));
    }

    private void Judge(Work work, FunctionOutcome outcome)
    {
        if (outcome.IsThrottled)
        {
            var pause = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, work.Throttles)));
            Retry(work with { Throttles = work.Throttles + 1, LastError = outcome.Error }, pause);
        }
        else if (outcome.Error is not { } error)
        {
            Report(work.Function.Asynchronous.OnSuccessArn, work with { Attempts = work.Attempts + 1 }, "Success", outcome);
        }
        else if (work.Attempts < work.Function.Asynchronous.MaximumRetryAttempts)
        {
            Retry(work with { Attempts = work.Attempts + 1, LastError = error }, TimeSpan.FromMinutes(work.Attempts + 1));
        }
        else
        {
            GiveUp(work with { Attempts = work.Attempts + 1 }, "RetriesExhausted", error);
        }
    }

    private void Retry(Work work, TimeSpan pause) => surroundings.Clock.Schedule(pause, () => Attempt(work));

    private void GiveUp(Work work, string condition, FunctionError error)
    {
        var policy = work.Function.Asynchronous;
        Report(policy.OnFailureArn, work, condition, new FunctionOutcome(null, error));
        if (policy.DeadLetterArn is { } queue)
        {
            forward(new Aftermath(queue, work.Function, work.RequestId, work.Payload, error.Message)
            {
                Attributes = new Dictionary<string, string> { ["RequestID"] = work.RequestId, ["ErrorCode"] = "200", ["ErrorMessage"] = error.Message },
            });
        }
        else if (policy.OnFailureArn is null)
        {
            surroundings.Tell(new EventDropped(surroundings.Now, work.RequestId, work.Function.Arn, $"{condition}: {error.Message}"));
        }
    }

    private void Report(string? arn, Work work, string condition, FunctionOutcome outcome)
    {
        if (arn is null)
        {
            return;
        }

        var record = new JsonObject
        {
            ["version"] = "1.0",
            ["timestamp"] = surroundings.Now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = work.RequestId,
                ["functionArn"] = $"{work.Function.Arn}:$LATEST",
                ["condition"] = condition,
                ["approximateInvokeCount"] = work.Attempts,
            },
            ["requestPayload"] = PlainJson.Node(work.Payload),
            ["responseContext"] = new JsonObject { ["statusCode"] = 200, ["executedVersion"] = "$LATEST" },
            ["responsePayload"] = PlainJson.Node(outcome.Error?.ToJson() ?? outcome.Answer ?? "null"),
        };
        if (!outcome.IsSuccess)
        {
            record["responseContext"]!["functionError"] = "Unhandled";
        }

        forward(new Aftermath(arn, work.Function, work.RequestId, record.ToJsonString(PlainJson.Options), outcome.Error?.Message));
    }

    private sealed record Work(FunctionResource Function, string RequestId, string Payload, DateTimeOffset AcceptedAt)
    {
        public int Attempts { get; init; }

        public int Throttles { get; init; }

        public FunctionError? LastError { get; init; }
    }
}
