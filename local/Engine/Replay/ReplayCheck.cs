using Caseward.Local.Engine.History;
using DurableTask.Core.Exceptions;

namespace Caseward.Local.Engine.Replay;

/// <summary>Compares what an orchestrator asks for on replay with what its history says that it asked for.</summary>
internal static class ReplayCheck
{
    private const string Advice = "Was its code changed while this instance was under way? Changed code needs a new version.";

    /// <summary>Compares one turn, as the real executor does: each decision has its action. An action without a decision is new, and no difference yet.</summary>
    /// <param name="orchestrator">The orchestrator, for messages.</param>
    /// <param name="decisions">What the history says.</param>
    /// <param name="actions">What it has asked for; what was decided is taken out.</param>
    /// <exception cref="NonDeterministicOrchestrationException">They differ.</exception>
    public static void Match(string orchestrator, IReadOnlyList<HistoryEvent> decisions, SortedDictionary<int, OrchestratorAction> actions)
    {
        foreach (DecisionEvent decided in decisions.Cast<DecisionEvent>())
        {
            if (!actions.Remove(decided.TaskId, out OrchestratorAction? action))
            {
                throw Mismatch(orchestrator, decided, "it now does not ask for it");
            }

            if (!IsSame(decided, action.ToDecision()))
            {
                throw Mismatch(orchestrator, decided, $"it now asks for {Describe(action.ToDecision())} in its place");
            }
        }
    }

    private static bool IsSame(DecisionEvent before, DecisionEvent now) => (before, now) switch
    {
        (TaskScheduled one, TaskScheduled other) => IsSame(one.Name, other.Name),
        (TimerCreated, TimerCreated) => true,
        (SubOrchestrationCreated one, SubOrchestrationCreated other) => IsSame(one.Name, other.Name),
        (EventSent one, EventSent other) => IsSame(one.Name, other.Name),
        (EntityCalled one, EntityCalled other) => one.Entity == other.Entity && IsSame(one.Operation, other.Operation),
        (EntitySignaled one, EntitySignaled other) => one.Entity == other.Entity && IsSame(one.Operation, other.Operation),
        (EntityLockRequested one, EntityLockRequested other) => one.Entities.SequenceEqual(other.Entities, StringComparer.Ordinal),
        (EntitiesUnlocked one, EntitiesUnlocked other) => one.Entities.SequenceEqual(other.Entities, StringComparer.Ordinal),
        _ => false,
    };

    private static bool IsSame(string before, string now) => string.Equals(before, now, StringComparison.OrdinalIgnoreCase);

    private static NonDeterministicOrchestrationException Mismatch(string orchestrator, DecisionEvent decided, string instead) => new(
        $"the history of the orchestrator '{orchestrator}' says that it asked for {Describe(decided)}, but on replay {instead}. {Advice}");

    private static string Describe(DecisionEvent decision) => decision switch
    {
        TaskScheduled task => $"activity '{task.Name}' (#{task.TaskId})",
        TimerCreated timer => $"a timer (#{timer.TaskId})",
        SubOrchestrationCreated child => $"sub-orchestration '{child.Name}' (#{child.TaskId})",
        EventSent sent => $"sending event '{sent.Name}' (#{sent.TaskId})",
        EntityCalled call => $"operation '{call.Operation}' of entity '{call.Entity}' (#{call.TaskId})",
        EntitySignaled signal => $"signalling '{signal.Operation}' to entity '{signal.Entity}' (#{signal.TaskId})",
        EntityLockRequested wish => $"locks on {string.Join(", ", wish.Entities)} (#{wish.TaskId})",
        EntitiesUnlocked over => $"the end of the critical section on {string.Join(", ", over.Entities)} (#{over.TaskId})",
        _ => decision.ToString(),
    };
}
