using Caseward.Local.Engine.Storage;
using Caseward.Local.Hosting.Time;
using Caseward.Local.Mailbox;
using Caseward.Local.Queues;
using Caseward.Local.Schedules;
#if !TABLE_CLIENTS_AZURE
using Caseward.Local.Tables;
#endif

namespace Caseward.Local.Storage;

/// <summary>What is in the file: every part with its migrations.</summary>
public static class LocalSchema
{
    /// <summary>All parts.</summary>
    public static IReadOnlyList<SchemaPart> All { get; } =
    [
        ClockKeeper.Schema, QueueStore.Schema, MailStore.Schema, ScheduleStore.Schema, EngineSchema.Part,
#if !TABLE_CLIENTS_AZURE
        TableStore.Schema,
#endif
    ];

    /// <exception cref="LocalStorageException">A newer version has written the file.</exception>
    internal static void RefuseNewer(LocalConnection connection, string path, IReadOnlyList<SchemaPart> parts)
    {
        Dictionary<string, int> versions = Versions(connection) ?? [];
        if (parts.FirstOrDefault(part => versions.GetValueOrDefault(part.Name) > part.Migrations.Count) is { } newer)
        {
            throw LocalStorageException.Newer(path, newer, versions[newer.Name]);
        }
    }

    /// <summary>Brings a file to the schema of these parts: runs the migrations that it has not seen, all or none.</summary>
    /// <returns>Whether the file was new.</returns>
    internal static bool Update(LocalConnection connection, IReadOnlyList<SchemaPart> parts)
    {
        Dictionary<string, int>? known = Versions(connection);
        Dictionary<string, int> versions = known ?? [];
        if (known is null || parts.Any(part => versions.GetValueOrDefault(part.Name) < part.Migrations.Count))
        {
            connection.Execute("BEGIN IMMEDIATE");
            connection.Execute("CREATE TABLE IF NOT EXISTS schema_parts (part TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID");
            foreach (SchemaPart part in parts)
            {
                Migrate(connection, part, versions.GetValueOrDefault(part.Name));
            }

            connection.Execute("COMMIT");
        }

        return known is null;
    }

    /// <summary>Which version each part has; null in a new file.</summary>
    private static Dictionary<string, int>? Versions(LocalConnection connection) =>
        connection.Scalar("SELECT 1 FROM sqlite_master WHERE name = 'schema_parts'") is null
            ? null
            : connection.Query("SELECT part, version FROM schema_parts", row => KeyValuePair.Create(row.GetString(0), row.GetInt32(1))).ToDictionary();

    private static void Migrate(LocalConnection connection, SchemaPart part, int version)
    {
        foreach (string migration in part.Migrations.Skip(version))
        {
            foreach (string statement in migration.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                connection.Execute(statement);
            }
        }

        connection.Execute("INSERT INTO schema_parts VALUES (?1, ?2) ON CONFLICT (part) DO UPDATE SET version = excluded.version", part.Name, part.Migrations.Count);
    }
}
