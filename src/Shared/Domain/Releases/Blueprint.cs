using Slipway.Domain.Images;
using Slipway.Domain.Systems;

namespace Slipway.Domain.Releases;

/// <summary>
/// What a manifest says of the things that a release changes in an environment: workloads, the jobs that migrate, the databases
/// that they migrate. It is verified with the images, so it goes on with them: what was verified with another is not what would be released.
/// Windows, approvals, replicas and the like are not part of it: they hold as they are now.
/// </summary>
public static class Blueprint
{
    /// <summary>A fingerprint, twelve hexadecimal digits.</summary>
    public static string Of(EnvironmentManifest environment, Push push)
    {
        var repositories = push.Images.Select(image => image.Repository).ToHashSet(StringComparer.Ordinal);
        var services = environment.ServicesOf(repositories)
            .Select(service => $"{service.Name} {service.Kind} {environment.Cluster}/{environment.Namespace}/{service.Workload}/{service.Container} {service.Repository} {string.Join(',', service.DependsOn)}");
        var jobs = environment.Jobs.Where(job => job.Repository is { } repository && repositories.Contains(repository)).ToList();
        var databases = environment.Databases.Where(database => jobs.Any(job => job.Name == database.MigrationJob || job.Name == database.DownJob))
            .Select(database => $"{database.Identifier} {database.MigrationJob} {database.DownJob} {database.Reversibility}");
        return Digest.Of(string.Join('\n', [.. services, .. jobs.Select(job => $"{job.Name} {job.Repository} {string.Join('\0', job.Run)}"), .. databases])).Abbreviation;
    }
}
