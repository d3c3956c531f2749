using Caseward.Local.Hosting.Settings;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Hosting.Time;

/// <summary>
/// Remembers where the clock of a file stands, so that it never runs backwards over a restart, also when the machine's clock was set back: at each move, at
/// the stop, and while it runs along with what is committed, once a second. After a kill and such a step back at once, it may repeat that second.
/// A clock that nobody ever moved follows real time; and while the process is down, no more than real time passes.
/// </summary>
internal sealed class ClockKeeper(LocalDatabase database, LocalClock clock, LocalOptions options) : IDisposable
{
    public static readonly SchemaPart Schema = new(
        "clock", "CREATE TABLE clock (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, real INTEGER NOT NULL, speed REAL NOT NULL)");

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private bool _triesAgain;
    private DateTimeOffset _saved;
    private volatile Task _saving = Task.CompletedTask;

    /// <summary>Completes once the place of the last move is durable: whoever is told that the clock stands there may rely on it.</summary>
    /// <exception cref="LocalStorageException">It could not be written, and is tried again until it can.</exception>
    public Task WhenSavedAsync() => _saving;

    /// <summary>Puts the clock where it stood, and time that passed since on top; then keeps an eye on it.</summary>
    public async Task PrepareAsync()
    {
        if (database.Read(db => db.Query("SELECT position, real, speed FROM clock", Map)) is [var left])
        {
            clock.Restore(left, unnoted: Interval);
            clock.AdvanceTo(options.ClockStart ?? left.Position);
        }

        // The first to hear of a change, so its row is written before anything that happens at the new time.
        clock.Changed += Save;
        await SaveAsync();
        database.BeforeCommit = SaveAlong;
    }

    /// <summary>Remembers where it stands; from there on real time passes at most.</summary>
    public async Task StopAsync()
    {
        Dispose();
        try
        {
            await database.WriteAsync(db =>
            {
                ClockReading now = clock.Read();
                return Write(db, now with { Speed = Math.Min(now.Speed, 1) });
            });
        }
        catch (LocalStorageException)
        {
            // A full disk must not keep anybody from stopping. What was committed was committed with its time.
        }
        catch (ObjectDisposedException)
        {
            // A start that failed: the file was closed first.
        }
    }

    public void Dispose()
    {
        clock.Changed -= Save;
        database.BeforeCommit = null;
    }

    private void Save() => _saving = SaveOrTryAgainAsync();

    private async Task SaveOrTryAgainAsync()
    {
        try
        {
            await SaveAsync();
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
                await SaveAsync();
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

    private Task<int> SaveAsync() => database.WriteAsync(db => Write(db, clock.Read()));

    private void SaveAlong(LocalConnection db)
    {
        ClockReading now = clock.Read();
        if (now.Speed > 0 && now.Real - _saved >= Interval)
        {
            _saved = now.Real;
            Write(db, now);
        }
    }

    private static int Write(LocalConnection db, ClockReading at) => db.Execute(
        "INSERT INTO clock VALUES (1, ?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET position = MAX(position, ?1), real = ?2, speed = ?3",
        at.Position.UtcTicks, at.Real.UtcTicks, at.Speed);

    private static ClockReading Map(LocalRow row) => new(Instant(row.GetInt64(0)), Instant(row.GetInt64(1)), row.GetDouble(2));

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
