using System.Globalization;
using Caseward.Local.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

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
            ? new ProjectFolder(Path.GetFullPath(root), Path.GetFullPath(root))
            : ProjectFolder.Find(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);

        HostJson host = HostJson.Read(Path.Combine(folder.Path, ProjectFolder.HostJson));
        IReadOnlyDictionary<string, string?> file = LocalSettingsFile.Read(Path.Combine(folder.Path, ProjectFolder.LocalSettings));
        IConfiguration given = Build([Memory(file), .. outside]);
        LocalOptions options = Bind(given);
        string account = options.AccountName ?? LocalAccounts.NameIn(given[Storage] ?? "");
        IConfigurationSource[] sources = [Memory(Defaults(host, account)), Memory(file), .. outside];
        return (
            new LocalConfiguration
            {
                Sources = sources,
                Options = options,
                Folder = folder.Path,
                File = Path.GetFullPath(options.File, folder.DataPath),
                Account = account,
                Environment = Build(sources)[EnvironmentKey]!,
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
            options = options with { MaxRequestBodyBytes = BodyLimit(settings[BodySizeLimit], options.MaxRequestBodyBytes) };
            return options.Port is >= 0 and <= 65535 && options.ClockSpeed >= 0
                ? options
                : throw new StartRefusedException($"{LocalOptions.Section}: the port must be from 0 to 65535 and the clock's speed at least 0.");
        }
        catch (InvalidOperationException error)
        {
            throw new StartRefusedException($"{LocalOptions.Section}: {error.Message} {error.InnerException?.Message}", error);
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
