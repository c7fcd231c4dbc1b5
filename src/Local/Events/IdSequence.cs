using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Local.Events;

/// <summary>
/// Ids that look like AWS's and are the same in every run of one seed: each kind counts by itself, so that one more event renames no
/// message.
/// </summary>
internal sealed class IdSequence(int seed)
{
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Next(string kind)
    {
        var count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        Span<byte> bytes = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{kind}/{count}")), bytes);
        // Version 4, variant 1: what reads these as random UUIDs must accept them.
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)((BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0x0FFF) | 0x4000));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes[..16], bigEndian: true).ToString();
    }
}
