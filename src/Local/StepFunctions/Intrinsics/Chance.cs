namespace Slipway.Local.StepFunctions.Intrinsics;

/// <summary>Ids drawn from a seeded source, so that one seed gives one run.</summary>
internal static class Chance
{
    /// <summary>A random (version 4) UUID in its usual form.</summary>
    public static string Uuid(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }

    /// <summary>An opaque token such as the one of a task that waits for a callback.</summary>
    public static string Token(Random random)
    {
        Span<byte> bytes = stackalloc byte[48];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
