using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Testing;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Walks;

/// <summary>One step of a random walk: wait, then somebody wants something. Numbers, so that FsCheck can make a failing walk shorter.</summary>
internal sealed record Step(int Wait, int What, int Who, int Detail);

/// <summary>A random life of a case. The moments lie on, just before and just after whatever is due, because that is where rules break.</summary>
internal sealed record Life(int Policy, int Start, IReadOnlyList<Step> Steps)
{
    public override string ToString() => $"policy {Policy}, start {Start}\n  {string.Join("\n  ", RandomWalks.Walk(this).Happened)}";
}

internal static class RandomWalks
{
    public static readonly ServicePolicy[] Policies = [TestPolicies.Default, TestPolicies.Tour, AwkwardPolicies.EverythingAtOnce, AwkwardPolicies.DaysAndWalls, AwkwardPolicies.EveryClock];

    private static readonly Actor[] Actors =
    [
        A.Agent("anna"), A.Agent("bram"), A.Agent("kees"), A.Supervisor("sanne"), A.Supervisor("ingrid"), A.Manager("willem"),
        A.Agent("daan"), A.Supervisor("pieter"), A.Customer(), new Actor(ActorKind.Integration, "erp"),
    ];

    private static readonly string[] People = ["anna", "kees", "willem", "daan", "nobody"];

    private static readonly string?[] Queues = [null, "werkplaats", "werkplaats-tier-2", "standard", "nowhere"];

    private static readonly Gen<Step> AnyStep =
        from wait in Gen.Choose(0, 13)
        from what in Gen.Choose(0, 33)
        from who in Gen.Frequency((6, Gen.Constant(5)), (4, Gen.Choose(0, 9)))
        from detail in Gen.Choose(0, 40)
        select new Step(wait, what, who, detail);

    public static Arbitrary<Life> Any { get; } = Arb.From(
        from policy in Gen.Choose(0, Policies.Length - 1)
        from start in Gen.Choose(0, 6)
        from steps in AnyStep.ListOf()
        select new Life(policy, start, [.. steps]),
        life => Shorter(life.Steps).Select(steps => life with { Steps = steps }));

    /// <summary>How many lives a property is tried on; CASEWARD_LIVES makes it more, for a long night.</summary>
    public static int Lives { get; } = int.TryParse(Environment.GetEnvironmentVariable("CASEWARD_LIVES"), out int lives) ? lives : 60;

    public static OpenCase Opening(Life life) =>
        A.Case() with { Priority = 1 + (life.Start % 4), Contact = A.Case().Contact with { Email = life.Start == 3 ? null : "jan@example.com" } };

    /// <summary>Lives a life, with a look whenever time has passed, and lets somebody check after every step.</summary>
    public static CaseWalk Walk(Life life, Action<CaseWalk>? check = null, bool? mayAskContact = null, bool backdates = true)
    {
        string[] starts = ["2026-06-02T10:00", "2026-06-05T16:30", "2026-06-06T12:00", "2026-06-02T08:30", "2026-06-02T17:00", "2026-03-27T16:59:59", "2026-10-23T13:00"];
        var walk = new CaseWalk(Policies[life.Policy], Opening(life), CaseScenario.Local(starts[life.Start]));
        check?.Invoke(walk);
        foreach (Step step in life.Steps)
        {
            Instant at = After(walk, step);
            walk.Look(at, mayAskContact);
            check?.Invoke(walk);
            if (Command(walk, step, backdates) is { } wanted)
            {
                walk.Do(new Happening(at, wanted, Actors[step.Who]));
                check?.Invoke(walk);
            }
        }

        return walk;
    }

    private static Instant After(CaseWalk walk, Step step)
    {
        Instant now = walk.Now;
        Instant next = CaseEvaluator.NextLook(walk.State, walk.Policy) is { } look && look < now + Duration.FromDays(400) ? Instant.Max(look, now) : now;
        return step.Wait switch
        {
            0 or 1 => now,
            2 => now + Duration.FromTicks(1),
            3 => now + Duration.FromMinutes(step.Detail),
            4 => next,
            5 => next + Duration.FromTicks(1),
            6 => next + Duration.FromSeconds(2),
            7 => Instant.Max(now, next - Duration.FromTicks(1)),
            8 => now + Duration.FromHours(step.Detail),
            9 => walk.Office.NextOpen(now),
            10 => walk.Office.Segments(now).First() is { HasEnd: true } open ? open.End : now,
            11 => now + Duration.FromSeconds(step.Detail),
            12 => now + Duration.FromDays(step.Detail % 8),
            _ => now + Duration.FromDays(step.Detail),
        };
    }

