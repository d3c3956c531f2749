using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Caseward.Domain.Policy;

namespace Caseward.Domain.Tests.Policy;

/// <summary>
/// The examples of docs/policy.md. A block of <c>json policy:/pointer</c> is put at that place of the default policy (<c>-</c> is one more item of a list) and
/// stays there for those after it; all must be accepted, and what comes of them gives no warning. <c>json policy</c> alone is a whole document. One that is <c>refused</c> with a code is tried at its place and must be refused with it, there.
/// </summary>
public sealed partial class PolicyDocsTests
{
    private static readonly string Page = ShippedPolicies.Text("policy.md");

    [Fact]
    public void Every_example_is_accepted_or_refused_as_the_page_says()
    {
        JsonObject policy = JsonNode.Parse(ShippedPolicies.Text("default.policy.json"))!.AsObject();
        int accepted = 0;
        foreach (Match example in Examples().Matches(Page))
        {
            (string pointer, string code) = (example.Groups["pointer"].Value, example.Groups["code"].Value);
            JsonObject changed = Put(policy, pointer, example.Groups["json"].Value);
            PolicyReading reading = PolicyReader.Read(changed.ToJsonString());
            if (code.Length > 0)
            {
                Assert.True(reading.IsRefused, $"{example.Value} is accepted.");
                Assert.Contains(code, reading.Errors.Select(error => error.Code));
                continue;
            }

            Assert.False(reading.IsRefused, $"{example.Value}{string.Join(", ", reading.Errors)}");
            policy = changed;
            accepted++;
        }

        Assert.Empty(PolicyReader.Read(policy.ToJsonString()).Warnings);
        Assert.InRange(accepted, 15, int.MaxValue);
        Assert.Equal(Count("```json"), Examples().Count(Page) + Whole().Count(Page));
    }

    [Fact]
    public void The_whole_document_on_the_page_is_one()
    {
        PolicyReading reading = PolicyReader.Read(Whole().Match(Page).Groups["json"].Value);

        Assert.Equal([], reading.Errors);
        Assert.Equal([], reading.Warnings);
    }

    [Fact]
    public void Every_member_of_the_document_and_every_word_that_it_can_say_is_explained()
    {
        var named = Named().Matches(Page).SelectMany(match => Word().Matches(match.Value)).Select(word => word.Value).ToHashSet(StringComparer.Ordinal);
        string[] members = [.. Members(typeof(PolicyDocument), []).Distinct()];

        Assert.Contains("raisePriority", members);
        Assert.Contains("betweenUpdates", members);
        Assert.Equal([], members.Except(named));
    }

    private static int Count(string text) => Page.Split(text).Length - 1;

    private static JsonObject Put(JsonObject policy, string pointer, string json)
    {
        JsonObject changed = policy.DeepClone().AsObject();
        string[] parts = pointer[1..].Split('/');
        JsonNode at = parts[..^1].Aggregate((JsonNode)changed, (node, part) => node is JsonArray list ? list[int.Parse(part)]! : node[part]!);
        switch (at)
        {
            case JsonArray list when parts[^1] == "-":
                list.Add(JsonNode.Parse(json));
                break;
            case JsonArray list:
                list[int.Parse(parts[^1])] = JsonNode.Parse(json);
                break;
            default:
                at[parts[^1]] = JsonNode.Parse(json);
                break;
        }

        return changed;
    }

    /// <summary>The names of members and of what can be chosen, as JSON writes them, through everything that a type holds.</summary>
    private static IEnumerable<string> Members(Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!seen.Add(type))
        {
            return [];
        }

        if (type.IsEnum && type != typeof(NodaTime.IsoDayOfWeek))
        {
            return Enum.GetNames(type).Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName);
        }

        JsonTypeInfo json = PolicyJson.LongFormOf(type) ?? PolicyJson.Options.GetTypeInfo(type);
        return json.Kind switch
        {
            JsonTypeInfoKind.Object => json.Properties.Where(member => member.Get is not null).SelectMany(member => Members(member.PropertyType, seen).Append(member.Name)),
            JsonTypeInfoKind.Enumerable or JsonTypeInfoKind.Dictionary => Members(json.ElementType!, seen),
            _ => [],
        };
    }

    [GeneratedRegex("^```json policy:(?<pointer>/[^ \n]+)(?: refused (?<code>[a-z.-]+))?\n(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Examples();

    [GeneratedRegex("^```json policy\n(?<json>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Whole();

    /// <summary>What the text says in code style; what stands in examples alone is not explained.</summary>
    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Named();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
