using Slipway.Domain.Rollouts;
using Slipway.Domain.Snapshots;
using Slipway.Domain.Systems.Reading;
using Slipway.Domain.Systems.Shapes;
using static Slipway.Domain.Systems.Shapes.Key;

namespace Slipway.Domain.Systems.Sections;

/// <summary>What a manifest says about its databases.</summary>
internal static class DatabaseSection
{
    private static readonly Words<SnapshotPolicy> Policies =
        new(("always", SnapshotPolicy.Always), ("major", SnapshotPolicy.Major), ("never", SnapshotPolicy.Never));

    private static MapShape CrossRegion { get; } = new("{to: us-west-2, key: alias/my-key}",
    [
        Must("to", SystemSection.Region, "The region of the copies."),
        May("key", Scalars.Pattern("a KMS key, or an alias of one,", "alias/my-key", "^(alias/[A-Za-z0-9/_-]+|arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/[A-Za-z0-9/_-]+|[0-9a-f-]{36})$"), "The KMS key of that region; the copy of an encrypted database needs one."),
    ]);

    private static MapShape Backup { get; } = new("{snapshotBeforeDeploy: always}",
    [
        May("snapshotBeforeDeploy", Policies.Shape, "Whether a deploy waits for a snapshot: always (the default), major (when the tag raises the major version) or never."),
        May("snapshotWithin", Scalars.Duration, "How long a snapshot and its copy may take until they stop the deploy; without it, 1h."),
        May("crossRegion", CrossRegion, "Another region that every snapshot is copied to before the deploy goes on."),
        May("keep", Scalars.Whole(0, 50, "5"), "How many of Slipway's snapshots are kept, beside those that something still needs; without it, 5."),
        May("window", Scalars.Pattern("hours of the day in UTC", "'03:00-04:00'", DailyHours.Pattern), "When automated backups run, in UTC: no release begins meanwhile."),
        .. KeptKeys.Backup,
    ]);

    private static readonly Words<Reversibility> Reversibility = new([.. Reversibilities.Words]);

    private static MapShape Migrations { get; } = new("{job: migrate}",
    [
        Must("job", Scalars.NameIn("jobs", "migrate"), "The job that migrates it before services roll out."),
        May("reversibility", Reversibility.Shape, "What becomes of the migration when its release fails: reversible (the job of down takes it back), expand-contract (it stays, which the previous code can use; so without this key) or irreversible (the code stays too, the environment is frozen). The image's label slipway.migration counts before this."),
        May("down", Scalars.NameIn("jobs", "migrate-down"), "The job that takes a reversible migration back, once the previous code serves again."),
    ]);

    private static MapShape Database { get; } = new("{identifier: my-postgres, engine: postgres}",
    [
        Must("identifier", Scalars.Name, "The name of the RDS instance, or of the Aurora cluster."),
        Must("engine", Scalars.Choice("postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql"), "The database engine."),
        May("class", Scalars.Pattern("an instance class", "db.t3.medium", "^db[.][a-z0-9-]+[.][a-z0-9-]+$"), "The instance class; from it follows how many connections it takes."),
        May("maxConnections", Scalars.Whole(1, 100000, "450"), "How many connections it takes, where the parameter group says something else than the class."),
        May("storage", new MapShape("{size: 100Gi}", [May("size", Scalars.Size, "Allocated storage; without it, 20Gi."), .. KeptKeys.Storage]), "Its storage."),
        May("backup", Backup, "Snapshots and backups."),
        May("encrypted", Scalars.Flag, "Whether storage must be encrypted; a snapshot that is not stops the deploy."),
        May("preflight", PreflightSection.Shape, "In what state a release may begin with it."),
        May("pool", PoolSection.Shape, "The pool of connections to it that each replica has."),
        May("migrations", Migrations, "How its schema follows the release."),
        .. KeptKeys.Database,
    ]);

    public static NamedShape Shape { get; } = new($"{{main: {Database.Example}}}", Database);

    public static void Check(ManifestNode document, Problems problems)
    {
        foreach (var database in document["databases"].Entries)
        {
            var migrations = database.Value["migrations"];
            JobSection.CheckMigration(migrations["job"], document, problems);
            JobSection.CheckMigration(migrations["down"], document, problems);
            CheckCopy(database.Value, document, problems);
            PreflightSection.Check(database.Value, problems);
            if (migrations["reversibility"].Text is "reversible" && migrations.Find("down") is null)
            {
                problems.Add(migrations["down"], "missing; a migration is reversible by a job that takes it back, so write down: migrate-down, or reversibility: expand-contract");
            }
        }
    }

    public static IReadOnlyList<Database> Read(ManifestNode databases, ManifestNode services)
    {
        var names = services.Entries.Select(service => service.Key).ToList();
        return [.. databases.Entries.Select(database => Read(database) with { Pool = PoolSection.Read(database.Value["pool"], names) })];
    }

    /// <summary>What 100 % of the basis is for the database, in CloudWatch's unit; null when the manifest does not tell.</summary>
    public static double? Capacity(ManifestNode database, string basis) => basis switch
    {
        "storage.size" => Measure.Bytes(database["storage"]["size"].Text),
        _ => database["maxConnections"].Whole ?? ConnectionLimit.Of(database["engine"].Text, database["class"].Text),
    };

    private static void CheckCopy(ManifestNode database, ManifestNode document, Problems problems)
    {
        var copy = database["backup"]["crossRegion"];
        if (database["encrypted"].Flag == true && copy["to"].Text is { } region && copy.Find("key") is null)
        {
            problems.Add(copy["key"], $"missing; the copy of an encrypted snapshot is encrypted with a key of {region}, so write key: alias/my-key");
        }

        if (copy["to"].Text is { } same && same == document["region"].Text)
        {
            problems.Add(copy["to"], $"the system is in {same} itself; write another region, such as us-west-2");
        }
    }

    private static Database Read(MapEntry entry)
    {
        var (node, backup) = (entry.Value, entry.Value["backup"]);
        return new()
        {
            Name = entry.Key,
            Identifier = node["identifier"].Text ?? "",
            Engine = node["engine"].Text ?? "",
            StorageGiB = Measure.GiB(node["storage"]["size"].Text) ?? 20,
            SnapshotBeforeDeploy = Policies.Find(backup["snapshotBeforeDeploy"].Text) ?? SnapshotPolicy.Always,
            SnapshotWithin = backup["snapshotWithin"].Duration ?? TimeSpan.FromHours(1),
            MustBeEncrypted = node["encrypted"].Flag ?? false,
            CopyTo = backup["crossRegion"]["to"].Text is { } region ? new(region, backup["crossRegion"]["key"].Text) : null,
            KeptSnapshots = backup["keep"].Whole ?? 5,
            BackupHours = DailyHours.TryParse(backup["window"].Text),
            MaxConnections = Capacity(node, "maxConnections"),
            Preflight = PreflightSection.Read(node["preflight"]),
            MigrationJob = node["migrations"]["job"].Text,
            Reversibility = Reversibility.Find(node["migrations"]["reversibility"].Text) ?? Rollouts.Reversibility.ExpandContract,
            DownJob = node["migrations"]["down"].Text,
        };
    }
}
