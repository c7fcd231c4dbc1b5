using System.Text.Json.Serialization;

namespace Slipway.Benchmarks.ColdStart.Hello;

/// <summary>What the smallest function takes and answers.</summary>
public sealed record Greeting(string Text);

[JsonSerializable(typeof(Greeting))]
public sealed partial class GreetingJson : JsonSerializerContext;
