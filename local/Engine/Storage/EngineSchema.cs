using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Storage;

/// <summary>
/// The engine's tables. Instances are known by a number inside the engine (short keys, neighbours on disk) and by their id outside; an id
/// that is used again gets a new number, so nothing meant for the old instance can reach the new one;
/// AUTOINCREMENT keeps numbers of purged instances from coming back. Entities have numbers of their own.
/// </summary>
internal static class EngineSchema
{
    private const string V1 = """
        CREATE TABLE durable_instances (
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          generation INTEGER NOT NULL,
          name TEXT NOT NULL,
          version TEXT NOT NULL,
          status INTEGER NOT NULL,
          created INTEGER NOT NULL,
          updated INTEGER NOT NULL,
          custom_status TEXT,
          output TEXT,
          failure TEXT,
          tags TEXT,
          parent INTEGER
        );
        CREATE INDEX durable_instances_by_parent ON durable_instances (parent) WHERE parent IS NOT NULL;
        CREATE TABLE durable_history (
          instance INTEGER NOT NULL,
          turn INTEGER NOT NULL,
          content TEXT NOT NULL,
          PRIMARY KEY (instance, turn)
        ) WITHOUT ROWID;
        CREATE TABLE durable_inbox (
          seq INTEGER PRIMARY KEY,
          instance INTEGER NOT NULL,
          generation INTEGER,
          event TEXT
        );
        CREATE TABLE durable_activities (
          instance INTEGER NOT NULL,
          task INTEGER NOT NULL,
          generation INTEGER NOT NULL,
          instance_id TEXT NOT NULL,
          name TEXT NOT NULL,
          version TEXT NOT NULL,
          input TEXT,
          PRIMARY KEY (instance, task)
        ) WITHOUT ROWID;
        CREATE TABLE durable_timers (
          due INTEGER NOT NULL,
          instance INTEGER NOT NULL,
          task INTEGER NOT NULL,
          generation INTEGER NOT NULL,
          PRIMARY KEY (due, instance, task)
        ) WITHOUT ROWID
        """;

    // For people who look for what is alive or went wrong. Completed instances are left out: nearly all are, and nobody looks for them by that.
    private const string V2 = "CREATE INDEX durable_instances_by_status ON durable_instances (status) WHERE status <> 1";

    // Where a wait stands in a trace; null where nobody listened when it began.
    private const string V3 = """
        ALTER TABLE durable_activities ADD COLUMN trace TEXT;
        ALTER TABLE durable_timers ADD COLUMN began INTEGER
        """;

    private const string V4 = """
        CREATE TABLE durable_entities (
          key INTEGER PRIMARY KEY AUTOINCREMENT,
          id TEXT NOT NULL UNIQUE,
          state TEXT,
          modified INTEGER NOT NULL,
          lock_owner INTEGER,
          lock_section TEXT,
          locked_by TEXT
        );
        CREATE INDEX durable_entities_by_lock_owner ON durable_entities (lock_owner) WHERE lock_owner IS NOT NULL;
        CREATE TABLE durable_entity_inbox (
          seq INTEGER PRIMARY KEY,
          entity INTEGER NOT NULL,
          section TEXT,
          due INTEGER NOT NULL,
          message TEXT NOT NULL
        );
        CREATE INDEX durable_entity_inbox_by_due ON durable_entity_inbox (entity, due, seq);
        CREATE INDEX durable_entity_inbox_by_section ON durable_entity_inbox (entity, section, seq) WHERE section IS NOT NULL
        """;

    // Timers are found by their instant; a scheduled start is called off by its instance.
    private const string V5 = "CREATE INDEX durable_timers_of_starts ON durable_timers (instance) WHERE task < 0";

    // For what goes with an instance: messages that nobody took yet are few only while nothing is suspended or starts later.
    private const string V6 = "CREATE INDEX durable_inbox_by_instance ON durable_inbox (instance)";

    public static SchemaPart Part { get; } = new("durable", V1, V2, V3, V4, V5, V6);
}
