using Caseward.Bench.Replay;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Bench.Simulation;

/// <summary>Ordinary lives of cases by the thousand, the same every time: asked, owned sooner or later, answered, perhaps awaited, solved.</summary>
internal static class SyntheticCases
{
    private static readonly Instant First = Instant.FromUtc(2024, 5, 1, 6, 0);
    private static readonly string[] People = ["daan", "tom", "lucia", "kees"];

    /// <summary>Until when they are followed.</summary>
    public static Instant Until { get; } = First + Duration.FromDays(200);

    public static RecordedCase Of(int number, ServicePolicy policy)
    {
        var chance = new Random(number);
        var manager = new Actor(ActorKind.Manager, Desk.Manager);
        var life = new RecordedCase(policy, CaseNumber.FromDraw(number));
        Instant at = First + Duration.FromMinutes(chance.Next(90 * 24 * 60));
        life.Open(
            new OpenCase
            {
                Subject = "The printer does not print",
                Description = "Since this morning.",
                Priority = 1 + chance.Next(4),
                Department = Desk.Department,
                Origin = Origin.Phone,
                Contact = new Contact { Name = "J. Jansen", Email = "jansen@customers.example", Phone = "0612345678" },
            },
            manager,
            at);
        Do(new AssignCase(People[chance.Next(People.Length)]), 600);
        Do(new AddComment("We look into it."), 600);
        if (chance.Next(3) == 0)
        {
            Do(new WaitForCustomer("A photo"), 60);
            Do(new ResumeCase(), 3_000);
        }

        Do(new AddNote("The fuser."), 600);
        Do(new ResolveCase("Replaced the fuser.", null, false, null), 5_000);
        if (chance.Next(2) == 0)
        {
            Do(new ConfirmResolution(), 2_000);
        }

        life.Look(Until);
        return life;

        void Do(CaseCommand command, int withinMinutes)
        {
            at += Duration.FromMinutes(1 + chance.Next(withinMinutes));
            life.Do(command, manager, at);
        }
    }
}