    private static CaseCommand? Command(CaseWalk walk, Step step, bool backdates) => step.What switch
    {
        0 or 1 => new ClaimCase(),
        2 => new AssignCase(People[step.Detail % People.Length]),
        3 => new ReleaseCase(Queues[step.Detail % Queues.Length], null),
        4 or 5 => new AddComment("Hello"),
        6 => new AddNote("Looks like the charger"),
        7 => new LogCall { Direction = CallDirection.Outgoing, Reached = step.Detail % 2 == 0, Notes = "Talked" },
        8 => backdates ? new LogCall { Direction = CallDirection.Incoming, Reached = true, Notes = "Talked", OccurredAt = walk.Now - Duration.FromMinutes(step.Detail * step.Detail) } : null,
        9 or 10 => new WaitForCustomer(null),
        11 => new ResumeCase(),
        12 => new EscalateCase(Queues[step.Detail % Queues.Length], step.Detail % 3 == 0 ? People[step.Detail % People.Length] : null, "Needs the factory"),
        13 or 14 => new RequestCallback
        {
            From = walk.Office.NextOpen(walk.Now) + Duration.FromMinutes(step.Detail),
            Until = walk.Office.NextOpen(walk.Now) + Duration.FromMinutes(step.Detail + 1 + (step.Detail * 7 % 60)),
            Phone = "0612345678",
        },
        15 => new CompleteCallback((CallbackOutcome)(step.Detail % 3), "Talked"),
        16 => new ResolveCase("New charger", null, false, null),
        17 => new ResolveCase(null, "Sold", false, null),
        18 => new ConfirmResolution(),
        19 or 20 => new ReopenCase("Red again"),
        21 when step.Detail % 4 == 0 => new CloseCase("Duplicate", step.Detail % 8 == 0 ? CaseNumber.FromDraw(1234568) : null),
        22 => new AnswerSurvey(Math.Max(1, walk.State.Surveys), 1 + (step.Detail % 5), null),
        24 or 25 => new ChangePriority(1 + (step.Detail % 4), "Changed"),
        26 => new AgreeDate(walk.Now + Duration.FromHours(1 + (step.Detail * 5)), step.Detail % 2 == 0 ? walk.State.AgreedAt : null, null),
        27 => new WithdrawAgreedDate("Off"),
        28 => new DeescalateCase(Queues[step.Detail % Queues.Length], "Known now"),
        29 => new ReassignCallback(People[step.Detail % People.Length]),
        30 => new ReplaceContact(new Contact { Name = "Piet", Email = "piet@example.com" }, step.Detail % 2 == 0 ? walk.Now.InZone(walk.Office.Zone).Date.PlusDays(step.Detail) : null),
        31 => new CompleteTask(1 + (step.Detail % 3), null),
        32 => backdates ? new AddComment("Earlier") { OccurredAt = walk.Now - Duration.FromMinutes(step.Detail * step.Detail) } : null,
        33 => new RecordMachineMail("Out of office", "<oof@example.com>"),
        23 => step.Detail % 2 == 0 ? new RecordMailFailure("key", "Bounced") : new RecordWithdrawal("key", "notice.handled"),
        _ => null,
    };

    private static IEnumerable<IReadOnlyList<Step>> Shorter(IReadOnlyList<Step> steps)
    {
        if (steps.Count > 3)
        {
            yield return [.. steps.Take(steps.Count / 2)];
            yield return [.. steps.Skip(steps.Count / 2)];
        }

        for (int drop = 0; drop < steps.Count; drop++)
        {
            yield return [.. steps.Where((_, index) => index != drop)];
        }

        for (int calm = 0; calm < steps.Count; calm++)
        {
            if (steps[calm].Wait != 0)
            {
                yield return [.. steps.Select((step, index) => index == calm ? step with { Wait = 0 } : step)];
            }
        }
    }
}
