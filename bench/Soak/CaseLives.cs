using System.Diagnostics;
using Caseward.Bench.Hosting;
using Caseward.Bench.Load;
using Caseward.Bench.Replay;

namespace Caseward.Bench.Soak;

/// <summary>Cases that are opened, taken, answered, solved and confirmed, one after the other by many at a time. One in a hundred has an e-mail address: the policy sends one mail a minute.</summary>
/// <param name="caseward">The application.</param>
/// <param name="perSecond">How many begin in a second at most.</param>
internal sealed class CaseLives(CasewardClient caseward, double perSecond)
{
    public const int CommandsPerLife = 5;

    private const int AtOnce = 64;
    private const int LivesPerAddress = 100;

    private static readonly (string Command, object Body)[] Commands =
    [
        ("claim", new { }),
        ("comments", new { Text = "Please try the other tray; we call you when the part is here." }),
        ("resolve", new { Solution = "The tray was replaced." }),
        ("confirm", new { }),
    ];

    private readonly Lock _gate = new();
    private readonly string _run = Guid.CreateVersion7().ToString("N");
    private Latencies _latencies = new();
    private int _begun;
    private int _ended;

    /// <summary>How many cases are closed.</summary>
    public int Ended => Volatile.Read(ref _ended);

    /// <summary>Begins lives until it is told to stop, and ends those that it began.</summary>
    public async Task RunAsync(CancellationToken until)
    {
        long started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(LiveOnAsync)));

        async Task LiveOnAsync()
        {
            while (!until.IsCancellationRequested)
            {
                int life = Interlocked.Increment(ref _begun);
                TimeSpan early = TimeSpan.FromSeconds(life / perSecond) - Stopwatch.GetElapsedTime(started);
                if (early > TimeSpan.Zero)
                {
                    await Task.Delay(early, CancellationToken.None);
                }

                await LiveAsync(life);
                Interlocked.Increment(ref _ended);
            }
        }
    }

    /// <summary>How long the commands took since they were asked for last.</summary>
    public Latencies TakeLatencies()
    {
        lock (_gate)
        {
            Latencies taken = _latencies;
            _latencies = new Latencies();
            return taken;
        }
    }

    private async Task LiveAsync(int life)
    {
        string key = $"{_run}-{life}";
        Sent opened = await SendAsync(
            "/api/phone/cases",
            new
            {
                Subject = "The printer does not print",
                Description = "Since this morning nothing comes out of it, not even the test page. Restarting did not help.",
                Priority = 3,
                Desk.Department,
                Contact = new { Name = "J. Jansen", Phone = "0612345678", Email = life % LivesPerAddress == 0 ? $"customer{life}@customers.example" : null },
            },
            $"{key}-open");
        string number = opened.Body.GetProperty("number").GetString()!;
        foreach ((string command, object body) in Commands)
        {
            await SendAsync($"/api/cases/{number}/{command}", body, $"{key}-{command}");
        }
    }

    private async Task<Sent> SendAsync(string path, object body, string key)
    {
        long started = Stopwatch.GetTimestamp();
        Sent sent = await caseward.PostAsync(path, body, key);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        sent.EnsureAccepted();
        lock (_gate)
        {
            _latencies.Add(took);
        }

        return sent;
    }
}
