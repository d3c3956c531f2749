using System.Text.Json.Serialization;
using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>What happens around the due instant of one clock (rule E2).</summary>
public sealed record Ladder
{
    /// <summary>The clock.</summary>
    public required ClockName Clock { get; init; }

    /// <summary>Its rungs; each is carried out once per generation of the clock.</summary>
    public required IReadOnlyList<Rung> Rungs { get; init; }
}

/// <summary>One thing that happens at one moment of a clock.</summary>
public sealed record Rung
{
    /// <summary>Short name, unique in its ladder, part of the key of its notices.</summary>
    public required string Name { get; init; }

    /// <summary>Only for cases in a queue of this tier; absent means any.</summary>
    public int? Tier { get; init; }

    /// <summary>When.</summary>
    public required RungMoment At { get; init; }

    /// <summary>Who hears of it.</summary>
    public IReadOnlyList<NoticeRole> Notify { get; init; } = [];

    /// <summary>Whether the case moves to its department's tier-2 queue; an owner loses it there.</summary>
    public bool MoveToTier2 { get; init; }

    /// <summary>The queue that the case moves to; an owner loses it there. In place of <c>moveToTier2</c>.</summary>
    public string? MoveTo { get; init; }

    /// <summary>Whether the owner loses the case to the queue that it is in (a silent owner, requirement C8).</summary>
    public bool ReturnToQueue { get; init; }

    /// <summary>Whether the case gets the next more urgent priority, and with it that priority's promise.</summary>
    public bool RaisePriority { get; init; }

    /// <summary>What is to be done, as a task on the case for its owner.</summary>
    public string? Task { get; init; }

    /// <summary>Whether its notices are sent at once: outside the recipient's notice hours too, and never held back for a digest (rule E8).</summary>
    public bool Urgent { get; init; }
}

/// <summary>A moment of a clock; exactly one member is given.</summary>
public sealed record RungMoment
{
    /// <summary>When this share of the budget is used, 1 to 99 per cent of working time (rule K5).</summary>
    public int? UsedPercent { get; init; }

    /// <summary>This much working time before the budget is used up (rule K5); before an agreed instant, this much working time until it.</summary>
    public Duration? BeforeDue { get; init; }

    /// <summary>This much time on the wall clock before the due instant, days as local days. For dates agreed with people; warnings count working time (rule K5).</summary>
    public WallOffset? BeforeDueWall { get; init; }

    /// <summary>This much working time after the due instant; zero is the due instant itself.</summary>
    public Duration? AfterDue { get; init; }

    /// <summary>This much time on the wall clock after the due instant, days as local days.</summary>
    public WallOffset? AfterDueWall { get; init; }

    /// <summary>Whether it lies at or after the due instant.</summary>
    [JsonIgnore]
    public bool IsAfterDue => AfterDue is not null || AfterDueWall is not null;
}

/// <summary>A part that people play in a case.</summary>
public enum NoticeRole
{
    /// <summary>Who owns the case.</summary>
    Owner,

    /// <summary>Who promised to call back.</summary>
    CallbackAssignee,

    /// <summary>Who owns the case; when nobody does, the members of its queue.</summary>
    OwnerOrMembers,

    /// <summary>The members of the queue that the case is in.</summary>
    QueueMembers,

    /// <summary>The supervisors of the queue that the case was in when the rung's moment came.</summary>
    QueueSupervisors,

    /// <summary>The supervisors of the queue that gets the case.</summary>
    ReceivingSupervisors,

    /// <summary>The manager of the case's department.</summary>
    DepartmentManager,
}
