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

    /// <summary>
    /// Where a case goes of which no more is known than this: the first rule that asks for nothing else, else the department's default queue.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No such department.</exception>
    public string LikelyQueue(string department, int priority, string level)
    {
        var known = new RoutingCondition { Department = department, Priority = priority, Level = level };
        return Document.Routing.FirstOrDefault(rule => rule.When.Covers(known))?.Queue ?? _departments[department].DefaultQueue;
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
