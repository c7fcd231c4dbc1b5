using Slipway.Domain.Systems;

namespace Slipway.Tests.Wire.Peers;

/// <summary>Accounts of moto, which keeps the resources of each apart: a role of an account opens it.</summary>
internal static class MotoAccount
{
    private static int s_last;

    /// <summary>A role in an account that nobody has used.</summary>
    public static string NewRole() => $"arn:aws:iam::{700_000_000_000 + Interlocked.Increment(ref s_last)}:role/slipway";

    /// <summary>A region of an account that nobody has used.</summary>
    public static Location New(string region = "eu-central-1") => new(region, NewRole());
}
