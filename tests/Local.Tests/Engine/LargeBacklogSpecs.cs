using Caseward.Local.Engine.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

/// <summary>Much that is large and waits: it waits in the file, and memory and a start know of it by its keys.</summary>
public sealed class LargeBacklogSpecs() : EngineSpecs(Memory.Hot)
{
    private const int Length = 1 << 20;
    private const int Count = 40;

    private readonly SemaphoreSlim _gate = new(0);
    private int _runs;

    [Fact]
    public async Task Activities_find_their_inputs_again_after_a_crash_and_without_one()
    {
        await StartFanAsync();
        string id = await StartInstanceAsync("Fan");
        await Client.WaitForInstanceStartAsync(id);
        _gate.Release(Count);

        Assert.Equal(Count * (long)Length, (await CompletedAsync(id)).ReadOutputAs<long>());

        id = await StartInstanceAsync("Fan");
        await Client.WaitForInstanceStartAsync(id);
        await CrashAndRestartAsync();

        // Those that ran when the process died still wait here, and take some.
        _gate.Release(2 * Count);

        Assert.Equal(Count * (long)Length, (await CompletedAsync(id)).ReadOutputAs<long>());
    }

    [Fact]
    public async Task What_waits_in_the_file_is_not_run_for_an_instance_that_has_ended()
    {
        await StartFanAsync();
        string id = await StartInstanceAsync("Fan");
        await Client.WaitForInstanceStartAsync(id);
        await Client.TerminateInstanceAsync(id);
        await CompletedAsync(id);

        _gate.Release(Count);
        await IdleAsync();

        Assert.InRange(_runs, 0, Count / 2);
    }

    [Fact]
    public async Task A_start_reads_none_of_the_inputs_and_events_that_wait()
    {
        await StartFanAsync();
        string id = await StartInstanceAsync("Fan");
        await Client.WaitForInstanceStartAsync(id);
        await Client.ScheduleNewOrchestrationInstanceAsync("Join", null, new StartOrchestrationOptions("later", Noon.AddHours(1)));
        await RaiseAsync("later");

        (int Rows, long Bytes) read = Database.Read(db =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            int rows = InboxRow.ReadWaiting(db).Count + ActivityRow.ReadKeys(db).Count;
            return (rows, GC.GetAllocatedBytesForCurrentThread() - before);
        });

        Assert.Equal(Count + Count, read.Rows);
        Assert.InRange(read.Bytes, 0, Length / 2);
        await CrashAndRestartAsync();
        _gate.Release(2 * Count);
        await CompletedAsync(id);
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(Count * (long)Length, (await CompletedAsync("later")).ReadOutputAs<long>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_scheduled_start_takes_what_waited_in_turns_of_a_few_megabytes(bool dies)
    {
        await StartFanAsync();
        await Client.ScheduleNewOrchestrationInstanceAsync("Join", null, new StartOrchestrationOptions("later", Noon.AddHours(1)));
        await RaiseAsync("later");
        if (dies)
        {
            await CrashAndRestartAsync();
        }

        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(Count * (long)Length, (await CompletedAsync("later")).ReadOutputAs<long>());
        Assert.InRange(LongestTurn(), Length, 9 * Length);
    }

    [Fact]
    public async Task One_that_runs_takes_what_came_meanwhile_in_turns_of_a_few_megabytes()
    {
        await StartFanAsync();
        string id = await StartInstanceAsync("Join");
        await IdleAsync();
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/turn/before-commit")
            {
                throw new InvalidOperationException("no turn commits for now");
            }
        };
        await RaiseAsync(id);
        Database.Checkpoints.OnPass = null;

        Assert.Equal(Count * (long)Length, (await CompletedAsync(id)).ReadOutputAs<long>());
        Assert.InRange(LongestTurn(), Length, 9 * Length);
    }

    [Fact]
    public async Task Results_of_activities_are_taken_in_turns_of_a_few_megabytes_too()
    {
        await StartFanAsync();
        using var drawn = new CountdownEvent(Count);
        string id = await StartInstanceAsync("Paint");
        await Client.WaitForInstanceStartAsync(id);
        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/activity/after-run")
            {
                drawn.Signal();
            }
            else if (place == "engine/turn/before-commit")
            {
                throw new InvalidOperationException("no turn commits for now");
            }
        };
        _gate.Release(Count);
        Assert.True(await Task.Run(() => drawn.Wait(Patience)));
        Database.Checkpoints.OnPass = null;

