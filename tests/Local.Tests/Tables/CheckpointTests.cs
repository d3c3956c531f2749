using Azure;
using Azure.Data.Tables;

namespace Caseward.Local.Tests.Tables;

public sealed class CheckpointTests : TableSpec
{
    public static TheoryData<string> Writes => ["insert", "update", "upsert", "delete", "transaction"];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_failure_before_the_commit_leaves_nothing_behind(string verb)
    {
        await SeedAsync();
        Rig.FailAt($"tables/Cases/{verb}/before");

        await TableRig.RefusedAsync(503, "ServerBusy", () => WriteAsync(verb));

        Assert.Equal("there:1", await ContentsAsync());
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_failure_after_the_commit_loses_the_answer_and_not_the_write(string verb)
    {
        await SeedAsync();
        Rig.FailAt($"tables/Cases/{verb}/after");

        await TableRig.RefusedAsync(503, "ServerBusy", () => WriteAsync(verb));

        Assert.Equal(verb == "delete" ? "" : verb is "insert" or "transaction" ? "new:2 there:1" : "there:2", await ContentsAsync());
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_passes_both_of_its_checkpoints_in_order(string verb)
    {
        await SeedAsync();
        var passed = new List<string>();
        Rig.Checkpoints.OnPass = name => (name.StartsWith("tables/", StringComparison.Ordinal) ? passed : []).Add(name);

        await WriteAsync(verb);

        Assert.Equal([$"tables/Cases/{verb}/before", $"tables/Cases/{verb}/after"], passed);
    }

    [Fact]
    public async Task Another_writer_can_slip_in_before_the_commit()
    {
        await SeedAsync();
        ETag seen = (await ReadAsync(rowKey: "there")).ETag;
        Rig.Checkpoints.OnPass = name =>
        {
            Rig.Checkpoints.OnPass = null;
            Table.UpsertEntity(new TableEntity("p", "there") { ["N"] = 7 });
        };

        await TableRig.RefusedAsync(412, "UpdateConditionNotSatisfied", () => Table.UpdateEntityAsync(new TableEntity("p", "there") { ["N"] = 2 }, seen));

        Assert.Equal("there:7", await ContentsAsync());
    }

    [Fact]
    public async Task Reads_can_fail_too()
    {
        await SeedAsync();
        Rig.FailAt("tables/Cases/get/before");
        await TableRig.RefusedAsync(503, "ServerBusy", () => ReadAsync(rowKey: "there"));

        Rig.FailAt("tables/Cases/query/before");
        await TableRig.RefusedAsync(503, "ServerBusy", () => Rig.RowKeysAsync());
    }

    private Task SeedAsync() => Rig.AddAsync(new TableEntity("p", "there") { ["N"] = 1 });

    private Task WriteAsync(string verb) => verb switch
    {
        "insert" => Table.AddEntityAsync(new TableEntity("p", "new") { ["N"] = 2 }),
        "update" => Table.UpdateEntityAsync(new TableEntity("p", "there") { ["N"] = 2 }, ETag.All),
        "upsert" => Table.UpsertEntityAsync(new TableEntity("p", "there") { ["N"] = 2 }),
        "delete" => Table.DeleteEntityAsync("p", "there"),
        _ => Table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "new") { ["N"] = 2 })]),
    };

    private async Task<string> ContentsAsync()
    {
        var rows = new List<string>();
        await foreach (TableEntity row in Table.QueryAsync<TableEntity>())
        {
            rows.Add($"{row.RowKey}:{row.GetInt32("N")}");
        }

        return string.Join(' ', rows);
    }
}
