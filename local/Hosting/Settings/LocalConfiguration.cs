using System.Globalization;
using Azure.Data.Tables;
using Caseward.Local.Accounts;
using Caseward.Local.Chaos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Hosting.Settings;

/// <summary>
/// The settings of a run: defaults, then local.settings.json, then the environment, then the command line; later ones win. Core Tools
/// hands local.settings.json over as environment variables that do not replace existing ones, which comes to the same.
/// </summary>
internal sealed record LocalConfiguration
{
    private const string BodySizeLimit = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";
    private const string Storage = "AzureWebJobsStorage";
    private const string EnvironmentKey = "AZURE_FUNCTIONS_ENVIRONMENT";

    /// <summary>Where settings come from, weakest first.</summary>
    public required IReadOnlyList<IConfigurationSource> Sources { get; init; }

    public required LocalOptions Options { get; init; }

    /// <summary>The folder of host.json.</summary>
    public required string Folder { get; init; }

    /// <summary>The database file, in full.</summary>
    public required string File { get; init; }

    /// <summary>The storage account served.</summary>
    public required string Account { get; init; }

    /// <summary><c>Development</c> unless a setting says otherwise.</summary>
    public required string Environment { get; init; }

    /// <summary>Finds and reads the files.</summary>
    /// <exception cref="StartRefusedException">One of them, or a setting, is not valid.</exception>
    public static (LocalConfiguration Settings, HostJson Host) Read(string[] args)
    {
        IConfigurationSource[] outside = [new EnvironmentVariablesConfigurationSource(), new CommandLineConfigurationSource { Args = args }];
        ProjectFolder folder = Build(outside)[$"{LocalOptions.Section}:{nameof(LocalOptions.Root)}"] is { Length: > 0 } root
            ? ProjectFolder.Of(root)
            : ProjectFolder.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);

        HostJson host = HostJson.Read(Path.Combine(folder.Path, ProjectFolder.HostJson));
        IReadOnlyDictionary<string, string?> file = LocalSettingsFile.Read(Path.Combine(folder.Path, ProjectFolder.LocalSettings));
        IConfiguration given = Build([Memory(file), .. outside]);
        LocalOptions options = Bind(given);
        string account = AccountOf(options, given[Storage]);
        IConfigurationSource[] sources = [Memory(Defaults(host, account)), Memory(file), .. outside];
        IConfigurationRoot all = Build(sources);
        CheckLevels(all);
        return (
            new LocalConfiguration
            {
                Sources = sources,
                Options = options,
                Folder = folder.Path,
                File = Path.GetFullPath(options.File, folder.DataPath),
                Account = account,
                Environment = all[EnvironmentKey]!,
            },
            host);
    }

    private static Dictionary<string, string?> Defaults(HostJson host, string account)
    {
        var defaults = new Dictionary<string, string?>
        {
            [Storage] = account == LocalAccounts.Development
                ? "UseDevelopmentStorage=true"
                : $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey=bG9jYWw=",
            [EnvironmentKey] = "Development",
            ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
            ["Logging:Console:FormatterName"] = LocalConsoleFormatter.FormatterName,
            ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
            ["Logging:Console:FormatterOptions:TimestampFormat"] = "o",
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
            ["Logging:LogLevel:Microsoft.Hosting"] = "Warning",
        };
        foreach ((string category, string? level) in host.LogLevels)
        {
            defaults[$"Logging:LogLevel:{category}"] = level;
        }

        return defaults;
    }

    private static LocalOptions Bind(IConfiguration settings)
    {
        try
        {
            LocalOptions options = settings.GetSection(LocalOptions.Section).Get<LocalOptions>() ?? new LocalOptions();
            return Check(options) with { MaxRequestBodyBytes = BodyLimit(settings[BodySizeLimit], options.MaxRequestBodyBytes) };
        }
        catch (InvalidOperationException error)
        {
            // Names the setting and its value.
            throw new StartRefusedException($"A setting is not valid. {error.Message} {error.InnerException?.Message}".TrimEnd(), error);
        }
    }

    private static LocalOptions Check(LocalOptions options) =>
        options.Port is < 0 or > 65535 ? throw Refused(nameof(options.Port), options.Port, "must be from 0 to 65535")
        : options.ClockSpeed is not (>= 0 and <= LocalOptions.FastestClock) ? throw Refused(nameof(options.ClockSpeed), options.ClockSpeed, "must be from 0 to 1000000")
        : options.ClockStart < LocalOptions.EarliestClock || options.ClockStart > LocalOptions.LatestClock
            ? throw Refused(nameof(options.ClockStart), options.ClockStart.Value.ToString("o", CultureInfo.InvariantCulture), "must be from the year 1970 to the year 9000")
        : string.IsNullOrWhiteSpace(options.File) ? throw Refused(nameof(options.File), options.File, "must name a file")
        : options.KillAt is { Length: > 0 } place && !Checkpoints.IsPlace(place) ? throw Refused(nameof(options.KillAt), place, "must be NAME or NAME#N with a whole number from 1")
        : options;

    /// <summary>What is served must be what the application will look for, or its first request for a table would fail.</summary>
    private static string AccountOf(LocalOptions options, string? connection)
    {
        string? named = string.IsNullOrEmpty(connection) ? null : NameIn(connection);
        string account = options.AccountName ?? named ?? LocalAccounts.Development;
        return !LocalAccounts.IsName(account)
            ? throw (options.AccountName is null ? NoConnection() : Refused(nameof(options.AccountName), account, "must be 3 to 24 small letters and digits"))
            : named is not null && !named.Equals(account, StringComparison.OrdinalIgnoreCase)
            ? throw new StartRefusedException(
                $"{LocalOptions.Section}:{nameof(options.AccountName)} is '{account}', and {Storage} names the account '{named}', so the application would not find its data. Remove the one, or name the same account in both.")
            : account;
    }

    private static string NameIn(string connection)
    {
        try
        {
            return new TableServiceClient(connection).AccountName;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or FormatException)
        {
            throw NoConnection();
        }
    }

    /// <summary>Without the value, which may hold a key.</summary>
    private static StartRefusedException NoConnection() =>
        new($"{Storage} is no connection string of a storage account. Set it to UseDevelopmentStorage=true, or remove it.");

    private static StartRefusedException Refused(string name, object value, string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{LocalOptions.Section}:{name} {why}, not '{value}'."));

    /// <summary>The logging framework would say it with a stack trace.</summary>
    private static void CheckLevels(IConfigurationRoot settings)
    {
        foreach ((string key, string? value) in settings.GetSection("Logging").AsEnumerable())
        {
            if (key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(value) && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            {
                throw new StartRefusedException($"{key} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}, not '{value}'.");
            }
        }
    }

    private static long BodyLimit(string? text, long fallback) =>
        string.IsNullOrEmpty(text) ? fallback
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes) ? bytes
        : throw new StartRefusedException($"{BodySizeLimit}: '{text}' is no number of bytes.");

    private static IConfigurationRoot Build(IEnumerable<IConfigurationSource> sources)
    {
        var builder = new ConfigurationBuilder();
        foreach (IConfigurationSource source in sources)
        {
            builder.Add(source);
        }

        return builder.Build();
    }

    private static MemoryConfigurationSource Memory(IReadOnlyDictionary<string, string?> values) => new() { InitialData = values };
}
