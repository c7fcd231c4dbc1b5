using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Local.Account;

/// <summary>Chance as an argument: every draw follows from the seed and the name of what is drawn, so that no draw moves another.</summary>
public sealed class Chance(int seed)
{
    private const string PodLetters = "bcdfghjklmnpqrstvwxz2456789";
    private readonly string _seed = seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number from 0 up to but not including 1.</summary>
    public double Of(string subject) => (Mix(Fold(Fold(14695981039346656037UL, _seed), subject)) >> 11) / (double)(1UL << 53);

    public double Between(string subject, double least, double most) => least + (Of(subject) * (most - least));

    /// <summary>A duration in whole milliseconds.</summary>
    public TimeSpan Seconds(string subject, double least, double most) => TimeSpan.FromMilliseconds(Math.Round(Between(subject, least, most) * 1000));

    /// <summary>A whole number from least to most, both included.</summary>
    public int Whole(string subject, int least, int most) => least + (int)(Of(subject) * (most - least + 1));

    /// <summary>Up to 64 hexadecimal digits.</summary>
    public string Hexadecimal(string subject, int length) => Convert.ToHexStringLower(Hash(subject))[..length];

    /// <summary>An id in the form of a UUID.</summary>
    public string Uuid(string subject)
    {
        var digits = Hexadecimal(subject, 32);
        return $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}";
    }

    /// <summary>Letters as Kubernetes takes them for the names of pods.</summary>
    public string Letters(string subject, int length) => string.Concat(Hash(subject).Take(length).Select(value => PodLetters[value % PodLetters.Length]));

    private byte[] Hash(string subject) => SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed}|{subject}"));

    private static ulong Fold(ulong hash, string text)
    {
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211UL;
        }

        return (hash ^ '|') * 1099511628211UL;
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
