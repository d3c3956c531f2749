using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Cases;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Lifecycle;

/// <summary>
/// What to look at, and when: the guarantee under every case. Each case has one look, at what falls due next. A command puts a guard beside it
/// before it commits, a look soon after, and takes it away when nothing is left to do, so no change is ever unknown to its lifecycle; the sweep
/// walks what is due. Rows are spread over shards so that no partition gets hot.
/// </summary>
internal sealed class DueIndex(TableServiceClient tables)
{
    /// <summary>Stands for "nothing falls due": a property that is absent cannot replace one that is there.</summary>
    private static readonly Instant Never = Instant.FromUtc(9999, 12, 31, 0, 0);

    private readonly EnsuredTable _index = new(tables, "DueIndex");

    /// <summary>The key of a look: shard, instant, number.</summary>
    public static string KeyOf(CaseNumber number, Instant at) => $"{CaseShards.Name(CaseShards.Of(number))}~{RowKeys.Ascending(at)}~{number}";

    /// <summary>The instant that a key stands for.</summary>
    public static Instant InstantOf(string key) =>
        Instant.FromDateTimeUtc(new DateTime(long.Parse(key.AsSpan()[(key.IndexOf('~') + 1)..key.LastIndexOf('~')]), DateTimeKind.Utc));

    /// <summary>Makes sure that looks are there before a command commits: the guard and what falls due next. A repeat is fine.</summary>
    /// <param name="guard">The guard's key; absent when it is there. The forecast takes no notice of it.</param>
    /// <param name="look">The look's key; absent when it is there, or nothing falls due.</param>
    /// <param name="upcoming">What the forecast reads from the look.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public async Task PutAsync(string? guard, string? look, Upcoming upcoming, CancellationToken cancellationToken)
    {
        List<TableEntity> rows = [.. guard is null ? [] : new[] { GuardRow(guard) }, .. look is null ? [] : new[] { RowOf(look, upcoming) }];
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.SubmitRepeatableAsync([.. rows.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row))], cancellationToken);
    }

    /// <summary>Takes back what was put for a change that was not committed and never will be. What is gone by then is fine.</summary>
    /// <param name="put">The guard and the look that were put, all of one case.</param>
    /// <param name="cancellationToken">Ends the waiting for storage.</param>
    public async Task WithdrawAsync(IEnumerable<string?> put, CancellationToken cancellationToken)
    {
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.SubmitRepeatableAsync([.. put.OfType<string>().Select(Removal)], cancellationToken);
    }

    /// <summary>Whether a case's lists and looks are known to be right: no turn has to see to them, and the last command took its guard away.</summary>
    public async Task<bool> IsSettledAsync(CaseHead head, CancellationToken cancellationToken) =>
        !head.IsUnsettled && (head.GuardKey is not { } guard || !await HasAsync(guard, cancellationToken));

    /// <summary>
    /// After a change: the look before it goes, one that stays says what is true now, and guards go. All at once; a repeat is fine, and what is
    /// gone by then stays gone.
    /// </summary>
    /// <param name="before">The case before the change.</param>
    /// <param name="after">And after it.</param>
    /// <param name="policy">Its policy.</param>
    /// <param name="needless">What is not needed any more besides.</param>
    /// <param name="cancellationToken">Ends the waiting for storage; the rest is left to the guard.</param>
    public async Task RetireAsync(CaseHead before, CaseHead after, ServicePolicy policy, IEnumerable<string?> needless, CancellationToken cancellationToken)
    {
        IEnumerable<string> gone = needless.Append(before.LookKey).OfType<string>().Distinct()
            .Where(key => key != after.LookKey && !(after.IsUnsettled && key == after.StaleLookKey)); // a turn takes that one away
        List<TableTransactionAction> actions = [.. gone.Select(Removal)];
        if (before.LookKey is { } kept && kept == after.LookKey && Upcoming.Of(after.State, policy) is var upcoming && upcoming != Upcoming.Of(before.State, policy))
        {
            actions.Add(Change(RowOf(kept, upcoming)));
        }

        TableClient index = await _index.GetAsync(cancellationToken);
        await index.SubmitRepeatableAsync(actions, cancellationToken);
    }

    /// <summary>Removes a look; one that is gone already is fine.</summary>
    public async Task RemoveAsync(string key, CancellationToken cancellationToken)
    {
        (string shard, string row, _) = Split(key);
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.DeleteEntityAsync(shard, row, cancellationToken: cancellationToken);
    }

    /// <summary>The looks of a shard whose instant has come, oldest first, a page at a time.</summary>
    public async IAsyncEnumerable<DueLook> ReadDueAsync(int shard, Instant now, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableClient index = await _index.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {CaseShards.Name(shard)} and RowKey lt {RowKeys.Ascending(now)}");
        await foreach (TableEntity row in index.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            string number = row.GetString("Number");
            yield return new DueLook(CaseNumber.Parse(number), $"{row.PartitionKey}~{row.RowKey}", row.GetInt32("Sweeps") ?? 0);
        }
    }

    /// <summary>
    /// What the looks of a shard up to an instant say about their cases, in no order. A look never lies later than a minute or two after what
    /// falls due next. A case can have two of them, when a command was interrupted; the one written last is right.
    /// </summary>
    public async IAsyncEnumerable<UpcomingCase> ReadUpcomingAsync(
        int shard, Instant until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TableClient index = await _index.GetAsync(cancellationToken);
        string filter = TableClient.CreateQueryFilter($"PartitionKey eq {CaseShards.Name(shard)} and RowKey lt {RowKeys.Ascending(until)}");
        await foreach (TableEntity row in index.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (row.GetString("Queue") is { } queue)
            {
                Instant? nextDue = row.GetDateTimeOffset("NextDue") is { } at && Instant.FromDateTimeOffset(at) is var due && due < Never ? due : null;
                var upcoming = new Upcoming(queue, row.GetInt32("Priority")!.Value, row.GetString("Department"), nextDue);
                yield return new UpcomingCase(CaseNumber.Parse(row.GetString("Number")), upcoming, row.Timestamp);
            }
        }
    }

    /// <summary>Writes down how often the sweep woke somebody for a look; one that is gone already is fine.</summary>
    public async Task MarkSweptAsync(string key, int times, CancellationToken cancellationToken)
    {
        (string shard, string row, _) = Split(key);
        TableClient index = await _index.GetAsync(cancellationToken);
        await index.SubmitRepeatableAsync([Change(new TableEntity(shard, row) { ["Sweeps"] = times })], cancellationToken);
    }

    private async Task<bool> HasAsync(string key, CancellationToken cancellationToken)
    {
        (string shard, string row, _) = Split(key);
        TableClient index = await _index.GetAsync(cancellationToken);
        return (await index.GetEntityIfExistsAsync<TableEntity>(shard, row, ["RowKey"], cancellationToken)).HasValue;
    }

    private static TableTransactionAction Change(TableEntity row) => new(TableTransactionActionType.UpdateMerge, row, ETag.All);

    private static TableTransactionAction Removal(string key)
    {
        (string shard, string row, _) = Split(key);
        return new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(shard, row), ETag.All);
    }

    private static TableEntity GuardRow(string key)
    {
        (string shard, string row, string number) = Split(key);
        return new TableEntity(shard, row) { ["Number"] = number };
    }

    private static TableEntity RowOf(string key, Upcoming upcoming)
    {
        (string shard, string row, string number) = Split(key);
        return new TableEntity(shard, row)
        {
            ["Number"] = number,
            ["Queue"] = upcoming.Queue,
            ["Priority"] = upcoming.Priority,
            ["Department"] = upcoming.Department,
            ["NextDue"] = (upcoming.NextDue ?? Never).ToDateTimeOffset(),
        };
    }

    private static (string Shard, string Row, string Number) Split(string key)
    {
        int row = key.IndexOf('~') + 1;
        return (key[..(row - 1)], key[row..], key[(key.LastIndexOf('~') + 1)..]);
    }
}

/// <summary>A look that is due.</summary>
/// <param name="Number">The case.</param>
/// <param name="Key">The look's key.</param>
/// <param name="Sweeps">How often the sweep woke somebody for it, since it was suspiciously late.</param>
internal sealed record DueLook(CaseNumber Number, string Key, int Sweeps);
