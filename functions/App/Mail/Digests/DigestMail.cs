using Caseward.Domain.Cases;
using Caseward.Domain.Policy;

namespace Caseward.App.Mail.Digests;

/// <summary>What the templates of a digest can say.</summary>
internal sealed record DigestMail : MailModel
{
    public override bool ToCustomer => false;

    /// <summary>How many notices it stands for.</summary>
    public required int Count { get; init; }

    public required IReadOnlyList<DigestEntry> Entries { get; init; }

    /// <summary>How many notices are not listed.</summary>
    public required int More { get; init; }
}

/// <summary>One notice in a digest.</summary>
/// <param name="Number">The case.</param>
/// <param name="Subject">The case's subject.</param>
/// <param name="Says">What is the matter, by when it was due and how late that is.</param>
/// <param name="CaseUrl">Where the case is.</param>
internal sealed record DigestEntry(string Number, string Subject, string Says, string CaseUrl);

/// <summary>One notice that a digest is made of.</summary>
/// <param name="Decided">The event that decided it.</param>
/// <param name="Notice">The event's fact.</param>
/// <param name="State">The case now.</param>
/// <param name="OfCase">The policy that the case is handled under.</param>
internal sealed record DigestItem(CaseEvent Decided, NoticeDecided Notice, CaseState State, ServicePolicy OfCase);
