using BenchmarkDotNet.Attributes;
using Caseward.Bench.Replay;
using Caseward.Bench.Simulation;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Bench.Looks;

/// <summary>
/// What a look costs in the domain: an ordinary open case under the default policy. It was taken, answered, has waited for its customer twice, and
/// its solution is due in weeks.
/// </summary>
public class EvaluationBenchmarks
{
    private static readonly Instant Opened = Instant.FromUtc(2026, 6, 2, 8, 0);

    private readonly ServicePolicy _policy = SimulateCommand.DefaultPolicy();
    private CaseState _case = new() { Number = CaseNumber.FromDraw(1234567) };
    private CaseEvent[] _events = [];

    [GlobalSetup]
    public void Prepare()
    {
        var manager = new Actor(ActorKind.Manager, Desk.Manager);
        var life = new RecordedCase(_policy, _case.Number);
        life.Open(
            new OpenCase
            {
                Subject = "The printer does not print",
                Description = "Since this morning.",
                Priority = 4,
                Department = Desk.Department,
                Origin = Origin.Email,
                Contact = new Contact { Name = "J. Jansen", Email = "jansen@customers.example", Phone = "0612345678" },
            },
            manager,
            Opened);
        (int Hours, CaseCommand Command)[] said =
        [
            (1, new AssignCase("daan")), (2, new AddComment("Which colour is the light?")), (2, new WaitForCustomer("The colour")), (24, new ResumeCase()),
            (26, new AddComment("And the cable?")), (26, new WaitForCustomer("The cable")), (54, new ResumeCase()),
        ];
        foreach ((int hours, CaseCommand command) in said)
        {
            life.Do(command, manager, Opened + Duration.FromHours(hours));
        }

        _case = life.State;
        _events = [.. life.Events];
    }

    [Benchmark(Description = "Evaluate, nothing is due")]
    public Evaluation Quiet() => CaseEvaluator.Evaluate(_case, _policy, Opened + Duration.FromHours(55));

    [Benchmark(Description = "Evaluate after an outage, two clocks late")]
    public Evaluation Outage() => CaseEvaluator.Evaluate(_case, _policy, Opened + Duration.FromDays(120));

    [Benchmark(Description = "When to look next")]
    public Instant? NextLook() => CaseEvaluator.NextLook(_case, _policy);

    [Benchmark(Description = "Fold the case from its events")]
    public CaseState Fold()
    {
        var state = new CaseState { Number = _case.Number };
        foreach (CaseEvent happened in _events)
        {
            state = state.Apply(happened.Fact, happened.OccurredAt);
        }

        return state;
    }
}
