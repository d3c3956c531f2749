using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;

namespace Caseward.App.Identity;

/// <summary>Knows who works here, and as what, from the policy in force.</summary>
internal sealed class StaffDirectory(PolicyCatalog policies)
{
    /// <summary>The colleague with that id, as the highest that they are anywhere; absent when nobody has it.</summary>
    public async ValueTask<Caller?> WithIdAsync(string id, CancellationToken cancellationToken)
    {
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        return AsHighest(current.Person(id), current.Document);
    }

    /// <summary>The colleague with that e-mail address.</summary>
    public async ValueTask<Caller?> WithEmailAsync(string email, CancellationToken cancellationToken)
    {
        PolicyDocument document = (await policies.CurrentAsync(cancellationToken)).Document;
        return AsHighest(document.People.FirstOrDefault(person => EmailAddresses.AreSame(person.Email, email)), document);
    }

    private static Caller? AsHighest(Person? person, PolicyDocument document) => person is null ? null : AsHighest(person.Id, document);

    private static Caller AsHighest(string id, PolicyDocument document) =>
        document.Departments.Any(department => department.Manager == id) ? new Caller(new Actor(ActorKind.Manager, id), Roles.Agent | Roles.Supervisor | Roles.Manager)
        : document.Queues.Any(queue => queue.Supervisors.Contains(id)) ? new Caller(new Actor(ActorKind.Supervisor, id), Roles.Agent | Roles.Supervisor)
        : new Caller(new Actor(ActorKind.Agent, id), Roles.Agent);
}
