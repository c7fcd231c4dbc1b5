using Slipway.Local.Events;
using Slipway.Local.Hosting;

namespace Slipway.Benchmarks.Interleavings;

/// <summary>An installation and the chance that decides on it: what everybody who takes part in a course needs.</summary>
internal sealed class Stage(Installation installation, Random chance)
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(2);

    public Installation Installation => installation;

    public DateTimeOffset Now => installation.Clock.GetUtcNow();

    public bool Chance(double share) => chance.NextDouble() < share;

    public int Below(int end) => chance.Next(end);

    public T Any<T>(IReadOnlyList<T> choices) => choices[chance.Next(choices.Count)];

    public void Pass(TimeSpan time) => installation.Clock.RunUntil(Now + time);

    /// <summary>Lets at most the given time pass, more often a little than much.</summary>
    public void PassUpTo(TimeSpan most) => Pass(most * chance.NextDouble() * chance.NextDouble());

    public bool RunUntil(Func<bool> isSo, TimeSpan most) => installation.Clock.RunUntil(isSo, Now + most);

    /// <summary>Calls a function once; the outcome is null when no answer came in time.</summary>
    public FunctionOutcome? Invoke(string function, string json)
    {
        FunctionOutcome? answered = null;
        installation.Deployment.Invoke(installation.Template.Function(function)!, json, outcome => answered = outcome);
        Pass(Answer);
        return answered;
    }

    /// <summary>Calls a function until it does not fail: what dies is called again, as Lambda and people do.</summary>
    public string? Insist(string function, string json)
    {
        for (var attempt = 0; attempt < 20; attempt++)
        {
            if (Invoke(function, json) is { IsSuccess: true } done)
            {
                return done.Answer;
            }
        }

        throw new InvalidOperationException($"{function} failed twenty times: that is no chance.");
    }
}
