using System.Text.Json.Serialization;
using Slipway.Domain.Releases;
using Slipway.Domain.Snapshots;

namespace Slipway.Local.Records;

/// <summary>What a run began with: enough, together with its inputs, to run it again.</summary>
public sealed record AccountHeader(int Format, int Seed, DateTimeOffset Start, string AccountId, IReadOnlyList<string> Systems)
{
    /// <summary>The format that this version writes.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>What came from outside, such as a push: its verb and its arguments.</summary>
public sealed record AccountInput(string Verb, IReadOnlyDictionary<string, string> Arguments);

/// <summary>A report as the journal keeps it.</summary>
public sealed record ReportEntry(string Name, string ContentType, string Content);

/// <summary>The JSON of what only the journal keeps; the domain's own records are written by the domain's form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AccountHeader))]
[JsonSerializable(typeof(AccountInput))]
[JsonSerializable(typeof(ReportEntry))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(RestraintEntry))]
[JsonSerializable(typeof(TemplateEntry))]
[JsonSerializable(typeof(Snapshot))]
public sealed partial class RecordsJson : JsonSerializerContext;
