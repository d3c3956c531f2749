namespace Caseward.Local.Tables;

/// <summary>The two places around a kind of write: before anything is written, and after it is durable but before the caller hears so.</summary>
internal sealed class WriteCheckpoints(string table, string verb)
{
    public string Before { get; } = $"tables/{table}/{verb}/before";

    public string After { get; } = $"tables/{table}/{verb}/after";
}

/// <summary>The places of one table at which tests let the runtime fail or die.</summary>
internal sealed class TableCheckpoints(string table)
{
    public WriteCheckpoints Insert { get; } = new(table, "insert");

    public WriteCheckpoints Update { get; } = new(table, "update");

    public WriteCheckpoints Upsert { get; } = new(table, "upsert");

    public WriteCheckpoints Delete { get; } = new(table, "delete");

    public WriteCheckpoints Transaction { get; } = new(table, "transaction");

    public string BeforeGet { get; } = $"tables/{table}/get/before";

    public string BeforeQuery { get; } = $"tables/{table}/query/before";
}
