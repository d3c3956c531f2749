using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Caseward.Local.Engine.Entities;

namespace Caseward.Local.Engine.History;

/// <summary>How history, messages and failures are written. Payloads stand inside as strings, whatever serializer made them.</summary>
[JsonSerializable(typeof(HistoryTurn))]
[JsonSerializable(typeof(HistoryEvent))]
[JsonSerializable(typeof(EntityMessage))]
[JsonSerializable(typeof(FailureRecord))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    private static readonly HistoryJson Instance = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,

        // Payloads are JSON themselves; the default encoder would write every quote as six characters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(HistoryTurn turn) => JsonSerializer.Serialize(turn, Instance.HistoryTurn);

    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Instance.HistoryEvent);

    public static string Write(EntityMessage message) => JsonSerializer.Serialize(message, Instance.EntityMessage);

    public static string Write(FailureRecord failure) => JsonSerializer.Serialize(failure, Instance.FailureRecord);

    public static string? WriteTags(IReadOnlyDictionary<string, string>? tags) =>
        tags is null or { Count: 0 } ? null : JsonSerializer.Serialize(new Dictionary<string, string>(tags), Instance.DictionaryStringString);

    public static HistoryTurn ReadTurn(string json) => JsonSerializer.Deserialize(json, Instance.HistoryTurn)!;

    public static HistoryEvent ReadEvent(string json) => JsonSerializer.Deserialize(json, Instance.HistoryEvent)!;

    public static EntityMessage ReadEntityMessage(string json) => JsonSerializer.Deserialize(json, Instance.EntityMessage)!;

    public static FailureRecord ReadFailure(string json) => JsonSerializer.Deserialize(json, Instance.FailureRecord)!;

    public static Dictionary<string, string> ReadTags(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, Instance.DictionaryStringString)!;
}
