using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Caseward.App.Storage;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Cases;

/// <summary>
/// The first row of a case's partition: the folded state and what the other tables know about the case. Every change of a case replaces
/// it under its ETag, which is what makes a command all or nothing.
/// </summary>
internal sealed record CaseHead
{
    public const string RowKey = "head";

    /// <summary>What the case is now.</summary>
    public required CaseState State { get; init; }

    /// <summary>The version of this row; empty for a case that is not stored yet.</summary>
    public ETag ETag { get; init; }

    /// <summary>The row of the due index that guarantees the next look; absent when nothing will ever be due by itself.</summary>
    public string? LookKey { get; init; }

    /// <summary>The wake-up that is planned; absent when nothing falls due soon.</summary>
    public Instant? PlannedWakeUp { get; init; }

    /// <summary>The row of the due index that brings a turn soon, should the last change not be finished; who finished it took it away. Absent after a turn.</summary>
    public string? GuardKey { get; init; }

    /// <summary>The look before this one, which goes together with the guard; absent when the look stayed.</summary>
    public string? StaleLookKey { get; init; }

    /// <summary>Whether a turn has to see to lists and looks, since what they say may be old.</summary>
    public bool IsUnsettled { get; init; }

    /// <summary>The list rows that show this case.</summary>
    public IReadOnlyList<ViewKey> Views { get; init; } = [];

    /// <summary>List rows that showed it before and may still be there; the next turn clears them.</summary>
    public IReadOnlyList<ViewKey> Ghosts { get; init; } = [];

    /// <summary>The print of the row that the case index has of this case; absent on a case that is not stored yet.</summary>
    public string? IndexPrint { get; init; }

    /// <summary>Decided mails that were not handed over yet.</summary>
    public IReadOnlyList<OutboxEntry> Outbox { get; init; } = [];

    public CaseNumber Number => State.Number;

    /// <summary>Whether it knows something else about the case than another head of the same version. A guard that is gone is no reason to write it again.</summary>
    public bool IsOtherThan(CaseHead other) =>
        (LookKey, PlannedWakeUp, IndexPrint, IsUnsettled) != (other.LookKey, other.PlannedWakeUp, other.IndexPrint, other.IsUnsettled)
        || !Ghosts.SequenceEqual(other.Ghosts)
        || !Outbox.SequenceEqual(other.Outbox);

    public TableEntity ToEntity()
    {
        var entity = new TableEntity(State.Number.Value, RowKey)
        {
            ["Version"] = State.Version,
            ["LookKey"] = LookKey,
            ["PlannedWakeUp"] = PlannedWakeUp?.ToDateTimeOffset(),
            ["GuardKey"] = GuardKey,
            ["StaleLookKey"] = StaleLookKey,
            ["IsUnsettled"] = IsUnsettled,
            ["IndexPrint"] = IndexPrint,
            ["Views"] = Json(Views),
            ["Ghosts"] = Json(Ghosts),
            ["Outbox"] = Json(Outbox),
        };
        LongText.Set(entity, "State", JsonSerializer.Serialize(State, CaseJson.Options));
        return entity;
    }

    private static string Json<T>(IReadOnlyList<T> list) => list.Count == 0 ? "[]" : JsonSerializer.Serialize(list, CaseJson.Options);

    public static CaseHead FromEntity(TableEntity entity) => new()
    {
        State = JsonSerializer.Deserialize<CaseState>(LongText.Get(entity, "State"), CaseJson.Options)!,
        ETag = entity.ETag,
        LookKey = entity.GetString("LookKey"),
        PlannedWakeUp = entity.GetDateTimeOffset("PlannedWakeUp") is { } at ? Instant.FromDateTimeOffset(at) : null,
        GuardKey = entity.GetString("GuardKey"),
        StaleLookKey = entity.GetString("StaleLookKey"),
        IsUnsettled = entity.GetBoolean("IsUnsettled") ?? true, // a head of before there were guards
        IndexPrint = entity.GetString("IndexPrint"),
        Views = JsonSerializer.Deserialize<ViewKey[]>(entity.GetString("Views"), CaseJson.Options)!,
        Ghosts = JsonSerializer.Deserialize<ViewKey[]>(entity.GetString("Ghosts"), CaseJson.Options)!,
        Outbox = entity.GetString("Outbox") is { } outbox ? JsonSerializer.Deserialize<OutboxEntry[]>(outbox, CaseJson.Options)! : [],
    };
}

/// <summary>A decided mail that waits to be handed over.</summary>
/// <param name="Key">The notice's key.</param>
/// <param name="Sequence">The event that decided it.</param>
/// <param name="Decided">That event, so that the turn that hands it over need not read it; absent when there are many, or it is long.</param>
internal sealed record OutboxEntry(string Key, int Sequence, CaseEvent? Decided = null)
{
    /// <summary>A property of a row holds 32 thousand characters: so many events, and so long ones, fit in any case.</summary>
    private const int MostWithEvent = 4;

    private const int LongestEvent = 4_000;

    /// <summary>The mails that events decide, behind those that wait already.</summary>
    public static IReadOnlyList<OutboxEntry> Of(IReadOnlyList<OutboxEntry> waiting, IEnumerable<StoredEvent> events)
    {
        int room = MostWithEvent - waiting.Count(entry => entry.Decided is not null);
        return [.. waiting, .. events.Where(stored => stored.Event.Fact is NoticeDecided).Select((stored, i) => new OutboxEntry(
            ((NoticeDecided)stored.Event.Fact).Key, stored.Event.Sequence, i < room && stored.Json.Length <= LongestEvent ? stored.Event : null))];
    }
}

/// <summary>Where a list row is.</summary>
/// <param name="List">Its partition: <c>queue:{id}</c>, <c>owner:{id}</c>, <c>account:{id}</c>, <c>contact:{hash}</c>.</param>
/// <param name="Row">Its row key.</param>
internal sealed record ViewKey(string List, string Row);
