using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Caseward.Domain.Tests.Policy;

/// <summary>As much of a JSON schema validator as the policy schema uses; a keyword that it does not know fails the check.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Annotations = ["description", "$schema", "title", "default"];

    public static IEnumerable<string> Problems(JsonNode? value, JsonObject schema, JsonObject root, string path = "")
    {
        if (schema["$ref"] is { } reference)
        {
            return Problems(value, Find(root, (string)reference!), root, path);
        }

        return schema.Where(keyword => !Annotations.Contains(keyword.Key))
            .SelectMany(keyword => Keyword(keyword.Key, keyword.Value!, value, schema, root, path));
    }

    private static IEnumerable<string> Keyword(string keyword, JsonNode rule, JsonNode? value, JsonObject schema, JsonObject root, string path)
    {
        switch (keyword)
        {
            case "type":
                return Is((string)rule!, value) ? [] : [$"{path} is no {rule}"];
            case "enum":
                return rule.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)) ? [] : [$"{path} is none of {rule.ToJsonString()}"];
            case "pattern":
                return value is JsonValue text && Regex.IsMatch((string)text!, (string)rule!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) ? [] : [$"{path} does not look like {rule}"];
            case "required":
                return rule.AsArray().Where(name => value is JsonObject members && !members.ContainsKey((string)name!)).Select(name => $"{path}/{name} is missing");
            case "properties":
                return value is JsonObject given
                    ? rule.AsObject().Where(member => given.ContainsKey(member.Key)).SelectMany(member => Problems(given[member.Key], member.Value!.AsObject(), root, $"{path}/{member.Key}"))
                    : [];
            case "additionalProperties" when rule is JsonObject each:
                return value is JsonObject entries ? entries.SelectMany(entry => Problems(entry.Value, each, root, $"{path}/{entry.Key}")) : [];
            case "additionalProperties":
                return value is JsonObject all ? all.Where(member => !schema["properties"]!.AsObject().ContainsKey(member.Key)).Select(member => $"{path}/{member.Key} is unknown") : [];
            case "propertyNames":
                return value is JsonObject named ? named.SelectMany(member => Problems(JsonValue.Create(member.Key), rule.AsObject(), root, $"{path}/{member.Key}")) : [];
            case "anyOf":
                return rule.AsArray().Any(choice => !Problems(value, choice!.AsObject(), root, path).Any()) ? [] : [$"{path} fits none of {rule.ToJsonString()}"];
            case "items":
                return value is JsonArray items ? items.SelectMany((item, index) => Problems(item, rule.AsObject(), root, $"{path}/{index}")) : [];
            default:
                return [$"{path}: the check does not know the keyword {keyword}"];
        }
    }

    private static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) => true,
        ("integer", JsonValueKind.Number) => value!.AsValue().TryGetValue(out int _),
        _ => false,
    };

    private static JsonObject Find(JsonObject root, string reference) =>
        reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate((JsonNode)root, (node, name) => node is JsonArray list ? list[int.Parse(name)]! : node[name]!).AsObject();
}
