using Caseward.Local.Storage;

namespace Caseward.Local.Engine.Storage;

/// <summary>Hands out keys of instances and entities, and message numbers, ever rising, so that no insert has to ask the database for one.</summary>
internal sealed class EngineNumbers
{
    private long _key;
    private long _entityKey;
    private long _seq;

    private EngineNumbers(long key, long entityKey, long seq)
    {
        _key = key;
        _entityKey = entityKey;
        _seq = seq;
    }

    public static EngineNumbers Continue(LocalConnection db) => new(
        Largest(db, "SELECT seq FROM sqlite_sequence WHERE name = 'durable_instances'"),
        Largest(db, "SELECT seq FROM sqlite_sequence WHERE name = 'durable_entities'"),
        Math.Max(Largest(db, "SELECT max(seq) FROM durable_inbox"), Largest(db, "SELECT max(seq) FROM durable_entity_inbox")));

    public long NextKey() => Interlocked.Increment(ref _key);

    public long NextEntityKey() => Interlocked.Increment(ref _entityKey);

    public long NextSeq() => Interlocked.Increment(ref _seq);

    private static long Largest(LocalConnection db, string sql) => db.Scalar(sql) is long largest ? largest : 0;
}
