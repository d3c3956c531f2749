namespace Caseward.Conformance;

/// <summary>Waits for events: of several the one that is served, those that were cancelled, and those with a time limit.</summary>
public sealed class ExternalEventWaitSpecs : Spec
{
    [Fact]
    [Trait("Since", "1.18")]
    public async Task Of_several_waits_for_one_name_the_latest_is_served_first()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<string>>("Stack", async context =>
        {
            Task<string>[] waits = [.. Enumerable.Range(0, 5).Select(_ => context.WaitForExternalEvent<string>("Go"))];
            return [.. await Task.WhenAll(waits)];
        }));
        string id = await BegunAsync("Stack");

        for (int i = 1; i <= 5; i++)
        {
            await Client.RaiseEventAsync(id, "Go", $"{i}");
        }

        Assert.Equal(["5", "4", "3", "2", "1"], (await OutputOfAsync<List<string>>(id))!);
    }

    [Fact]
    public async Task Two_waits_for_one_name_must_want_the_same_type()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Types", context =>
        {
            _ = context.WaitForExternalEvent<string>("Go");
            try
            {
                _ = context.WaitForExternalEvent<int>("GO");
                return "accepted";
            }
            catch (ArgumentException)
            {
                return "refused";
            }
        }));

        Assert.Equal("refused", await RunAsync<string>("Types"));
    }

    [Fact]
    public async Task One_after_the_other_they_may_want_different_types()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Types", async context =>
            await context.WaitForExternalEvent<string>("Go") + await context.WaitForExternalEvent<int>("Go")));
        string id = await BegunAsync("Types");

        await Client.RaiseEventAsync(id, "Go", "a");
        await Client.RaiseEventAsync(id, "Go", 1);

        Assert.Equal("a1", await OutputOfAsync<string>(id));
    }

    /// <summary>Why code for both keeps one live wait: see the next but one.</summary>
    [Fact]
    [Trait("Until", "1.25")]
    public async Task A_cancelled_wait_swallows_the_next_event_of_its_name()
    {
        var gate = new TaskCompletionSource();
        await StartAsync(tasks => tasks
            .AddOrchestratorFunc<string>("Cancel", async context =>
            {
                using var end = new CancellationTokenSource();
                Task<string> given = context.WaitForExternalEvent<string>("Go", end.Token);
                end.Cancel();
                await context.CallActivityAsync("Gate");
                return $"{given.Status} {await context.WaitForExternalEvent<string>("Go")}";
            })
            .AddActivityFunc("Gate", _ => gate.Task));
        string id = await BegunAsync("Cancel");
        await Client.RaiseEventAsync(id, "Go", "lost");
        await Client.RaiseEventAsync(id, "Go", "seen");
        gate.SetResult();

        Assert.Equal("Canceled seen", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task A_wait_that_was_made_after_a_cancelled_one_gets_the_event()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Cancel", async context =>
        {
            using var end = new CancellationTokenSource();
            end.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.WaitForExternalEvent<string>("Go", end.Token));
            return await context.WaitForExternalEvent<string>("Go");
        }));
        string id = await BegunAsync("Cancel");

        await Client.RaiseEventAsync(id, "Go", "seen");

        Assert.Equal("seen", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task One_wait_that_is_kept_and_made_anew_only_when_it_was_served_sees_every_event()
    {
        const int Events = 30;
        await StartAsync(tasks => tasks.AddOrchestratorFunc<List<int>>("Loop", async context =>
        {
            var seen = new List<int>();
            Task<int> changed = context.WaitForExternalEvent<int>("Changed");
            while (seen.Count < Events)
            {
                using var alarm = new CancellationTokenSource();
                Task ring = context.CreateTimer(TimeSpan.FromMilliseconds(5), alarm.Token);
                if (await Task.WhenAny(changed, ring) == changed)
                {
                    alarm.Cancel();
                    seen.Add(await changed);
                    changed = context.WaitForExternalEvent<int>("Changed");
                }
            }

            return seen;
        }));
        string id = await BegunAsync("Loop");

        for (int i = 0; i < Events; i++)
        {
            await Client.RaiseEventAsync(id, "Changed", i);
        }

        Assert.Equal(Enumerable.Range(0, Events), (await OutputOfAsync<List<int>>(id))!);
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_gives_the_event_when_it_comes_in_time_and_leaves_no_timer()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", context =>
            context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(7))));
        string id = await BegunAsync("Limited");

        await Client.RaiseEventAsync(id, "Go", "in time");

        Assert.Equal("in time", await OutputOfAsync<string>(id));
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_is_cancelled_when_the_time_is_over()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", async context =>
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromMilliseconds(50));
            }
            catch (TaskCanceledException)
            {
                return "too late";
            }
        }));

        Assert.Equal("too late", await RunAsync<string>("Limited"));
    }

    [Fact]
    public async Task A_wait_with_a_time_limit_can_be_given_up_before_it_and_leaves_no_timer()
    {
        await StartAsync(tasks => tasks.AddOrchestratorFunc<string>("Limited", async context =>
        {
            using var end = new CancellationTokenSource();
            Task<string> limited = context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(7), end.Token);
            await context.WaitForExternalEvent<string>("Enough");
            end.Cancel();
            try
            {
                return await limited;
            }
            catch (OperationCanceledException)
            {
                return "given up";
            }
        }));
        string id = await BegunAsync("Limited");

        await Client.RaiseEventAsync(id, "Enough");

        Assert.Equal("given up", await OutputOfAsync<string>(id));
    }
}
