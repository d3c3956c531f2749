using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.App.Policy.Migration;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.App.Policy;

/// <summary>
/// The policy's versions and history in the table <c>Policies</c>: one partition with the head, the history (newest first), the saved
/// versions (newest first, and by name) and idempotency keys; a change is one transaction there. The texts have partitions of their own.
/// </summary>
internal sealed class PolicyStore
{
    private const string Partition = "policy";

    private readonly EnsuredTable _table;
    private readonly PolicyTexts _texts;

    public PolicyStore(TableServiceClient tables)
    {
        _table = new EnsuredTable(tables, "Policies");
        _texts = new PolicyTexts(_table);
    }

    /// <inheritdoc cref="PolicyTexts.PutAsync"/>
    public Task<string> PutTextAsync(string text, CancellationToken cancellationToken) => _texts.PutAsync(text, cancellationToken);

    /// <inheritdoc cref="PolicyTexts.ReadAsync"/>
    public Task<string> ReadTextAsync(string hash, CancellationToken cancellationToken) => _texts.ReadAsync(hash, cancellationToken);

    /// <summary>Where the policy stands.</summary>
    public async Task<PolicyHead> ReadHeadAsync(CancellationToken cancellationToken) =>
        await FindRowAsync(PolicyHead.RowKey, cancellationToken) is { } row
            ? new PolicyHead { Sequence = row.GetInt32("Sequence") ?? 0, Schedule = Read<PolicySchedule>(row), ETag = row.ETag }
            : PolicyHead.Unborn;

    /// <summary>The saved version of that name; <see langword="null"/> when there is none.</summary>
    public async Task<SavedPolicy?> FindAsync(string version, CancellationToken cancellationToken)
    {
        SavedPolicy? saved = await FindNamedAsync(version, cancellationToken);
        return saved?.Version == version ? saved : null;
    }

    /// <summary>Whether a version of that name was saved, in any case of its letters.</summary>
    public async Task<bool> IsTakenAsync(string version, CancellationToken cancellationToken) => await FindNamedAsync(version, cancellationToken) is not null;

    /// <summary>A page of saved versions, the latest first.</summary>
    public Task<(IReadOnlyList<SavedPolicy> Items, string? Last)> ReadVersionsAsync(string? position, int take, CancellationToken cancellationToken) =>
        ReadPageAsync<SavedPolicy>('m', position, take, cancellationToken);

    /// <summary>A page of the history, the latest first.</summary>
    public Task<(IReadOnlyList<PolicyChange> Items, string? Last)> ReadHistoryAsync(string? position, int take, CancellationToken cancellationToken) =>
        ReadPageAsync<PolicyChange>('c', position, take, cancellationToken);

    /// <summary>What was answered under an idempotency key; <see langword="null"/> when the key is new.</summary>
    public async Task<GivenPolicyAnswer?> FindAnswerAsync(string key, CancellationToken cancellationToken) =>
        await FindRowAsync(KeyRow(key), cancellationToken) is { } row ? new GivenPolicyAnswer(Read<PolicyStanding>(row), row.GetString("Request")) : null;

