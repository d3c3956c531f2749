using Caseward.App.Durable;
using Caseward.Domain.Cases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Lifecycle;

/// <summary>
/// Watches one case until it is closed and its survey is sent or skipped. It is an alarm clock around a pure function: a look finds what is due
/// and does it, then the clock waits for the next wake-up or for a sign that the case changed. Who changes a case plans its next look; a sign that
/// says no more than that only sets the alarm. It never trusts a message for facts, so a lost, late, doubled or reordered sign can delay a look
/// but never make a wrong decision. A successor gets signs from the sweep alone, which starts it again as well: with nothing to wake up for, it ends.
/// </summary>
internal static class CaseLifecycle
{
    /// <summary>After so many turns the history starts afresh; until then one execution and one live timer serve.</summary>
    private const int TurnsPerExecution = 20;

    /// <summary>From so many turns on it does so as soon as an alarm has rung, because no timer is left behind then.</summary>
    private const int EnoughTurns = 10;

    [Function(nameof(CaseLifecycle))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, LifecycleInput input)
    {
        // One live wait for the one event name, kept until it completes: an abandoned wait would swallow an event.
        Task<CaseChanged> changed = context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
        Alarm? alarm = null;
        LifecycleInput look = input;
        for (int turn = 1; ; turn++)
        {
            PlannedLook? planned = look.Planned ?? await LookAsync(context, look);
            if (planned is null || (planned.At is null && context.InstanceId == LifecycleSignals.SuccessorOf(CaseNumber.Parse(input.Number))))
            {
                alarm?.Cancel();
                return;
            }

            if (planned.At is { } wakeUp && (alarm is null || wakeUp < alarm.RingsAt))
            {
                alarm?.Cancel();
                alarm = Alarm.Set(context, wakeUp);
            }

            bool rang = alarm is not null && await Task.WhenAny(changed, alarm.Ring) == alarm.Ring;
            if (!rang)
            {
                await changed;
            }

            // However many signs came, one look serves them all. The alarm of an earlier plan rings for nothing.
            bool isDue = rang && planned.At <= alarm!.RingsAt;
            look = new LifecycleInput(input.Number, Planned: isDue ? null : planned);
            while (changed.IsCompleted)
            {
                look = look.With(await changed);
                changed = context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
            }

            if (turn == TurnsPerExecution || (rang && turn >= EnoughTurns))
            {
                alarm?.Cancel();
                context.ContinueAsNew(look);
                return;
            }

            alarm = rang ? null : alarm;
        }
    }

    /// <summary>Looks at the case.</summary>
    /// <returns>The next look; <see langword="null"/> when the case is over.</returns>
    private static async Task<PlannedLook?> LookAsync(TaskOrchestrationContext context, LifecycleInput look)
    {
        TurnResult result = await context.CallActivityAsync<TurnResult>(nameof(Advance), look, Retries.Storage);
        if (result.Outbox.Count > 0)
        {
            await context.CallActivityAsync(nameof(HandOver), new HandOverInput(look.Number, result.Outbox), Retries.Storage);
        }

        return result.IsFinished ? null : new PlannedLook(result.WakeUpAt);
    }
}
