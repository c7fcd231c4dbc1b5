namespace Slipway.Local.Account.Clusters;

/// <summary>What containers write before they fail, in the words of real ones.</summary>
internal static class ImageLogs
{
    public const string Crash = "Error: DATABASE_URL is not set; refusing to start";

    public const string Migrated = "Applying migration 0042_add_index\nApplying migration 0043_add_column\nAll migrations have been applied.\n";

    public const string Migrating = "Applying migration 0042_add_index\n";

    public const string MigrationFailed =
        "Applying migration 0042_add_index\nApplying migration 0043_add_column\nERROR: column \"tenant_id\" of relation \"documents\" contains null values (SQLSTATE 23502)\n";

    public const string Verifying = "GET /health: 200\n";

    public const string Verified = Verifying + "POST /orders: 201\nAll checks passed.\n";

    public const string VerificationFailed = Verifying + "POST /orders: expected 201, got 422\n";
}
