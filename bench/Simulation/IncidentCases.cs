using Caseward.Bench.Replay;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Bench.Simulation;

/// <summary>The incident log told to the domain alone: the same steps as the replay through a whole system, in a second instead of minutes.</summary>
internal static class IncidentCases
{
    private static readonly Duration Afterwards = Duration.FromDays(21);

    private static readonly Actor Manager = new(ActorKind.Manager, Desk.Manager);

    /// <summary>The case of each incident, and until when it was followed.</summary>
    public static (IReadOnlyList<RecordedCase> Cases, Instant Until) Record(ReplayPlan plan, ServicePolicy policy)
    {
        var cases = new Dictionary<string, RecordedCase>(StringComparer.Ordinal);
        foreach (ReplayStep step in plan.Steps)
        {
            if (step is ReplayStep.Open open)
            {
                var opened = new RecordedCase(policy, CaseNumber.FromDraw(cases.Count));
                opened.Open(CommandOf(open.Request), Manager, open.At);
                cases.Add(open.Incident, opened);
            }
            else
            {
                cases[step.Incident].Do(CommandOf(step), Manager, step.At);
            }
        }

        Instant until = plan.Steps[^1].At + Afterwards;
        foreach (RecordedCase recorded in cases.Values)
        {
            recorded.Look(until);
        }

        return ([.. cases.Values], until);
    }

    private static OpenCase CommandOf(LoggedRequest request) => new()
    {
        Subject = request.Subject,
        Description = request.Description,
        Priority = request.Priority,
        Department = Desk.Department,
        Origin = request.ByMail ? Origin.Email : Origin.Phone,
        Language = request.Language,
        Contact = new Contact { Name = request.Name, Email = request.Email, Phone = request.Phone },
        Region = request.ByMail ? null : request.Queue.Region,
        MenuChoice = request.ByMail ? null : request.Queue.MenuChoice,
        Mailbox = request.ByMail ? Desk.Mailbox : null,
    };

    private static CaseCommand CommandOf(ReplayStep step) => step switch
    {
        ReplayStep.Assign assign => new AssignCase(assign.Person),
        ReplayStep.Release release => new ReleaseCase(release.Queue, "The log says that another group has it."),
        ReplayStep.Ask => new AddComment("Could you tell us more, please?"),
        ReplayStep.Wait => new WaitForCustomer("The log awaits its user."),
        ReplayStep.Resume => new ResumeCase(),
        ReplayStep.Resolve resolve => new ResolveCase(resolve.Solution, resolve.Solution is null ? "The log does not tell how it ended." : null, false, null),
        ReplayStep.Reopen => new ReopenCase("The log's user was not helped."),
        ReplayStep.Confirm => new ConfirmResolution(),
        ReplayStep.Close => new CloseCase("The log's automation closed it."),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.GetType().Name, "A step that nobody knows how to tell."),
    };
}
