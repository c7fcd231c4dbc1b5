namespace Slipway.Tests.Wire.Registries;

/// <summary>What goes wrong with one request.</summary>
internal abstract record Fault
{
    /// <summary>The connection is cut after so many bytes of the answer's body.</summary>
    public sealed record CutAnswer(int After) : Fault;

    /// <summary>Nothing comes after so many bytes of the answer's body, and before its headers when there are none; the connection stays open.</summary>
    public sealed record Stall(int After) : Fault;

    /// <summary>The connections to both sides are cut after so many bytes of the request's body.</summary>
    public sealed record CutRequest(int After) : Fault;

    /// <summary>The registry keeps so many bytes of the part, but the connection is cut before the caller knows; it tells when it is asked.</summary>
    public sealed record KeepPart(int Bytes) : Fault;

    /// <summary>The registry gets the request, but the connection is cut before the caller has the answer.</summary>
    public sealed record LoseAnswer : Fault;

    /// <summary>The request does not reach the registry: this is answered instead.</summary>
    public sealed record Answer(int Status, string Body = "", params (string Name, string Value)[] Headers) : Fault;

    /// <summary>The registry is not told which range is wanted.</summary>
    public sealed record IgnoreRange : Fault;

    /// <summary>One byte of the answer's body is another.</summary>
    public sealed record Damage(int At) : Fault;

    /// <summary>The answer's status and headers are changed.</summary>
    public sealed record Rewrite(int Status, params (string Name, string Value)[] Headers) : Fault;
}

/// <summary>A request as it came.</summary>
internal sealed record Seen(string Method, string Path, string? Authorization, string? Range, string? ContentRange)
{
    public bool IsBlobGet => Method == "GET" && Path.Contains("/blobs/sha256:", StringComparison.Ordinal);
}
