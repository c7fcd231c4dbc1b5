using System.Globalization;
using Slipway.Local.Templates;

namespace Slipway.Local.Events;

/// <summary>
/// Brings events to the targets of a rule, again and again with growing pauses, until the target takes them or its retry policy ends.
/// </summary>
internal sealed class TargetDeliveries(
    Surroundings surroundings, Action<EventRule, RuleTarget, EventEnvelope, string> hand, Func<string, Queue> queueOf)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    public void Send(EventRule rule, EventEnvelope envelope)
    {
        foreach (var target in rule.Targets)
        {
            var delivery = new Delivery(
                rule, target, envelope, InputShape.Of(target.Input, envelope, rule, surroundings.Now), surroundings.Now);
            if (surroundings.Happens(surroundings.Turbulence.Loss))
            {
                surroundings.Tell(new EventDropped(surroundings.Now, envelope.Id, target.Arn, "lost on the way"));
                continue;
            }

            surroundings.Clock.Schedule(surroundings.Lateness(), () => Attempt(delivery, 1));
            if (surroundings.Happens(surroundings.Turbulence.Duplicate))
            {
                surroundings.Clock.Schedule(surroundings.Lateness(), () => Attempt(delivery, 1));
            }
        }
    }

    private void Attempt(Delivery delivery, int attempt)
    {
        try
        {
            hand(delivery.Rule, delivery.Target, delivery.Envelope, delivery.Payload);
        }
        catch (DeliveryException refusal)
        {
            Refused(delivery, attempt, refusal);
        }
    }

    private void Refused(Delivery delivery, int attempt, DeliveryException refusal)
    {
        var pause = Pause(attempt);
        var retryAt = surroundings.Now + pause;
        var isTooOften = attempt > delivery.Target.MaximumRetryAttempts;
        var isTooOld = retryAt - delivery.AcceptedAt > delivery.Target.MaximumEventAge;
        var isOver = !refusal.IsRetriable || isTooOften || isTooOld;
        surroundings.Tell(new DeliveryFailed(
            surroundings.Now, delivery.Envelope.Id, delivery.Rule, delivery.Target, attempt, refusal.Message, isOver ? null : retryAt));
        if (isOver)
        {
            GiveUp(delivery, attempt, refusal, isTooOften ? "MaximumRetryAttempts" : isTooOld ? "MaximumEventAgeInSeconds" : null);
        }
        else
        {
            surroundings.Clock.Schedule(pause, () => Attempt(delivery, attempt + 1));
        }
    }

    private void GiveUp(Delivery delivery, int attempt, DeliveryException refusal, string? condition)
    {
        if (delivery.Target.DeadLetterQueue is not { } queueId)
        {
            surroundings.Tell(new EventDropped(surroundings.Now, delivery.Envelope.Id, delivery.Target.Arn, refusal.Message));
            return;
        }

        var attributes = new Dictionary<string, string>
        {
            ["RULE_ARN"] = delivery.Rule.Arn,
            ["TARGET_ARN"] = delivery.Target.Arn,
            ["ERROR_CODE"] = refusal.Code,
            ["ERROR_MESSAGE"] = refusal.Message,
            ["RETRY_ATTEMPTS"] = (attempt - 1).ToString(CultureInfo.InvariantCulture),
        };
        if (condition is not null)
        {
            attributes["EXHAUSTED_RETRY_CONDITION"] = condition;
        }

        var queue = queueOf(queueId);
        surroundings.Tell(new EventDeadLettered(surroundings.Now, delivery.Envelope.Id, queue.Resource, refusal.Message));
        queue.Send(delivery.Envelope.Json, attributes);
    }

    /// <summary>Twice as long each time, with a half of it by chance, so that retries of one outage do not all come at once.</summary>
    private TimeSpan Pause(int attempt)
    {
        var full = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(attempt, 20)), LongestPause.TotalSeconds));
        return full * (0.5 + (surroundings.Chance.NextDouble() / 2));
    }

    private sealed record Delivery(EventRule Rule, RuleTarget Target, EventEnvelope Envelope, string Payload, DateTimeOffset AcceptedAt);
}
