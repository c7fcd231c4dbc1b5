using Slipway.Domain;

namespace Slipway.Local.Records;

/// <summary>The condition of every conditional write.</summary>
internal static class Versions
{
    public static void Check(string record, long offered, long stored)
    {
        if (offered != stored)
        {
            throw new ConflictException($"The {record} was read at version {offered}, but version {stored} is stored: somebody else wrote it.");
        }
    }
}
