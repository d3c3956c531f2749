using Caseward.Domain.Clocks;
using NodaTime;

namespace Caseward.Domain.Policy;

/// <summary>What happens to cases that no contract covers (requirement B10): a decision by policy, never an error.</summary>
public sealed record EntitlementSettings
{
    /// <summary>What happens.</summary>
    public required WithoutContract Without { get; init; }

    /// <summary>With <c>decide</c>: until somebody decides.</summary>
    public Budget? Decision { get; init; }
}

/// <summary>What happens to a case that no contract covers.</summary>
public enum WithoutContract
{
    /// <summary>It is handled at the first level of the policy.</summary>
    LowestLevel,

    /// <summary>It is accepted and waits for a decision; until then nothing is promised.</summary>
    Decide,
}

/// <summary>How a solved case ends (rule V1).</summary>
public sealed record ClosingSettings
{
    /// <summary>How long after "solved" the customer can confirm or reopen, on the wall clock; then the case closes by itself.</summary>
    public required Duration ReopenWindow { get; init; }
}

/// <summary>When the customer is asked how it went (rules V3, V4).</summary>
public sealed record SurveySettings
{
    /// <summary>How long after closing the survey is sent, on the wall clock.</summary>
    public required Duration Cooling { get; init; }

    /// <summary>A contact gets at most one survey in this time.</summary>
    public required Duration QuietPerContact { get; init; }

    /// <summary>How long the survey can be answered and the answer changed.</summary>
    public required Duration Open { get; init; }
}

/// <summary>How fast mail may leave, per sender domain (rule O4).</summary>
public sealed record MailSettings
{
    /// <summary>The most mails in a burst.</summary>
    public required int Burst { get; init; }

    /// <summary>How many more per minute.</summary>
    public required int PerMinute { get; init; }
}

/// <summary>How notices reach colleagues (rule E8).</summary>
public sealed record NoticeSettings
{
    /// <summary>When many of them become one mail; absent means never.</summary>
    public DigestSettings? Digest { get; init; }
}

/// <summary>Many notices for one person become one mail: more than so many within so much time.</summary>
public sealed record DigestSettings
{
    /// <summary>So many notices for one person are sent by themselves within the time; what comes after them waits for the digest.</summary>
    public required int MoreThan { get; init; }

    /// <summary>The time, on the wall clock; also the longest that a notice waits for its digest.</summary>
    public required Duration Within { get; init; }
}
