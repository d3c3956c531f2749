using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

public sealed partial class ServicePolicy
{
    /// <summary>Whether a routing rule names this address as one of the organisation's mailboxes.</summary>
    public bool IsMailbox(string address) => Document.Routing.Any(rule => EmailAddresses.AreSame(rule.When.Mailbox, address));

    /// <summary>
    /// The department that mail to an address is for: the one that the first routing rule for the address names, else the one whose
    /// queue that rule sends to, else the first department.
    /// </summary>
    public Department DepartmentOfMailbox(string address)
    {
        RoutingRule? rule = Document.Routing.FirstOrDefault(candidate => EmailAddresses.AreSame(candidate.When.Mailbox, address));
        return (rule?.When.Department is { } named ? Department(named) : null)
            ?? Document.Departments.FirstOrDefault(department => rule is not null && department.DefaultQueue == rule.Queue)
            ?? Document.Departments.FirstOrDefault(department => rule is not null && department.Tier2Queue == rule.Queue)
            ?? Document.Departments[0];
    }
}
