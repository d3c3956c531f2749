using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>How lengths of time are written in a policy: one form, whatever the member, and never a surprise.</summary>
public sealed class LengthOfTimeTests
{
    public static TheoryData<string> Members =>
    [
        "/promises/0/ownership/openTime", "/ladders/0/rungs/0/at/afterDue", "/ladders/0/rungs/0/at/beforeDue", "/ladders/0/rungs/0/at/afterDueWall",
        "/ladders/0/rungs/0/at/beforeDueWall", "/closing/reopenWindow", "/survey/cooling", "/notices/digest/within",
    ];

    [Theory]
    [MemberData(nameof(Members))]
    public void One_that_is_too_long_or_negative_is_out_of_range(string member)
    {
        foreach (string text in (string[])["PT999999999999H", "P2147483647D", "P613566757W", "PT9223372036854775807S", "P99999999999999999999999D", "P3661D", "-PT1H", "PT-1H", "PT4H-4M"])
        {
            Assert.Equal((member, PolicyCodes.OutOfRange), Found(member, text));
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void One_in_another_form_is_not_understood_and_the_message_says_what_is(string member)
    {
        foreach (string text in (string[])["P", "PT", "P1DT", "PT0.5H", "1 day", "PT1H ", "PT1H\n", "pt1h", "P1M", "P1Y", "", "PT1M1H"])
        {
            PolicyReading reading = Read(member, text);
            Violation found = Assert.Single(reading.Errors);
            Assert.Equal((member, PolicyCodes.WrongKind), (found.Field, found.Code));
            Assert.Contains("PT48H", found.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_update_of_the_promises_reads_them_the_same_way()
    {
        JsonElement rows = JsonSerializer.Deserialize<JsonElement>("""[{ "from": "2030-01-01", "priority": 1, "ownership": { "openTime": "PT999999999999H" } }]""");

        var refused = Assert.IsType<PromiseUpdateReading.Refused>(PromiseUpdate.Read(TestPolicies.Default, "next", rows, Instant.FromUtc(2024, 8, 12, 8, 0)));

        Assert.Equal([("/promises/0/ownership/openTime", PolicyCodes.OutOfRange)], refused.Errors.Select(error => (error.Field, error.Code)));
    }

    [Theory]
    [InlineData("PT48H", "PT48H")]
    [InlineData("P1DT2H30M", "PT26H30M")]
    [InlineData("PT90S", "PT1M30S")]
    public void Open_time_is_written_in_hours_because_a_day_of_it_is_no_working_day(string text, string written) =>
        Assert.Equal(written, (string?)JsonSerializer.SerializeToNode(JsonSerializer.Deserialize<Budget>($$"""{ "openTime": "{{text}}" }""", PolicyJson.Options), PolicyJson.Options)!["openTime"]);

    [Fact]
    public void A_rungs_open_time_is_written_in_hours_and_its_wall_clock_in_days() =>
        Assert.Equal(
            """{"beforeDueWall":"P2D","afterDue":"PT0S"}""",
            JsonSerializer.SerializeToNode(new RungMoment { BeforeDueWall = WallOffset.Parse("P2D"), AfterDue = Duration.Zero }, PolicyJson.Options)!.ToJsonString());

    [Theory]
    [InlineData("/promises/0/ownership/openTime", "P1D", "workingDays")]
    [InlineData("/ladders/0/rungs/0/at/afterDue", "P1D", "afterDueWall")]
    [InlineData("/ladders/0/rungs/0/at/beforeDue", "P1W", "beforeDueWall")]
    public void Open_time_in_days_is_warned_about(string member, string text, string instead)
    {
        Violation warning = Assert.Single(Read(member, text).Warnings, warning => warning.Code == PolicyCodes.DaysOfOpenTime);

        Assert.Equal(member, warning.Field);
        Assert.Contains(instead, warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Read(member, "PT24H").Warnings, other => other.Code == PolicyCodes.DaysOfOpenTime);
    }

    [Theory]
    [InlineData("/ladders/0/rungs/0/at/afterDueWall", "P")]
    [InlineData("/ladders/0/rungs/0/at/afterDue", "PT4H-4M")]
    [InlineData("/survey/cooling", "PT0.5S")]
    public void A_document_that_was_taken_once_is_still_read(string member, string text)
    {
        string document = Document(member, text).ToJsonString();

        Assert.True(PolicyReader.Read(document).IsRefused);
        Assert.Empty(PolicyReader.ReadSaved(document).Errors);
    }

    private static (string, string) Found(string member, string text) => Read(member, text).Errors.Select(error => (error.Field, error.Code)).Distinct().Single();

    private static PolicyReading Read(string member, string text) => PolicyReader.Read(Document(member, text).ToJsonString());

    private static JsonNode Document(string member, string text)
    {
        JsonNode document = JsonNode.Parse(ShippedPolicies.Text("default.policy.json"))!;
        document["notices"] = new JsonObject { ["digest"] = new JsonObject { ["moreThan"] = 5, ["within"] = "PT10M" } };
        document["ladders"]!.AsArray()[0] = JsonNode.Parse("""{ "clock": "ownership", "rungs": [{ "name": "only", "at": {}, "notify": ["owner"] }] }""");
        string[] steps = member[1..].Split('/');
        JsonNode parent = steps[..^1].Aggregate(document, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
        parent[steps[^1]] = text;
        if (!member.StartsWith("/ladders", StringComparison.Ordinal))
        {
            document["ladders"]![0]!["rungs"]![0]!["at"]!["afterDue"] = "PT0S";
        }

        return document;
    }
}