        Assert.Equal(Count * (long)Length, (await CompletedAsync(id)).ReadOutputAs<long>());
        Assert.InRange(LongestTurn(), Length, 9 * Length);
    }

    [Fact]
    public async Task Operations_of_an_entity_are_taken_in_batches_of_a_few_megabytes_too()
    {
        await StartAsync(tasks => tasks.AddEntity<Scroll>());
        var scroll = new EntityInstanceId("Scroll", "one");
        foreach (int i in Enumerable.Range(0, Count))
        {
            await Client.Entities.SignalEntityAsync(scroll, "add", new string('x', Length), new SignalEntityOptions { SignalTime = Noon.AddHours(1) });
        }

        int batches = 0;
        Database.Checkpoints.OnPass = place => batches += place == "engine/entity/before-commit" ? 1 : 0;
        await AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(Count * (long)Length, (await Client.Entities.GetEntityAsync<long>(scroll))!.State);
        Assert.InRange(batches, Count / 8, Count);
    }

    [Fact]
    public async Task A_large_operation_waits_for_no_more_than_half_a_batch_of_signals_that_have_come_due()
    {
        await StartAsync(tasks => tasks.AddEntity<Pages>());
        var pages = new EntityInstanceId("Pages", "one");
        foreach (int i in Enumerable.Range(0, Count))
        {
            await Client.Entities.SignalEntityAsync(pages, "add", new string('x', Length), new SignalEntityOptions { SignalTime = Noon.AddHours(1) });
        }

        Database.Checkpoints.OnPass = place =>
        {
            if (place == "engine/entity/before-commit")
            {
                throw new InvalidOperationException("no batch commits for now");
            }
        };
        Clock.Advance(TimeSpan.FromHours(1));
        await Client.Entities.SignalEntityAsync(pages, "add", new string('x', 6 * Length));
        Database.Checkpoints.OnPass = null;
        await IdleAsync();

        List<int> lengths = (await Client.Entities.GetEntityAsync<List<int>>(pages))!.State!;
        Assert.Equal(Count + 1, lengths.Count);

        // Behind the batch that had begun, of eight million characters, and half of the next.
        Assert.InRange(lengths.IndexOf(6 * Length), 1, 8 + 4);
    }

    [Fact]
    public async Task What_waits_for_a_start_that_is_called_off_goes_with_it()
    {
        await StartFanAsync();
        await Client.ScheduleNewOrchestrationInstanceAsync("Join", null, new StartOrchestrationOptions("later", Noon.AddHours(1)));
        await RaiseAsync("later");

        await Client.TerminateInstanceAsync("later", "not needed");

        Assert.Equal("not needed", (await CompletedAsync("later")).ReadOutputAs<string>());
        await IdleAsync();
        Assert.Empty(Database.Read(InboxRow.ReadWaiting));
    }

    private async Task RaiseAsync(string id)
    {
        for (int i = 0; i < Count; i++)
        {
            await Client.RaiseEventAsync(id, "Page", new string('x', Length));
        }
    }

    private long LongestTurn() => Database.Read(db => Convert.ToInt64(db.Scalar("SELECT max(octet_length(content)) FROM durable_history")));

    private Task StartFanAsync() => StartAsync(
        tasks => tasks
            .AddOrchestratorFunc<long>("Fan", async context =>
                (await Task.WhenAll(Enumerable.Range(0, Count).Select(i => context.CallActivityAsync<long>("Measure", new string((char)('a' + (i % 26)), Length))))).Sum())
            .AddActivityFunc<string, long>("Measure", async (_, text) =>
            {
                Interlocked.Increment(ref _runs);
                await _gate.WaitAsync();
                return text.Length;
            })
            .AddOrchestratorFunc<long>("Paint", async context =>
                (await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => context.CallActivityAsync<string>("Draw")))).Sum(text => (long)text.Length))
            .AddActivityFunc("Draw", async _ =>
            {
                await _gate.WaitAsync();
                return new string('x', Length);
            })
            .AddOrchestratorFunc<long>("Join", async context =>
            {
                long length = 0;
                for (int i = 0; i < Count; i++)
                {
                    length += (await context.WaitForExternalEvent<string>("Page")).Length;
                }

                return length;
            }),
        options => options with { MaxConcurrentActivities = 2 });

    private sealed class Scroll : TaskEntity<long>
    {
        public void Add(string page) => State += page.Length;
    }

    private sealed class Pages : TaskEntity<List<int>>
    {
        public void Add(string page) => State.Add(page.Length);
    }
}
