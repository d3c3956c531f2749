namespace Caseward.Local.Hosting.Settings;

/// <summary>The settings of the local runtime itself. An application never reads them.</summary>
internal sealed record LocalOptions
{
    public const string Section = "Caseward:Local";

    /// <summary>The most virtual seconds per real second.</summary>
    public const double FastestClock = 1_000_000;

    /// <summary>The first instant of which the clock can be told; storage services know none before 1601, and nothing here is older than this.</summary>
    public static readonly DateTimeOffset EarliestClock = DateTimeOffset.UnixEpoch;

    /// <summary>The last instant that the clock is moved to: what is planned from there on still has a date.</summary>
    public static readonly DateTimeOffset LatestClock = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The database file; relative to the project's folder.</summary>
    public string File { get; init; } = Path.Combine(".caseward", "local.db");

    /// <summary>The port on 127.0.0.1; 0 lets the system choose.</summary>
    public int Port { get; init; } = 7071;

    /// <summary>Where the clock starts in a new file; real time when null. A file whose clock is further on stays there.</summary>
    public DateTimeOffset? ClockStart { get; init; }

    /// <summary>Virtual seconds per real second; 0 stops the clock.</summary>
    public double ClockSpeed { get; init; } = 1;

    /// <summary>Whether it says on the console, once it serves, what it serves and where.</summary>
    public bool Banner { get; init; } = true;

    /// <summary>Whether a commit waits for the disk.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The checkpoint at which the process kills itself, for tests; see <see cref="Local.Chaos.Checkpoints.KillAt"/>.</summary>
    public string? KillAt { get; init; }

    /// <summary>What it does to the application on purpose, for tests; see <see cref="Local.Chaos.ChaosPlan"/>. Refused unless the environment is Development.</summary>
    public string? Chaos { get; init; }

    /// <summary>The storage account it serves; the one that <c>AzureWebJobsStorage</c> names when null.</summary>
    public string? AccountName { get; init; }

    /// <summary>The queue that delivery reports of mail are put on, as Event Grid does; none when null.</summary>
    public string? MailReportsQueue { get; init; }

    /// <summary>The folder of host.json and local.settings.json, instead of looking for it. Not read from local.settings.json.</summary>
    public string? Root { get; init; }

    /// <summary>The largest request body it takes, in bytes. Not among its own settings: the real host has one, <c>FUNCTIONS_REQUEST_BODY_SIZE_LIMIT</c>.</summary>
    internal long MaxRequestBodyBytes { get; init; } = 104_857_600;
}
