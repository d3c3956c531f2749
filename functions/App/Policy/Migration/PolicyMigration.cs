using Caseward.App.Durable;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.App.Policy.Migration;

/// <summary>
/// Moves the open cases to the version that came into force, when whoever activated it asked for that (rule K10): page by page through the
/// queues, and through them again until a pass moves nothing, because cases change while it goes on. Each case is moved by one idempotent
/// command, so it can be stopped, killed and begun again at any point. It ends by itself when it is stopped or another version comes into
/// force. One instance per activation.
/// </summary>
internal static class PolicyMigration
{
    /// <summary>After so many pages the history starts afresh.</summary>
    private const int PagesPerExecution = 20;

    [Function(nameof(PolicyMigration))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, MigrationInput input)
    {
        for (int page = 0; page < PagesPerExecution; page++)
        {
            MigrationStep step = await context.CallActivityAsync<MigrationStep>(nameof(MigrateCases), input, Retries.Storage);
            context.SetCustomStatus(step);
            if (step.Next is not { } next)
            {
                return;
            }

            input = next;
        }

        context.ContinueAsNew(input);
    }
}
