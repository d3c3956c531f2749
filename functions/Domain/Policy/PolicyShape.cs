using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

/// <summary>
/// Holds a JSON document against the types that it is read into and finds every member that is unknown, missing or of the wrong kind.
/// The serializer would stop at the first.
/// </summary>
internal sealed class PolicyShape(JsonSerializerOptions options)
{
    /// <summary>Where editors find the schema; no part of the policy.</summary>
    private const string SchemaMember = "/$schema";

    private readonly List<Violation> _found = [];

    public static IReadOnlyList<Violation> Check<T>(JsonElement document, JsonSerializerOptions options)
    {
        var shape = new PolicyShape(options);
        shape.Visit("", document, typeof(T));
        return shape._found;
    }

    private void Visit(string path, JsonElement value, Type type)
    {
        JsonTypeInfo? longForm = value.ValueKind == JsonValueKind.Object ? PolicyJson.LongFormOf(type) : null;
        JsonTypeInfo expected = longForm ?? options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        switch (expected.Kind)
        {
            case JsonTypeInfoKind.Object when Is(JsonValueKind.Object, path, value):
                VisitMembers(path, value, expected);
                break;
            case JsonTypeInfoKind.Enumerable when Is(JsonValueKind.Array, path, value):
                int index = 0;
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Visit($"{path}/{index++}", item, expected.ElementType!);
                }

                break;
            case JsonTypeInfoKind.Dictionary when Is(JsonValueKind.Object, path, value):
                foreach (JsonProperty entry in value.EnumerateObject())
                {
                    string where = $"{path}/{Escape(entry.Name)}";
                    VisitWord(where, JsonSerializer.SerializeToElement(entry.Name), expected.KeyType!);
                    Visit(where, entry.Value, expected.ElementType!);
                }

                break;
            case JsonTypeInfoKind.None:
                VisitWord(path, value, expected.Type);
                break;
        }
    }

    private void VisitMembers(string path, JsonElement value, JsonTypeInfo expected)
    {
        // What is reckoned from other members is no member of a document.
        var members = expected.Properties.Where(member => member.Set is not null).ToDictionary(member => member.Name, StringComparer.Ordinal);
        foreach (JsonProperty member in value.EnumerateObject())
        {
            string where = $"{path}/{Escape(member.Name)}";
            if (!members.TryGetValue(member.Name, out JsonPropertyInfo? known))
            {
                if (where != SchemaMember && expected.Properties.All(computed => computed.Name != member.Name || options != PolicyJson.SavedOptions))
                {
                    Add(where, PolicyCodes.UnknownMember, $"There is no such member here. Known are: {string.Join(", ", members.Keys)}.");
                }
            }
            else if (member.Value.ValueKind != JsonValueKind.Null)
            {
                Visit(where, member.Value, known.PropertyType);
            }
            else if (!known.IsSetNullable)
            {
                Add(where, PolicyCodes.WrongKind, "This cannot be null; leave it out or give it a value.");
            }
        }

        foreach (JsonPropertyInfo member in members.Values.Where(member => member.IsRequired && !value.TryGetProperty(member.Name, out _)))
        {
            Add($"{path}/{Escape(member.Name)}", PolicyCodes.MissingMember, "This member must be given.");
        }
    }

    private void VisitWord(string path, JsonElement value, Type type)
    {
        try
        {
            value.Deserialize(type, options);
        }
        catch (JsonException wrong)
        {
            string shown = value.GetRawText() is { Length: <= 80 } text ? text : $"{value.GetRawText().AsSpan(0, 77)}...";
            string why = wrong.InnerException is null && !wrong.Message.Contains(" Path: ", StringComparison.Ordinal) ? wrong.Message : Expected(type);
            Add(path, PolicyCodes.WrongKind, $"{shown} is not understood. {why}");
        }
    }

    private static string Expected(Type type) =>
        type.IsEnum ? $"Choose one of: {string.Join(", ", Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName))}."
        : type == typeof(string) ? "Expected a text."
        : type == typeof(bool) ? "Expected true or false."
        : type == typeof(int) ? "Expected a whole number."
        : "Expected another kind of value.";

    private bool Is(JsonValueKind kind, string path, JsonElement value)
    {
        if (value.ValueKind == kind)
        {
            return true;
        }

        Add(path, PolicyCodes.WrongKind, kind == JsonValueKind.Object ? "Expected an object: { ... }." : "Expected a list: [ ... ].");
        return false;
    }

    private void Add(string path, string code, string message) => _found.Add(new Violation(path, code, message));

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
