using System.Globalization;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates.Reading;

/// <summary>What only shows when all resources are known, and AWS refuses at deployment.</summary>
internal static class ConsistencyChecks
{
    public static void Run(Catalogue catalogue, IReadOnlyList<EventSourceMapping> mappings, Problems problems)
    {
        foreach (var queue in catalogue.Resources.OfType<QueueResource>().Where(queue => queue.Redrive is not null))
        {
            catalogue.Queue(queue.Redrive!.DeadLetterArn, $"the dead-letter queue of {queue.LogicalId}", queue.Line);
        }

        foreach (var function in catalogue.Resources.OfType<FunctionResource>())
        {
            foreach (var arn in new[] { function.Asynchronous.DeadLetterArn, function.Asynchronous.OnFailureArn, function.Asynchronous.OnSuccessArn })
            {
                if (arn?.Contains(":sqs:", StringComparison.Ordinal) == true)
                {
                    catalogue.Queue(arn, $"a destination of {function.LogicalId}", function.Line);
                }
            }
        }

        foreach (var mapping in mappings)
        {
            CompareTimeouts(catalogue, mapping, problems);
        }

        foreach (var twins in catalogue.Resources.GroupBy(resource => resource.Arn).Where(group => group.Count() > 1))
        {
            var second = twins.ElementAt(1);
            problems.Add(
                second.Line,
                $"{second.LogicalId} has the name {second.Name}, which {twins.First().LogicalId} has too",
                "give it a name of its own");
        }
    }

    private static void CompareTimeouts(Catalogue catalogue, EventSourceMapping mapping, Problems problems)
    {
        var queue = catalogue.Resources.OfType<QueueResource>().First(queue => queue.LogicalId == mapping.Queue);
        var function = catalogue.Resources.OfType<FunctionResource>().FirstOrDefault(function => function.LogicalId == mapping.Function);
        if (function is null || queue.VisibilityTimeout >= function.Timeout)
        {
            return;
        }

        problems.Add(
            queue.Line,
            string.Create(
                CultureInfo.InvariantCulture,
                $"VisibilityTimeout of {queue.LogicalId} is {queue.VisibilityTimeout.TotalSeconds} seconds, less than the {function.Timeout.TotalSeconds} of {function.LogicalId} that reads it, which AWS refuses"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"write VisibilityTimeout: {(6 * function.Timeout.TotalSeconds) + mapping.BatchingWindow.TotalSeconds} (six times the function's Timeout, and its batching window)"));
    }
}
