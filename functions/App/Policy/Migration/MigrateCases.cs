using System.Collections.Concurrent;
using Caseward.App.Cases;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Policy.Migration;

/// <summary>Moves one page of open cases. Run twice, the second run finds the page done and answers as the first did.</summary>
internal sealed partial class MigrateCases(PolicyStore store, PolicyCatalog policies, CaseViews views, CaseDesk desk, TimeProvider time, ILogger<MigrateCases> logger)
{
    private const int PageSize = 100;

    private const int AtOnce = 8;

    /// <summary>Cases that change all the time could keep it going; after so many passes it ends.</summary>
    private const int MaxPasses = 10;

    private const int MostUnfitCases = 100;

    [Function(nameof(MigrateCases))]
    public async Task<MigrationStep> RunAsync([ActivityTrigger] MigrationInput input, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        PolicySchedule schedule = (await store.ReadHeadAsync(cancellationToken)).Schedule;
        if (schedule.At(time.Now()) is not { } activation || activation.Sequence != input.Sequence)
        {
            return await EndAsync(input, MigrationState.Superseded, [], cancellationToken);
        }

        if (await store.FindStopAsync(input.Sequence, cancellationToken) is not null)
        {
            return await EndAsync(input, MigrationState.Stopped, [], cancellationToken);
        }

        MigrationProgress? progress = await store.FindMigrationAsync(input.Sequence, cancellationToken);
        if (progress?.Page == input && progress.Next is { } known)
        {
            return new MigrationStep(MigrationState.Running, progress.Moved, known);
        }

        ViewPage page = await views.ReadOpenAsync(input.Position, PageSize, cancellationToken);
        var command = new MigratePolicy(await policies.VersionAsync(activation.Version, cancellationToken), activation.Reason);
        var outcomes = new ConcurrentBag<(CaseNumber Number, DeskAnswer? Answer)>();
        await Parallel.ForEachAsync(
            page.Rows.Where(row => row.PolicyVersion != activation.Version),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (row, stop) => outcomes.Add((row.Number, await MoveAsync(row.Number, command, activation, client, stop))));

        int moved = outcomes.Count(outcome => outcome.Answer is DeskAnswer.Done { Repeated: false });
        CaseNumber[] unfit = [.. outcomes.Where(outcome => outcome.Answer is null || IsRefused(outcome.Answer, RuleCodes.PolicyUnfit)).Select(outcome => outcome.Number)];
        MigrationInput next = input with
        {
            Position = page.Continuation,
            Moved = input.Moved + moved,
            MovedInPass = input.MovedInPass + moved,
            Kept = input.Kept + outcomes.Count(outcome => IsRefused(outcome.Answer, RuleCodes.PolicyKept)),
            Unfit = input.Unfit + unfit.Length,
        };
        if (page.Continuation is not null)
        {
            return await GoOnAsync(input, next, next, unfit, cancellationToken);
        }

        return next.MovedInPass == 0 || next.Pass == MaxPasses
            ? await EndAsync(next, MigrationState.Finished, unfit, cancellationToken)
            : await GoOnAsync(input, next, next with { Pass = next.Pass + 1, MovedInPass = 0, Kept = 0, Unfit = 0 }, unfit, cancellationToken);
    }

    /// <summary>
    /// Moves a case. Nothing when its decisions cannot be worked out under the version, whatever the reason: it keeps its own, is counted and named, and
    /// the others go on. Trouble with storage is no such reason; the page is tried again.
    /// </summary>
    private async Task<DeskAnswer?> MoveAsync(CaseNumber number, MigratePolicy command, PolicyActivation activation, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            return await desk.ExecuteAsync(number, command, activation.By, $"migrate/{activation.Sequence}", expectedVersion: null, client, cancellationToken);
        }
        catch (Exception wrong) when (DecisionFault.Is(wrong))
        {
            LogCannotMove(logger, number.Value, activation.Version, wrong);
            return null;
        }
    }

    private static bool IsRefused(DeskAnswer? answer, string code) => answer is DeskAnswer.Refused refused && refused.Refusal.Code == code;

    private async Task<MigrationStep> GoOnAsync(MigrationInput page, MigrationInput done, MigrationInput next, CaseNumber[] unfit, CancellationToken cancellationToken)
    {
        await WriteAsync(done, MigrationState.Running, unfit, page, next, cancellationToken);
        return new MigrationStep(MigrationState.Running, done.Moved, next);
    }

    private async Task<MigrationStep> EndAsync(MigrationInput done, MigrationState state, CaseNumber[] unfit, CancellationToken cancellationToken)
    {
        await WriteAsync(done, state, unfit, page: null, next: null, cancellationToken);
        return new MigrationStep(state, done.Moved, Next: null);
    }

    private async Task WriteAsync(
        MigrationInput done, MigrationState state, CaseNumber[] unfit, MigrationInput? page, MigrationInput? next, CancellationToken cancellationToken)
    {
        MigrationProgress? before = await store.FindMigrationAsync(done.Sequence, cancellationToken);
        var progress = new MigrationProgress
        {
            State = state,
            Moved = done.Moved,
            Kept = done.Kept,
            Unfit = done.Unfit,
            UnfitCases = [.. (before?.UnfitCases ?? []).Union(unfit).Take(MostUnfitCases)],
            Pass = done.Pass,
            At = time.Now(),
            Page = page,
            Next = next,
        };
        await store.WriteMigrationAsync(done.Sequence, progress, cancellationToken);
    }

    [LoggerMessage(EventId = 1310, Level = LogLevel.Error, Message = "Case {Number} cannot be moved to policy {Version}; it keeps its own")]
    private static partial void LogCannotMove(ILogger logger, string number, string version, Exception reason);
}
