using System.Text.Json;

namespace Caseward.Local.Hosting.Settings;

/// <summary>What the local runtime honours of host.json.</summary>
internal sealed record HostJson
{
    /// <summary>What stands before the route of every HTTP function.</summary>
    public string RoutePrefix { get; init; } = "api";

    public QueueSettings Queues { get; init; } = new();

    /// <summary>The section <c>extensions.durableTask</c>; undefined when there is none.</summary>
    public JsonElement DurableTask { get; init; }

    /// <summary>Log levels by category, in the words of <c>Logging:LogLevel</c>.</summary>
    public IReadOnlyDictionary<string, string?> LogLevels { get; init; } = new Dictionary<string, string?>();

    /// <summary>Reads the file; the defaults of the real host when there is none.</summary>
    /// <exception cref="StartRefusedException">The file is not valid.</exception>
    public static HostJson Read(string path)
    {
        if (!File.Exists(path))
        {
            return new HostJson();
        }

        try
        {
            using JsonDocument document = JsonText.Parse(path);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            throw new StartRefusedException($"{path}: {error.Message}", error);
        }
    }

    private static HostJson Read(JsonElement root)
    {
        if (Find(root, "version")?.GetString() is not "2.0")
        {
            throw new FormatException("\"version\": \"2.0\" is expected.");
        }

        JsonElement? extensions = Find(root, "extensions");
        return new HostJson
        {
            RoutePrefix = Find(Find(extensions, "http"), "routePrefix")?.GetString()?.Trim('/') ?? "api",
            Queues = QueueSettings.Read(Find(extensions, "queues")),
            DurableTask = Find(extensions, "durableTask")?.Clone() ?? default,
            LogLevels = ReadLogLevels(Find(Find(root, "logging"), "logLevel")),
        };
    }

    /// <summary>A member by name, in any case, as the host reads its file.</summary>
    internal static JsonElement? Find(JsonElement? parent, string name)
    {
        if (parent is { ValueKind: JsonValueKind.Object } section)
        {
            foreach (JsonProperty member in section.EnumerateObject())
            {
                if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                {
                    return member.Value;
                }
            }
        }

        return null;
    }

    private static Dictionary<string, string?> ReadLogLevels(JsonElement? section)
    {
        var levels = new Dictionary<string, string?>();
        if (section is { ValueKind: JsonValueKind.Object } some)
        {
            foreach (JsonProperty level in some.EnumerateObject())
            {
                levels[level.Name.Equals("default", StringComparison.OrdinalIgnoreCase) ? "Default" : level.Name] = level.Value.GetString();
            }
        }

        return levels;
    }
}
