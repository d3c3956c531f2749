using Caseward.Local.Hosting.Settings;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Hosting.Time;

/// <summary>
/// Remembers where the clock of a file stands, so that it never runs backwards over a restart. A clock that nobody ever moved is not
/// remembered and follows real time.
/// </summary>
internal sealed class ClockKeeper(LocalDatabase database, LocalClock clock, LocalOptions options) : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private bool _triesAgain;
    private volatile Task _saving = Task.CompletedTask;

    /// <summary>Completes once the place of the last move is durable: whoever is told that the clock stands there may rely on it.</summary>
    /// <exception cref="LocalStorageException">It could not be written, and is tried again until it can.</exception>
    public Task WhenSavedAsync() => _saving;

    /// <summary>Puts the clock where it stood, and time that passed since on top; then keeps an eye on it.</summary>
    public async Task PrepareAsync()
    {
        await database.EnsureSchemaAsync(
            "clock", "CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, real INTEGER NOT NULL, speed REAL NOT NULL)");
        if (Read() is { } position)
        {
            clock.Restore(options.ClockStart > position ? options.ClockStart.Value : position);
        }

        // The first to hear of a change, so its row is written before anything that happens at the new time.
        clock.Changed += Save;
        if (options.ClockStart is not null || clock.Speed != 1)
        {
            await SaveAsync(clock.Speed);
        }
    }

    /// <summary>Remembers where it stands. While the process is down no more than real time passes.</summary>
    public Task StopAsync()
    {
        clock.Changed -= Save;
        return Read() is null ? Task.CompletedTask : SaveAsync(Math.Min(clock.Speed, 1));
    }

    public void Dispose() => clock.Changed -= Save;

    private DateTimeOffset? Read() => database.Read(db => db.Single(
        "SELECT position, real, speed FROM clock",
        DateTimeOffset? (row) =>
        {
            TimeSpan passed = TimeProvider.System.GetUtcNow() - Instant(row.GetInt64(1));
            return Instant(row.GetInt64(0)) + (passed > TimeSpan.Zero ? passed * row.GetDouble(2) : TimeSpan.Zero);
        }));

    private void Save() => _saving = SaveOrTryAgainAsync();

    private async Task SaveOrTryAgainAsync()
    {
        try
        {
            await SaveAsync(clock.Speed);
        }
        catch (LocalStorageException)
        {
            if (!Interlocked.Exchange(ref _triesAgain, true))
            {
                _ = SaveUntilWrittenAsync();
            }

            throw;
        }
        catch (ObjectDisposedException)
        {
            // Stopped meanwhile, and saved at the stop.
        }
    }

    // A full disk must not make the clock run backwards at the next start.
    private async Task SaveUntilWrittenAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(Retry);
                Volatile.Write(ref _triesAgain, false); // a move from here on is not in what is saved next
                await SaveAsync(clock.Speed);
                return;
            }
            catch (LocalStorageException)
            {
                Volatile.Write(ref _triesAgain, true);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
        }
    }

    private Task<int> SaveAsync(double speed) => database.WriteAsync(db => db.Execute(
        "INSERT INTO clock VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET position = MAX(position, ?1), real = ?2, speed = ?3",
        clock.GetUtcNow().UtcTicks, TimeProvider.System.GetUtcNow().UtcTicks, speed));

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
