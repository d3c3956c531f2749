using Caseward.Local.Engine.Dispatch;
using Caseward.Local.Engine.History;
using Caseward.Local.Engine.Tracing;
using Caseward.Local.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Engine.Entities;

/// <summary>
/// Runs what waits for one entity, in memory, one message after the other. Nothing is visible outside until the caller has written the
/// commit; a process that dies before runs the operations again, on the state that they found the first time.
/// </summary>
internal sealed class EntityRunner(
    LocalDatabase database,
    TimeProvider clock,
    TaskCatalog catalog,
    DataConverter converter,
    IServiceProvider services,
    FailureRecorder failures,
    ILogger log)
{
    /// <summary>Runs the next messages of an entity.</summary>
    /// <param name="key">The entity.</param>
    /// <param name="wakes">The messages that woke it.</param>
    /// <param name="stop">Gives up on an operation that does not end.</param>
    public async Task<EntityCommit> RunAsync(long key, IReadOnlyList<Message> wakes, CancellationToken stop)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        (EntityRow? entity, (List<EntityInboxRow> waiting, bool more)) = database.Read(db =>
            EntityRow.Find(db, key) is { } row ? (row, EntityInboxRow.ReadNext(db, row, now)) : ((EntityRow?)null, (new List<EntityInboxRow>(), false)));
        var commit = new EntityCommit(key, now, wakes) { More = more };
        List<EntityInboxRow> operations = [.. waiting.TakeWhile(row => row.Message is EntityOperation)];
        commit.Taken.AddRange(operations.Select(row => row.Seq));
        if (operations.Count > 0)
        {
            await RunOperationsAsync(commit, entity!, operations.ConvertAll(row => (EntityOperation)row.Message), stop);
        }

        // A lock changes what may be taken next, so it ends the batch.
        if (operations.Count < waiting.Count)
        {
            EntityInboxRow last = waiting[operations.Count];
            commit.Taken.Add(last.Seq);
            commit.LockChange = last.Message;
            commit.More = true;
        }

        return commit;
    }

    private async Task RunOperationsAsync(EntityCommit commit, EntityRow row, List<EntityOperation> operations, CancellationToken stop)
    {
        database.Checkpoints.Pass("engine/entity/before-run");
        var id = EntityInstanceId.FromString(row.Id);
        var state = new StateInProgress(converter, row.State);
        var context = new EntityContext(id, converter, new DateTimeOffset(commit.Now));
        await using AsyncServiceScope scope = services.CreateAsyncScope();
        ITaskEntity? entity = null;
        await using var end = new End(() => entity, stop);
        foreach (EntityOperation operation in operations)
        {
            HistoryEvent? answer;
            EntitySpans spans = EntitySpans.Begin(id, operation, log);
            using RunningSpan? run = spans.Run;
            context.Span = run?.Activity;
            try
            {
                if (entity is null && !catalog.TryCreateEntity(id.Name, scope.ServiceProvider, out entity))
                {
                    log.EntityUnknown(row.Id, operation.Name);
                    answer = Failed(operation, new FailureRecord("EntityTaskNotFound", TaskCatalog.NotFound("entity", id.Name, string.Empty), NonRetriable: true));
                }
                else
                {
                    object? result = await entity!.RunAsync(new OperationInProgress(operation, context, state, converter)).AsTask().WaitAsync(stop);
                    string? output = converter.Serialize(result);
                    answer = operation.Caller is { } caller ? new EntityOperationCompleted(caller.TaskId, output) : null;
                    state.Keep();
                    context.Keep();
                }
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                log.OperationFailed(failure, row.Id, operation.Name);
                context.Span.Fail(failure.GetType().FullName!);
                answer = Failed(operation, failures.Record(failure));
                state.Undo();
                context.Undo();
            }

            if (spans.Call is { } call)
            {
                commit.Spans.Add(call);
            }

            if (answer is not null)
            {
                commit.Answers.Add((operation.Caller!, new WrittenEvent(answer)));
            }
        }

        commit.HasRun = true;
        commit.State = state.Serialized;
        commit.Sent.AddRange(context.Sent);
    }

    private static EntityOperationFailed? Failed(EntityOperation operation, FailureRecord failure) =>
        operation.Caller is { } caller ? new EntityOperationFailed(caller.TaskId, failure) : null;

    private sealed class End(Func<ITaskEntity?> entity, CancellationToken stop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() =>
            await ((entity() as IEntityBatch)?.EndAsync() ?? Task.CompletedTask).WaitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
