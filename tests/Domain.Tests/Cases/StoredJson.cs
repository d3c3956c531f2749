using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Cases;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Cases;

/// <summary>Golden files of what is stored, which only ever gain members.</summary>
internal static class StoredJson
{
    private static readonly JsonSerializerOptions Readable = new(CaseJson.Options) { WriteIndented = true };

    /// <summary>Compares with a golden file. Everything in the file must still be there; what is new is asked for, then added.</summary>
    public static JsonObject OnlyGains(string name, JsonObject today)
    {
        string file = PathOf(name);
        JsonObject? golden = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : null;
        string? lost = golden is null ? null : Lost(golden, today, "");
        Assert.True(lost is null, $"{name}: {lost} is stored already and must stay as it is.");
        if (golden is null || !JsonNode.DeepEquals(golden, today))
        {
            bool mayWrite = Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1" or "true" || (golden is null && Environment.GetEnvironmentVariable("CI") is not ("1" or "true"));
            Assert.True(mayWrite, $"{name} lacks members that are stored now: UPDATE_GOLDEN=1 dotnet test adds them.");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, today.ToJsonString(Readable) + "\n");
        }

        return golden ?? today;
    }

    private static string? Lost(JsonNode? golden, JsonNode? today, string path) => (golden, today) switch
    {
        (JsonObject then, JsonObject now) => then.Select(member => Lost(member.Value, now[member.Key], $"{path}/{member.Key}")).FirstOrDefault(lost => lost is not null),
        (JsonArray then, JsonArray now) when then.Count == now.Count => then.Zip(now).Select((pair, index) => Lost(pair.First, pair.Second, $"{path}/{index}")).FirstOrDefault(lost => lost is not null),
        _ => JsonNode.DeepEquals(golden, today) ? null : path,
    };

    public static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(Golden.OnThisMachine(here))!, "..", "Golden", name);
}
