using Amazon.StepFunctions.Model;
using Slipway.Aws.Access;
using Slipway.Domain;
using Slipway.Domain.Executions;

namespace Slipway.Aws.Executions;

/// <summary>The histories that Step Functions keeps, without the documents that went through.</summary>
public sealed class StepFunctionsHistories(AwsClients clients) : IExecutionHistories
{
    /// <summary>The most events that a page may have.</summary>
    private const int Page = 1000;

    public async Task<IReadOnlyList<ExecutionEvent>> ReadHistoryAsync(string executionArn, CancellationToken cancellationToken)
    {
        var request = new GetExecutionHistoryRequest { ExecutionArn = executionArn, MaxResults = Page, IncludeExecutionData = false };
        var events = new List<ExecutionEvent>();
        do
        {
            var page = await ReadAsync(request, cancellationToken);
            events.AddRange((page.Events ?? []).Select(Event));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return events;
    }

    private Task<GetExecutionHistoryResponse> ReadAsync(GetExecutionHistoryRequest request, CancellationToken cancellationToken)
    {
        var failed = $"The history of {StepFunctionsArn.Name(request.ExecutionArn)} cannot be read";
        return AwsCall.AskAsync(failed, async () =>
        {
            try
            {
                return await clients.Own(AwsServices.StepFunctions).GetExecutionHistoryAsync(request, cancellationToken);
            }
            catch (ExecutionDoesNotExistException failure)
            {
                throw new RejectedException($"{failed}: there is no such execution, or it ended more than 90 days ago.", failure);
            }
        });
    }

    private static ExecutionEvent Event(HistoryEvent entry) => new(
        entry.Id ?? 0,
        entry.PreviousEventId ?? 0,
        entry.Timestamp is { } at ? new(at.ToUniversalTime()) : default,
        entry.Type?.Value ?? "",
        entry.StateEnteredEventDetails?.Name ?? entry.StateExitedEventDetails?.Name,
        Failure(entry) is { Error: { } error } failure ? new TaskError(error, failure.Cause) : null);

    /// <summary>Every kind of failure has a member of its own.</summary>
    private static (string? Error, string? Cause)? Failure(HistoryEvent entry) => entry switch
    {
        { ExecutionFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { ExecutionTimedOutEventDetails: { } failed } => (failed.Error, failed.Cause),
        { ExecutionAbortedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { TaskFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { TaskTimedOutEventDetails: { } failed } => (failed.Error, failed.Cause),
        { TaskStartFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { TaskSubmitFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { LambdaFunctionFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { LambdaFunctionTimedOutEventDetails: { } failed } => (failed.Error, failed.Cause),
        { LambdaFunctionStartFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { LambdaFunctionScheduleFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { ActivityFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { ActivityTimedOutEventDetails: { } failed } => (failed.Error, failed.Cause),
        { ActivityScheduleFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { MapRunFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        { EvaluationFailedEventDetails: { } failed } => (failed.Error, failed.Cause),
        _ => null,
    };
}
