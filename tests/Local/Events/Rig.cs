using System.Text.Json;
using Slipway.Local;
using Slipway.Local.Events;
using Slipway.Local.Templates;
using Slipway.Tests.Local.Templates;

namespace Slipway.Tests.Local.Events;

/// <summary>A small template put to work, with functions that do what the test says and everything that happens written down.</summary>
internal sealed class Rig
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Rig(string resources, int seed = 1, Turbulence? turbulence = null)
    {
        Template = Reading.Sound(Reading.Sam + "Globals: {Function: {Runtime: dotnet10, Handler: A::B::C}}\nResources:\n" + resources
            + string.Concat(resources.Split('\n').Where(line => line.StartsWith("  ", StringComparison.Ordinal) && line.Contains("{Type: AWS::SQS::Queue", StringComparison.Ordinal)).Select(line => Reading.Open(line.Split(':')[0].Trim()))));
        Deployment = new Deployment(
            Template, Clock, new Random(seed), call => { Calls.Add(call); Function(call); }, (machine, name, input) => StateMachine(machine, name, input), Seen.Add, turbulence);
    }

    public VirtualClock Clock { get; } = new(Start);

    public Template Template { get; }

    public Deployment Deployment { get; }

    /// <summary>Everything that happened, in order.</summary>
    public List<Occurrence> Seen { get; } = [];

    /// <summary>Every invocation, in order, also those that are still running.</summary>
    public List<FunctionCall> Calls { get; } = [];

    public FunctionInvoker Function { get; set; } = call => call.Succeed(null);

    public ExecutionStarter StateMachine { get; set; } = (_, _, _) => { };

    public IEnumerable<T> Of<T>() where T : Occurrence => Seen.OfType<T>();

    /// <summary>Runs this long from now.</summary>
    public Rig Run(double seconds = 0)
    {
        Clock.RunUntil(Clock.GetUtcNow().AddSeconds(seconds));
        return this;
    }

    /// <summary>When each invocation began, in seconds since the start.</summary>
    public IEnumerable<double> CallTimes => Calls.Select(call => (call.StartedAt - Start).TotalSeconds);

    /// <summary>The bodies of the messages of a batch.</summary>
    public static string[] Bodies(FunctionCall call) => [.. Records(call).Select(record => record.GetProperty("body").GetString()!)];

    public static JsonElement[] Records(FunctionCall call) => [.. Json(call.Payload).GetProperty("Records").EnumerateArray()];

    public static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    public static string Event(string detail = "{}", string source = "aws.ecr") => $$"""{"source":"{{source}}","detail-type":"ECR Image Action","detail":{{detail}}}""";
}
