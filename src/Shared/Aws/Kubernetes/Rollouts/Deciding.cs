using Slipway.Domain;

namespace Slipway.Aws.Kubernetes.Rollouts;

/// <summary>A change that is decided on an object as it stands, and anew when that moved meanwhile: controllers write the status, which moves the version as well.</summary>
internal static class Deciding
{
    private const int Decisions = 8;

    /// <param name="decide">Reads, and answers the write that is to be made; null for none. What it refuses itself is not decided again.</param>
    public static async Task ChangeAsync(Func<Task<Func<Task>?>> decide)
    {
        for (var attempt = 1; await decide() is { } write; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (ConflictException) when (attempt < Decisions)
            {
            }
        }
    }
}
