using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;
using Caseward.Domain.Calendars;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>Makes the JSON schema of a policy document out of its types and their documentation comments, so that editors explain every member.</summary>
internal static class PolicySchema
{
    private static readonly Dictionary<Type, (string Pattern, string Description)> Words = new()
    {
        [typeof(LocalDate)] = ("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "A local date such as 2024-08-19."),
        [typeof(LocalDateTime)] = ("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", "A local time such as 2024-08-19T10:30."),
        [typeof(Duration)] = ("^P([0-9]+W)?([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+S)?)?$", "A duration in ISO 8601 such as PT4H or P14D; a day is 24 hours."),
        [typeof(OpeningWindow)] = ("^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$", "Opening hours such as 08:30-17:00; 24:00 is the end of the day."),
        [typeof(AnnualMonthDay)] = ("^[0-1][0-9]-[0-3][0-9]$", "A day of every year such as 12-25."),
    };

    private static readonly Dictionary<string, string> Summaries =
        XDocument.Load(Path.ChangeExtension(typeof(PolicyDocument).Assembly.Location, ".xml"))
            .Descendants("member")
            .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")));

    private static readonly JsonSchemaExporterOptions Exporting = new() { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Transform };

    public static string Create()
    {
        JsonNode schema = PolicyJson.Options.GetJsonSchemaAsNode(typeof(PolicyDocument), Exporting);
        JsonObject root = schema.AsObject();
        root["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string" });
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root.Insert(1, "title", "Caseward policy");
        return root.ToJsonString(PolicyJson.Options) + "\n";
    }

    private static JsonObject Transform(JsonSchemaExporterContext context, JsonNode schema)
    {
        Type type = Nullable.GetUnderlyingType(context.TypeInfo.Type) ?? context.TypeInfo.Type;
        JsonObject node = schema as JsonObject ?? [];
        if (Words.TryGetValue(type, out (string Pattern, string Description) word))
        {
            node = Word(word);
        }
        else if (context.TypeInfo.ElementType is { } named && PolicyJson.LongFormOf(named) is { } longForm)
        {
            node["items"] = new JsonObject { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, longForm.GetJsonSchemaAsNode(Exporting)) };
        }
        else if (context.TypeInfo.ElementType is { } element && Words.TryGetValue(element, out (string Pattern, string Description) item) && !node.ContainsKey("items"))
        {
            // The exporter says nothing about items that have their own converter.
            node["items"] = Word(item);
        }
        else if (type.IsEnum)
        {
            node = new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(name))]) };
        }
        else if (node.ContainsKey("properties"))
        {
            node["additionalProperties"] = false;
        }
        else if (context.TypeInfo.KeyType == typeof(IsoDayOfWeek))
        {
            node["propertyNames"] = new JsonObject { ["enum"] = new JsonArray("mon", "tue", "wed", "thu", "fri", "sat", "sun") };
        }
        else if (context.TypeInfo.KeyType == typeof(LocalDate))
        {
            node["propertyNames"] = new JsonObject { ["pattern"] = Words[typeof(LocalDate)].Pattern };
        }

        if (context.PropertyInfo?.Name == "language")
        {
            node["enum"] = new JsonArray("nl", "es", "en");
        }

        // "string or null" comes from optional members; they are left out instead.
        if (node["type"] is JsonArray types)
        {
            node["type"] = types.First(name => (string?)name != "null")!.DeepClone();
        }

        if (SummaryOf(context) is { Length: > 0 } summary)
        {
            node.Remove("description");
            node.Insert(0, "description", summary);
        }

        return node;
    }

    private static JsonObject Word((string Pattern, string Description) word) =>
        new() { ["type"] = "string", ["pattern"] = word.Pattern, ["description"] = word.Description };

    private static string? SummaryOf(JsonSchemaExporterContext context) => context.PropertyInfo switch
    {
        null => context.Path.Length == 0 ? Summaries.GetValueOrDefault($"T:{context.TypeInfo.Type.FullName}") : null,
        { AttributeProvider: MemberInfo member } => Summaries.GetValueOrDefault($"P:{member.DeclaringType!.FullName}.{member.Name}"),
        _ => null,
    };

    private static string Plain(XElement? summary) => summary is null
        ? ""
        : string.Join(' ', string.Concat(summary.DescendantNodes().Select(node => node switch
        {
            XText text => text.Value,
            XElement { Name.LocalName: "see" or "paramref" } reference => reference.Attributes().First().Value.Split('.', ':')[^1],
            _ => "",
        })).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
