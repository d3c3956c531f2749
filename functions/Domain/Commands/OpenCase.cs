using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using NodaTime;

namespace Caseward.Domain.Commands;

/// <summary>A customer asks something, on any channel. The case gets its queue, its promise and its clocks at once (rules E1, K9).</summary>
public sealed record OpenCase
{
    /// <summary>What it is about, in one line.</summary>
    public required string Subject { get; init; }

    /// <summary>What the customer says.</summary>
    public required string Description { get; init; }

    /// <summary>A remark for colleagues.</summary>
    public string? InternalComment { get; init; }

    /// <summary>What kind of question.</summary>
    public CaseType Type { get; init; } = CaseType.TechnicalSupport;

    /// <summary>1 is the most urgent.</summary>
    public required int Priority { get; init; }

    /// <summary>The department it is for.</summary>
    public required string Department { get; init; }

    /// <summary>The customer's service level; absent means the first one of the policy.</summary>
    public string? Level { get; init; }

    /// <summary>How it came in.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The customer's language; absent means the organisation's.</summary>
    public string? Language { get; init; }

    /// <summary>Who it is for.</summary>
    public required Contact Contact { get; init; }

    /// <summary>The customer's region.</summary>
    public string? Region { get; init; }

    /// <summary>The product it is about.</summary>
    public string? Product { get; init; }

    /// <summary>What the caller chose in the telephone menu.</summary>
    public string? MenuChoice { get; init; }

    /// <summary>The mailbox it was sent to.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The reaction time agreed by hand.</summary>
    public Instant? AgreedAt { get; init; }

    /// <summary>Whether a contract covers it, when that was verified; absent means that nobody asked.</summary>
    public Entitlement? Entitlement { get; init; }

    /// <summary>What is wrong with its dates.</summary>
    /// <param name="now">Now.</param>
    public IEnumerable<Violation> ValidateDates(Instant now) =>
        AgreedAt > now + AgreeDate.Farthest ? [new Violation("/agreedAt", RuleCodes.AgreedDateTooFar, AgreeDate.TooFar)] : [];

    /// <summary>Everything that is wrong with its fields, all at once (rule P1).</summary>
    public IEnumerable<Violation> Validate(ServicePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return
        [
            .. TextRules.Line("/subject", Subject),
            .. TextRules.Block("/description", Description),
            .. TextRules.Block("/internalComment", InternalComment, required: false),
            .. Known("/department", Department, policy.Department(Department) is not null, RuleCodes.DepartmentUnknown, policy.Document.Departments.Select(d => d.Id)),
            .. Known("/priority", Priority, policy.Document.Priorities.Any(p => p.Id == Priority), RuleCodes.PriorityUnknown, policy.Document.Priorities.Select(p => $"{p.Id}")),
            .. Known("/level", Level, Level is null || policy.Document.LevelIds.Contains(Level), RuleCodes.LevelUnknown, policy.Document.LevelIds),
            .. TextRules.OneOf("/language", Language, "nl", "es", "en"),
            .. TextRules.Line("/contact/name", Contact.Name),
            .. TextRules.Email("/contact/email", Contact.Email),
            .. TextRules.Phone("/contact/phone", Contact.Phone),
            .. TextRules.Line("/contact/account", Contact.Account, required: false, max: 64),
            .. TextRules.Line("/region", Region, required: false, max: 64),
            .. TextRules.Line("/product", Product, required: false, max: 64),
            .. TextRules.Line("/menuChoice", MenuChoice, required: false, max: 16),
            .. TextRules.Line("/mailbox", Mailbox, required: false, max: TextRules.MaxEmail),
            .. Reachable(),
        ];
    }

    /// <summary>The facts that a valid command becomes: opened, routed, and the receipt when the customer reads mail.</summary>
    /// <param name="number">The number drawn for it.</param>
    /// <param name="actor">Who opens it.</param>
    /// <param name="policy">The policy in force.</param>
    /// <param name="now">Now.</param>
    public IReadOnlyList<CaseFact> Decide(CaseNumber number, Actor actor, ServicePolicy policy, Instant now)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(policy);
        (string level, Promise promise) = EntitlementRules.PromiseTo(policy, Priority, Department, Level, Entitlement, now)
            ?? throw new InvalidOperationException($"Policy '{policy.Version}' promises nothing for priority {Priority} at {now}.");
        var opened = new CaseOpened
        {
            Subject = Subject,
            Description = Description,
            InternalComment = InternalComment,
            Type = Type,
            Priority = Priority,
            Department = Department,
            Level = level,
            Origin = Origin,
            Language = Language ?? policy.Document.Organisation.Language,
            Contact = Contact,
            Region = Region,
            Product = Product,
            MenuChoice = MenuChoice,
            Mailbox = Mailbox,
            AgreedAt = AgreedAt,
            AgreedBy = AgreedAt is null ? null : actor.Id,
            Entitlement = Entitlement,
            PolicyVersion = policy.Version,
            Promise = promise,
            Rules = policy.Document.Clocks,
        };
        CaseFact[] facts = Routed(opened, policy, now);
        return Contact.Email is null
            ? facts
            : [.. facts, new NoticeDecided { Key = NoticeKeys.ToCustomer(number, NoticeKind.Receipt, 1), Kind = NoticeKind.Receipt, Recipient = NoticeKeys.Customer }];
    }

    /// <summary>What opening says, with the queue that the policy sends it to.</summary>
    internal static CaseFact[] Routed(CaseOpened opened, ServicePolicy policy, Instant now)
    {
        (CaseQueue queue, string? rule) = policy.Route(opened);
        bool isOpen = policy.Calendar(CaseScope.OfNew(opened.Department, opened.Level, queue.Id), CalendarUse.Customer).IsOpen(now);
        return [opened with { OutsideHours = !isOpen }, new CaseRouted(queue.Id, queue.Tier, rule)];
    }

    private IEnumerable<Violation> Reachable()
    {
        if (string.IsNullOrWhiteSpace(Contact.Email) && string.IsNullOrWhiteSpace(Contact.Phone))
        {
            yield return new Violation("/contact", RuleCodes.Unreachable, "Give an e-mail address or a telephone number, so that somebody can answer.");
        }
    }

    private static IEnumerable<Violation> Known<T>(string field, T? value, bool isKnown, string code, IEnumerable<string> known)
    {
        if (!isKnown)
        {
            string shown = $"{value}" is { Length: <= 64 } text ? text : "(too long to repeat)";
            yield return new Violation(field, code, $"'{shown}' is not known here. Choose one of: {string.Join(", ", known)}.");
        }
    }
}
