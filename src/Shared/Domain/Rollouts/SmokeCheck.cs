using System.Text.Json.Serialization;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Rollouts;

/// <summary>A request that must be answered with a status, in time, and with a text where one is asked for.</summary>
public sealed record SmokeCheck(string Url, int Expect)
{
    /// <summary>Without a method of its own, a check asks for something.</summary>
    public const string Get = "GET";

    /// <summary>How long the answer may take; null when the manifest sets no limit.</summary>
    public TimeSpan? Within { get; init; }

    /// <summary>Null is GET.</summary>
    public string? Method { get; init; }

    /// <summary>What must stand in the answer's body; null where only the status counts.</summary>
    public string? Contains { get; init; }

    /// <summary>Of a request to a green side, the service that must answer it; null where it is asked for any.</summary>
    public ServiceName? Service { get; init; }

    /// <summary>What goes with the request. It may be secret, so that no verdict keeps it and no reason quotes it.</summary>
    [JsonIgnore]
    public IReadOnlyList<SmokeHeader> Headers { get; init; } = [];

    /// <summary>The request's body, as secret as its headers; null sends none.</summary>
    [JsonIgnore]
    public string? Body { get; init; }

    /// <summary>The request as people read it.</summary>
    public override string ToString() => Method is null or Get ? Url : $"{Method} {Url}";
}

/// <summary>A header of a request; its value is nobody's to read.</summary>
public sealed record SmokeHeader(string Name, string Value)
{
    public override string ToString() => Name;
}
