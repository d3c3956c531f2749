using Caseward.Local.Hosting;

namespace Caseward.Local.Tests.Hosting;

/// <summary>The order in which the parts of the runtime stop, and the time that each has for it.</summary>
public sealed class PartsServiceTests
{
    private readonly List<string> _ended = [];

    [Fact]
    public async Task What_brings_work_stops_together_and_the_engine_after_it()
    {
        var queues = new TaskCompletionSource();
        var schedules = new TaskCompletionSource();

        await StopAsync(
            new Part("engine", _ => Task.CompletedTask, _ended),
            new Part("queues", _ => MeetAsync(queues, schedules), _ended),
            new Part("schedules", _ => MeetAsync(schedules, queues), _ended));

        Assert.Equal("engine", _ended[^1]);
        Assert.Equal(["engine", "queues", "schedules"], _ended.Order());
    }

    [Fact]
    public async Task What_does_not_stop_in_time_or_fails_takes_nothing_of_the_engine_s_time()
    {
        bool? engineIsLate = null;

        await StopAsync(
            new Part("engine", token => Task.FromResult(engineIsLate = token.IsCancellationRequested), _ended),
            new Part("endless", token => Task.Delay(Timeout.Infinite, token), _ended),
            new Part("broken", _ => throw new InvalidOperationException("cannot stop"), _ended));

        Assert.Equal(["engine"], _ended);
        Assert.False(engineIsLate);
    }

    private static async Task StopAsync(params ILocalPart[] parts)
    {
        var service = new PartsService(parts);
        await service.StartAsync(CancellationToken.None);
        await service.StopAsync(CancellationToken.None);
    }

    private static async Task MeetAsync(TaskCompletionSource mine, TaskCompletionSource other)
    {
        mine.SetResult();
        await other.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private sealed class Part(string name, Func<CancellationToken, Task> stop, List<string> ended) : ILocalPart
    {
        public string Name => name;

        public bool IsIdle => true;

        public DateTimeOffset? NextWakeUp => null;

        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await stop(cancellationToken);
            lock (ended)
            {
                ended.Add(name);
            }
        }
    }
}
