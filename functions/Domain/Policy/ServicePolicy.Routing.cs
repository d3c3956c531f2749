using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

public sealed partial class ServicePolicy
{
    /// <summary>Where a new case goes: the first rule that matches, else the department's default queue (requirement C2).</summary>
    /// <returns>The queue, and the name of the rule that decided it.</returns>
    public (CaseQueue Queue, string? Rule) Route(CaseOpened opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        RoutingRule? rule = Document.Routing.FirstOrDefault(candidate => Matches(candidate.When, opened));
        return (_queues[rule?.Queue ?? _departments[opened.Department].DefaultQueue], rule?.Name);
    }

    private static bool Matches(RoutingCondition when, CaseOpened opened) =>
        Fits(when.Department, opened.Department)
        && (when.Type is null || when.Type == opened.Type)
        && (when.Priority is null || when.Priority == opened.Priority)
        && (when.Origin is null || when.Origin == opened.Origin)
        && Fits(when.Language, opened.Language)
        && Fits(when.Level, opened.Level)
        && Fits(when.Region, opened.Region)
        && Fits(when.Product, opened.Product)
        && Fits(when.MenuChoice, opened.MenuChoice)
        && (when.Mailbox is null || EmailAddresses.AreSame(when.Mailbox, opened.Mailbox));

    private static bool Fits(string? wanted, string? actual) =>
        wanted is null || string.Equals(wanted, actual, StringComparison.OrdinalIgnoreCase);
}
