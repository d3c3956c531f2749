using Caseward.App.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Lifecycle;

/// <summary>
/// Watches one case until it is closed and its survey is sent or skipped. It is an alarm clock around a pure function: each turn looks at
/// the case, does what is due, and waits for the next wake-up or for a sign that the case changed. It never trusts
/// a message for facts, so a lost, late, doubled or reordered sign can delay a look but never make a wrong decision.
/// </summary>
internal static class CaseLifecycle
{
    /// <summary>After so many turns the history starts afresh; until then one execution and one live timer serve.</summary>
    private const int TurnsPerExecution = 20;

    [Function(nameof(CaseLifecycle))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, LifecycleInput input)
    {
        // One live wait for the one event name, kept until it completes: an abandoned wait would swallow an event.
        Task<CaseChanged> changed = context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
        Alarm? alarm = null;
        LifecycleInput look = input;
        for (int turn = 1; ; turn++)
        {
            TurnResult result = await context.CallActivityAsync<TurnResult>(nameof(Advance), look, Retries.Storage);
            if (result.Outbox.Count > 0)
            {
                await context.CallActivityAsync(nameof(HandOver), new HandOverInput(input.Number, result.Outbox), Retries.Storage);
            }

            if (result.IsFinished)
            {
                alarm?.Cancel();
                return;
            }

            if (result.WakeUpAt is { } wakeUp && (alarm is null || wakeUp < alarm.RingsAt))
            {
                alarm?.Cancel();
                alarm = Alarm.Set(context, wakeUp);
            }

            bool rang = alarm is not null && await Task.WhenAny(changed, alarm.Ring) == alarm.Ring;
            if (!rang)
            {
                await changed;
            }

            // However many signs came, one look serves them all.
            look = new LifecycleInput(input.Number);
            while (changed.IsCompleted)
            {
                look = look with { Shown = (await changed).Shown };
                changed = context.WaitForExternalEvent<CaseChanged>(CaseChanged.EventName);
            }

            if (rang || turn == TurnsPerExecution)
            {
                alarm?.Cancel();
                context.ContinueAsNew(look);
                return;
            }
        }
    }
}
