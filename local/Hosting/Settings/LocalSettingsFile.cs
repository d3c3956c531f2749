using System.Text.Json;

namespace Caseward.Local.Hosting.Settings;

/// <summary>Reads local.settings.json the way Core Tools does.</summary>
internal static class LocalSettingsFile
{
    /// <summary>
    /// The settings in the file as configuration keys: <c>Values</c> as they are, <c>ConnectionStrings</c> under their section, and of
    /// <c>Host</c> the port. Empty when there is no file.
    /// </summary>
    /// <exception cref="StartRefusedException">The file is not what Core Tools would accept.</exception>
    public static IReadOnlyDictionary<string, string?> Read(string path)
    {
        if (!File.Exists(path))
        {
            return new Dictionary<string, string?>();
        }

        using JsonDocument document = Parse(path);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new StartRefusedException($"{path}: a JSON object is expected.");
        }

        // Core Tools takes a missing IsEncrypted for true, so saying nothing would work here and fail there.
        if (!root.TryGetProperty("IsEncrypted", out JsonElement encrypted) || encrypted.ValueKind != JsonValueKind.False)
        {
            throw new StartRefusedException($"{path}: write \"IsEncrypted\": false. Encrypted settings (also when it is missing) can only be read by Core Tools.");
        }

        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        AddSection(root, "Values", prefix: "", settings, path);
        AddSection(root, "ConnectionStrings", prefix: "ConnectionStrings:", settings, path);
        if (root.TryGetProperty("Host", out JsonElement host) && host.ValueKind == JsonValueKind.Object
            && host.TryGetProperty("LocalHttpPort", out JsonElement port))
        {
            settings.TryAdd($"{LocalOptions.Section}:{nameof(LocalOptions.Port)}", port.ToString());
        }

        return settings;
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            return JsonText.Parse(path);
        }
        catch (JsonException error)
        {
            throw new StartRefusedException($"{path}: not valid JSON: {error.Message}", error);
        }
    }

    private static void AddSection(JsonElement root, string name, string prefix, Dictionary<string, string?> settings, string path)
    {
        if (!root.TryGetProperty(name, out JsonElement section))
        {
            return;
        }

        if (section.ValueKind != JsonValueKind.Object)
        {
            throw new StartRefusedException($"{path}: {name} must be an object of names and texts.");
        }

        foreach (JsonProperty value in section.EnumerateObject())
        {
            if (value.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                throw new StartRefusedException($"{path}: {name}.{value.Name} must be a text; nested values are written as {value.Name}__Name.");
            }

            settings[prefix + value.Name.Replace("__", ":", StringComparison.Ordinal)] = value.Value.ToString();
        }
    }
}