    /// <summary>Writes a change.</summary>
    /// <returns>Whether it is written; not when somebody else was first, or this very change is there already.</returns>
    public async Task<bool> TryCommitAsync(PolicyHead head, PolicyCommit commit, RequestKey key, PolicyStanding answer, CancellationToken cancellationToken)
    {
        TableEntity next = Row(PolicyHead.RowKey, commit.Schedule);
        next["Sequence"] = commit.Changes[^1].Sequence;
        TableEntity given = Row(KeyRow(key.Value), answer);
        given["Request"] = key.Request;
        List<TableTransactionAction> actions =
        [
            head.ETag == default
                ? new TableTransactionAction(TableTransactionActionType.Add, next)
                : new TableTransactionAction(TableTransactionActionType.UpdateReplace, next, head.ETag),
            new TableTransactionAction(TableTransactionActionType.Add, given),
            .. commit.Changes.Select(change => new TableTransactionAction(TableTransactionActionType.Add, Row(OrderedRow('c', change.Sequence), change))),
        ];
        if (commit.Version is { } version)
        {
            // The head's ETag guards them: nobody else has written since it was read.
            var named = new TableEntity(Partition, NameRow(version.Version)) { ["Row"] = OrderedRow('m', version.Sequence) };
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, named));
            actions.Add(new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(OrderedRow('m', version.Sequence), version)));
        }

        TableClient table = await _table.GetAsync(cancellationToken);
        try
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
            return true;
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            return false;
        }
    }

    /// <summary>How the moving of open cases by an activation stands; absent before it began.</summary>
    public async Task<MigrationProgress?> FindMigrationAsync(int sequence, CancellationToken cancellationToken) =>
        await FindRowAsync(MigrationRow(sequence), cancellationToken) is { } row ? Read<MigrationProgress>(row) : null;

    public Task WriteMigrationAsync(int sequence, MigrationProgress progress, CancellationToken cancellationToken) =>
        UpsertAsync(Row(MigrationRow(sequence), progress), cancellationToken);

    /// <summary>Who stopped the moving of open cases; absent when nobody did.</summary>
    public async Task<MigrationStop?> FindStopAsync(int sequence, CancellationToken cancellationToken) =>
        await FindRowAsync(StopRow(sequence), cancellationToken) is { } row ? Read<MigrationStop>(row) : null;

    public Task StopMigrationAsync(int sequence, MigrationStop stop, CancellationToken cancellationToken) =>
        UpsertAsync(Row(StopRow(sequence), stop), cancellationToken);

    public async Task ResumeMigrationAsync(int sequence, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        await table.DeleteEntityAsync(Partition, StopRow(sequence), cancellationToken: cancellationToken);
    }

    private async Task UpsertAsync(TableEntity row, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    private async Task<SavedPolicy?> FindNamedAsync(string version, CancellationToken cancellationToken) =>
        PolicyVersions.IsName(version)
        && await FindRowAsync(NameRow(version), cancellationToken) is { } name
        && await FindRowAsync(name.GetString("Row"), cancellationToken) is { } row
            ? Read<SavedPolicy>(row)
            : null;

    private async Task<(IReadOnlyList<T> Items, string? Last)> ReadPageAsync<T>(char kind, string? position, int take, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        string from = position ?? $"{kind}";
        string until = $"{(char)(kind + 1)}";
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and RowKey gt {from} and RowKey lt {until}");
        var items = new List<T>();
        string? last = null;
        await foreach (TableEntity row in table.QueryAsync<TableEntity>(filter, maxPerPage: take + 1, cancellationToken: cancellationToken))
        {
            if (items.Count == take)
            {
                return (items, last);
            }

            items.Add(Read<T>(row));
            last = row.RowKey;
        }

        return (items, null);
    }

    private async Task<TableEntity?> FindRowAsync(string row, CancellationToken cancellationToken)
    {
        TableClient table = await _table.GetAsync(cancellationToken);
        NullableResponse<TableEntity> found = await table.GetEntityIfExistsAsync<TableEntity>(Partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private static TableEntity Row<T>(string key, T content)
    {
        var row = new TableEntity(Partition, key);
        LongText.Set(row, "Json", JsonSerializer.Serialize(content, CaseJson.Options));
        return row;
    }

    private static T Read<T>(TableEntity row) => JsonSerializer.Deserialize<T>(LongText.Get(row, "Json"), CaseJson.Options)!;

    private static string OrderedRow(char kind, int sequence) => $"{kind}{int.MaxValue - sequence:D10}";

    private static string NameRow(string version) => $"n{version.ToLowerInvariant()}";

    private static string MigrationRow(int sequence) => $"g{sequence:D10}";

    private static string StopRow(int sequence) => $"x{sequence:D10}";

    private static string KeyRow(string key) => $"k{RowKeys.Hash(key)}";
}

/// <summary>How a version stands after a change: what the change's answer is made of.</summary>
/// <param name="Version">The version; absent for one that ships with the app.</param>
/// <param name="Name">Its name.</param>
/// <param name="Schedule">Which version is in force when.</param>
/// <param name="At">When this was so.</param>
/// <param name="Warnings">What the check of a document that was saved warns of.</param>
internal sealed record PolicyStanding(
    SavedPolicy? Version, string Name, PolicySchedule Schedule, NodaTime.Instant At, IReadOnlyList<Violation>? Warnings = null);

/// <summary>What was answered under a key.</summary>
/// <param name="Standing">The answer.</param>
/// <param name="Request">The hash of what was asked; absent when the key was not given with one.</param>
internal sealed record GivenPolicyAnswer(PolicyStanding Standing, string? Request);
