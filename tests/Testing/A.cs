using Caseward.Domain.Cases;
using Caseward.Domain.Commands;

namespace Caseward.Testing;

/// <summary>Valid things; a test says only what matters to it.</summary>
public static class A
{
    /// <summary>A planable case for the workshop, by phone, from a customer who reads mail.</summary>
    public static OpenCase Case() => new()
    {
        Subject = "The mobility scooter does not charge",
        Description = "Since yesterday the light stays red.",
        Priority = 4,
        Department = "werkplaats",
        Origin = Origin.Phone,
        Contact = new Contact { Name = "Jan Jansen", Email = "jan@example.com", Phone = "0612345678" },
    };

    public static Actor Agent(string id) => new(ActorKind.Agent, id);

    public static Actor Supervisor(string id) => new(ActorKind.Supervisor, id);

    public static Actor Manager(string id) => new(ActorKind.Manager, id);

    public static Actor Customer(string email = "jan@example.com") => new(ActorKind.Customer, email);
}
