using Caseward.Local.Hosting.Settings;
using Caseward.Local.Hosting.Time;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Tests.Time;

public sealed class ClockKeeperTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly string _folder = Directory.CreateTempSubdirectory("caseward-").FullName;
    private readonly Machine _machine = new();
    private LocalDatabase? _database;
    private ClockKeeper? _keeper;
    private LocalClock _clock = new();

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_clock_that_nobody_moved_does_not_go_back_when_the_machine_does_so_while_nothing_runs()
    {
        _machine.Run(2 * Hour);
        await StopAsync();

        _machine.Reboot(-5 * Hour);
        await StartAsync();
        _machine.Run(Hour);

        Assert.Equal(Machine.Noon + (3 * Hour), _clock.GetUtcNow());
    }

    [Fact]
    public async Task What_was_committed_before_a_kill_does_not_lie_ahead_of_the_clock_after_it()
    {
        _machine.Run(2 * Hour);
        await _database!.WriteAsync(_ => true);
        await KillAsync();

        _machine.Reboot(-5 * Hour);
        await StartAsync();

        Assert.Equal(Machine.Noon + (2 * Hour), _clock.GetUtcNow());
    }

    [Fact]
    public async Task After_a_kill_of_a_clock_that_ran_fast_no_more_than_real_time_has_passed_while_nothing_ran()
    {
        _clock.SetSpeed(3600);
        await _keeper!.WhenSavedAsync();
        _machine.Run(TimeSpan.FromSeconds(10));
        await _database!.WriteAsync(_ => true);
        DateTimeOffset committed = _clock.GetUtcNow();
        await KillAsync();

        _machine.Reboot(12 * Hour);
        await StartAsync();

        Assert.InRange(_clock.GetUtcNow() - committed, 12 * Hour, 13.1 * Hour); // the last second, which may not have been noted, as fast as it was
    }

    [Fact]
    public async Task A_clock_that_nobody_moved_shows_real_time_again_when_the_machine_does()
    {
        _machine.Set(-3 * Hour);
        _machine.Run(Hour);
        await StopAsync();
        _machine.Set(3 * Hour);

        await StartAsync();

        Assert.Equal(Machine.Noon + Hour, _machine.Utc);
        Assert.Equal(_machine.Utc, _clock.GetUtcNow());
    }

    [Fact]
    public async Task A_clock_that_was_moved_goes_on_from_there_and_time_that_passed_comes_on_top()
    {
        _clock.Advance(TimeSpan.FromDays(10));
        _machine.Run(Hour);
        await StopAsync();
        _machine.Reboot(Hour);

        await StartAsync();

        Assert.Equal(Machine.Noon.AddDays(10) + (2 * Hour), _clock.GetUtcNow());
    }

    [Fact]
    public async Task Its_place_is_written_along_with_others_once_a_second_at_most()
    {
        int writes = 0;
        await _database!.WriteAsync(_ => true);
        await _database.WriteAsync(db => db.Execute("CREATE TABLE saved (position INTEGER)")
            + db.Execute("CREATE TRIGGER note AFTER UPDATE ON clock BEGIN INSERT INTO saved VALUES (new.position); END"));
        for (int i = 0; i < 40; i++)
        {
            _machine.Run(TimeSpan.FromMilliseconds(100));
            await _database.WriteAsync(_ => ++writes);
        }

        Assert.Equal(40, writes);
        Assert.Equal(4L, _database.Read(db => db.Scalar("SELECT count(*) FROM saved")));
    }

    private async Task StartAsync()
    {
        _database = LocalDatabase.Open(Path.Combine(_folder, "local.db"), LocalSchema.All, durable: false);
        _clock = new LocalClock(_machine);
        _keeper = new ClockKeeper(_database, _clock, new LocalOptions());
        await _keeper.PrepareAsync();
    }

    private async Task StopAsync()
    {
        await _keeper!.StopAsync();
        await _database!.DisposeAsync();
    }

    private async Task KillAsync()
    {
        await _database!.AbandonAsync();
        _keeper!.Dispose();
    }
}
