using System.Text.Json;
using System.Text.Json.Nodes;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Caseward.Testing;

namespace Caseward.Domain.Tests.Policy;

/// <summary>
/// Every way in which a document can be wrong, one line each: what is changed in the default policy, where the error points, its code.
/// Form first (unknown, missing, wrong kind), then content (names, references, calendars, promises, routing, ladders).
/// </summary>
public sealed class PolicyReaderTests
{
    public static TheoryData<string, string, string, string> Changes => new()
    {
        // change: <pointer> = <JSON>, or <pointer> removed                       where it points                        code
        { "/colour", "\"red\"", "/colour", PolicyCodes.UnknownMember },
        { "/departments/0/boss", "\"willem\"", "/departments/0/boss", PolicyCodes.UnknownMember },
        { "/departments/0/manager", "removed", "/departments/0/manager", PolicyCodes.MissingMember },
        { "/calendars/0/closures", """[{ "from": "2024-01-01" }]""", "/calendars/0/closures/0/to", PolicyCodes.MissingMember },
        { "/organisation", "null", "/organisation", PolicyCodes.WrongKind },
        { "/people", "{}", "/people", PolicyCodes.WrongKind },
        { "/people/3", "null", "/people/3", PolicyCodes.WrongKind },
        { "/people/3/name", "12", "/people/3/name", PolicyCodes.WrongKind },
        { "/queues/0/tier", "\"1\"", "/queues/0/tier", PolicyCodes.WrongKind },
        { "/queues/0/tier", "1.5", "/queues/0/tier", PolicyCodes.WrongKind },
        { "/blackouts/0/affects/0", "\"everything\"", "/blackouts/0/affects/0", PolicyCodes.WrongKind },
        { "/blackouts/0/from", "\"2024-02-30\"", "/blackouts/0/from", PolicyCodes.WrongKind },
        { "/closing/reopenWindow", "\"14 days\"", "/closing/reopenWindow", PolicyCodes.WrongKind },
        { "/levelIds", "[]", "/levelIds", PolicyCodes.UnknownMember },
        { "/ladders/0/rungs/0/at/isAfterDue", "true", "/ladders/0/rungs/0/at/isAfterDue", PolicyCodes.UnknownMember },
        { "/closing/reopenWindow", "\"P2M\"", "/closing/reopenWindow", PolicyCodes.WrongKind },
        { "/calendars/0/weekly/monday", "[]", "/calendars/0/weekly/monday", PolicyCodes.WrongKind },
        { "/calendars/0/weekly/mon", """["8:30-17:00"]""", "/calendars/0/weekly/mon/0", PolicyCodes.WrongKind },
        { "/calendars/0/overrides", """{ "2024-13-01": [] }""", "/calendars/0/overrides/2024-13-01", PolicyCodes.WrongKind },
        { "/calendars/0/annualHolidays", """["02-30"]""", "/calendars/0/annualHolidays/0", PolicyCodes.WrongKind },
        { "/ladders/0/clock", "\"solution\"", "/ladders/0/clock", PolicyCodes.WrongKind },

        { "/version", "\"\"", "/version", "field.required" },
        { "/organisation/language", "\"de\"", "/organisation/language", PolicyCodes.BadLanguage },
        { "/organisation/fallbackRecipient", "\"nobody\"", "/organisation/fallbackRecipient", PolicyCodes.UnknownReference },
        { "/people", "[]", "/people", PolicyCodes.Empty },
        { "/people/1/id", "\"eva\"", "/people/1/id", PolicyCodes.Duplicate },
        { "/people/1/id", "\"Willem!\"", "/people/1/id", PolicyCodes.BadId },
        { "/people/1/id", "\"customer\"", "/people/1/id", PolicyCodes.BadId },
        { "/people/1/id", "\"me\"", "/people/1/id", PolicyCodes.BadId },
        { "/people/1/email", "\"Eva@CASEWARD.example\"", "/people/1/email", PolicyCodes.Duplicate },
        { "/people/1/email", "\"Willem <willem@caseward.example>\"", "/people/1/email", "field.bad-email" },
        { "/people/1/noticeHours", "\"night\"", "/people/1/noticeHours", PolicyCodes.UnknownReference },
        { "/departments/0/calendar", "\"night\"", "/departments/0/calendar", PolicyCodes.UnknownReference },
        { "/departments/0/defaultQueue", "\"nowhere\"", "/departments/0/defaultQueue", PolicyCodes.UnknownReference },
        { "/departments/0/defaultQueue", "\"tier-2\"", "/departments/0/defaultQueue", PolicyCodes.WrongTier },
        { "/departments/0/tier2Queue", "\"standard\"", "/departments/0/tier2Queue", PolicyCodes.WrongTier },
        { "/departments/0/manager", "\"nobody\"", "/departments/0/manager", PolicyCodes.UnknownReference },
        { "/queues/0/tier", "3", "/queues/0/tier", PolicyCodes.OutOfRange },
        { "/queues/0/members/1", "\"anna\"", "/queues/0/members/1", PolicyCodes.Duplicate },
        { "/queues/0/supervisors/0", "\"nobody\"", "/queues/0/supervisors/0", PolicyCodes.UnknownReference },
        { "/priorities/1/id", "1", "/priorities/1/id", PolicyCodes.Duplicate },
        { "/levels/1", "\"standard\"", "/levels/1", PolicyCodes.Duplicate },
        { "/levels/1", "7", "/levels/1", PolicyCodes.WrongKind },
        { "/levels/1", """{ "name": "Premier" }""", "/levels/1/id", PolicyCodes.MissingMember },
        { "/levels/1", """{ "id": "premier", "hours": "office" }""", "/levels/1/hours", PolicyCodes.UnknownMember },
        { "/levels/1", """{ "id": "premier", "name": 7 }""", "/levels/1/name", PolicyCodes.WrongKind },
        { "/levels/1", """{ "id": "Premier!" }""", "/levels/1", PolicyCodes.BadId },
        { "/levels/1", """{ "id": "premier", "name": "a\u0007b" }""", "/levels/1/name", RuleCodes.BadCharacters },
        { "/levels/1", """{ "id": "premier", "calendar": "night" }""", "/levels/1/calendar", PolicyCodes.UnknownReference },
        { "/queues/0/calendar", "\"night\"", "/queues/0/calendar", PolicyCodes.UnknownReference },
        { "/survey/open", "\"PT0S\"", "/survey/open", PolicyCodes.OutOfRange },
        { "/mail/perMinute", "0", "/mail/perMinute", PolicyCodes.OutOfRange },
        { "/notices/digest/moreThan", "0", "/notices/digest/moreThan", PolicyCodes.OutOfRange },
        { "/notices/digest/within", "\"PT0S\"", "/notices/digest/within", PolicyCodes.OutOfRange },
        { "/notices/digest/within", "\"P2D\"", "/notices/digest/within", PolicyCodes.OutOfRange },

        { "/calendars/0/zone", "\"Europe/Atlantis\"", "/calendars/0/zone", "calendar.bad-time-zone" },
        { "/calendars/0/weekly/tue", """["13:00-17:00", "08:30-13:30"]""", "/calendars/0/weekly/tue/0", "calendar.bad-window" },
        { "/calendars/0/weekly/tue", """["17:00-08:30"]""", "/calendars/0/weekly/tue/0", "calendar.bad-window" },
        { "/calendars/0/weekly", "{}", "/calendars/0", "calendar.never-open" },
        { "/blackouts/0/to", "\"2024-08-01\"", "/blackouts/0", "calendar.bad-range" },
        { "/blackouts/0/to", "\"2026-01-01\"", "/departments/0/calendar", "calendar.never-open" },
        { "/blackouts/0/affects", "[]", "/blackouts/0/affects", PolicyCodes.Empty },
        { "/blackouts/0/queues", """["cellar"]""", "/blackouts/0/queues/0", PolicyCodes.UnknownReference },
        { "/blackouts/0/levels", """["gold"]""", "/blackouts/0/levels/0", PolicyCodes.UnknownReference },
        { "/blackouts/0/departments/0", "\"kitchen\"", "/blackouts/0/departments/0", PolicyCodes.UnknownReference },

        { "/promises/0/priority", "7", "/promises/0/priority", PolicyCodes.UnknownReference },
        { "/promises/0/priority", "2", "/priorities/0", PolicyCodes.NoPromise },
        { "/promises/0/from", "\"9999-12-31\"", "/promises/0/from", PolicyCodes.OutOfRange },
        { "/promises/0/from", "\"0001-01-01\"", "/promises/0/from", PolicyCodes.OutOfRange },
        { "/promises/0/ownership", """{ "openTime": "PT1H", "reading": "sameTime" }""", "/promises/0/ownership/reading", PolicyCodes.BadBudget },
        { "/promises/0/level", "\"gold\"", "/promises/0/level", PolicyCodes.UnknownReference },
        { "/promises/0/ownership", "{}", "/promises/0/ownership", PolicyCodes.BadBudget },
        { "/promises/0/ownership", """{ "openTime": "PT1H", "workingDays": 1 }""", "/promises/0/ownership", PolicyCodes.BadBudget },
        { "/promises/0/ownership/openTime", "\"PT0S\"", "/promises/0/ownership/openTime", PolicyCodes.OutOfRange },
        { "/promises/3/firstResponse/workingDays", "-5", "/promises/3/firstResponse/workingDays", PolicyCodes.OutOfRange },
        { "/promises/1/priority", "1", "/promises/1", PolicyCodes.Duplicate },

        { "/routing/0/queue", "\"nowhere\"", "/routing/0/queue", PolicyCodes.UnknownReference },
        { "/routing/0/when/department", "\"kitchen\"", "/routing/0/when/department", PolicyCodes.UnknownReference },
        { "/routing/0/when/priority", "9", "/routing/0/when/priority", PolicyCodes.UnknownReference },
        { "/routing/1/name", "\"billing-by-menu\"", "/routing/1/name", PolicyCodes.Duplicate },

        { "/ladders/1/clock", "\"ownership\"", "/ladders/1/clock", PolicyCodes.Duplicate },
        { "/ladders/1/rungs/1/name", "\"warning\"", "/ladders/1/rungs/1/name", PolicyCodes.Duplicate },
        { "/ladders/1/rungs/1/name", "\"Tier 2\"", "/ladders/1/rungs/1/name", PolicyCodes.BadId },
        { "/ladders/1/rungs/0/at", "{}", "/ladders/1/rungs/0/at", PolicyCodes.BadMoment },
        { "/ladders/1/rungs/0/at/beforeDue", "\"PT1H\"", "/ladders/1/rungs/0/at", PolicyCodes.BadMoment },
        { "/ladders/1/rungs/0/at/usedPercent", "100", "/ladders/1/rungs/0/at/usedPercent", PolicyCodes.OutOfRange },
        { "/ladders/3/rungs/0/at", """{ "usedPercent": 50 }""", "/ladders/3/rungs/0/at/usedPercent", PolicyCodes.BadMoment },
        { "/ladders/1/rungs/2/at/afterDue", "\"PT-1H\"", "/ladders/1/rungs/2/at/afterDue", PolicyCodes.OutOfRange },
        { "/ladders/1/rungs/0/notify", "[]", "/ladders/1/rungs/0", PolicyCodes.BadRung },
        { "/ladders/1/rungs/0/moveToTier2", "true", "/ladders/1/rungs/0/moveToTier2", PolicyCodes.BadRung },
        { "/ladders/1/rungs/0/notify", """["owner", "owner"]""", "/ladders/1/rungs/0/notify", PolicyCodes.Duplicate },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_wrong_document_is_refused_with_the_place_and_the_code(string pointer, string value, string where, string code)
    {
        PolicyReading reading = PolicyReader.Read(Changed((pointer, value)));

        Assert.True(reading.IsRefused);
        Assert.Contains((where, code), reading.Errors.Select(error => (error.Field, error.Code)));
    }

    [Theory]
    [InlineData(39, 0, null)]
    [InlineData(40, 0, "/ladders/0/rungs/0/notify")]
    [InlineData(0, 40, null)]
    [InlineData(0, 41, "/queues/0/supervisors")]
    public void A_rung_tells_at_most_forty_people_because_what_it_decides_is_written_down_in_one_piece(int members, int supervisors, string? refused)
    {
        Person[] crowd = [.. Enumerable.Range(1, 50).Select(id => TestPolicies.Default.Document.People[0] with { Id = $"person-{id}", Email = $"person-{id}@caseward.example" })];
        string[] ids = [.. crowd.Select(person => person.Id)];
        PolicyDocument document = TestPolicies.Default.Document;

        PolicyReading reading = PolicyReader.Check(document with
        {
            People = [.. document.People, .. crowd],
            Queues = [document.Queues[0] with { Members = ids[..members], Supervisors = ids[..supervisors] }, .. document.Queues.Skip(1)],
            Ladders = [new Ladder { Clock = ClockName.Ownership, Rungs = [new Rung { Name = "all", At = new RungMoment { UsedPercent = 50 }, Notify = [NoticeRole.QueueMembers, NoticeRole.Owner] }] }],
        });

        Assert.Equal(refused is null ? [] : [(refused, PolicyCodes.TooLarge)], reading.Errors.Select(error => (error.Field, error.Code)));
    }

    [Fact]
    public void Everything_wrong_with_the_form_is_told_at_once() =>
        Assert.Equal(
            [("/mail/burst", PolicyCodes.WrongKind), ("/people/0/name", PolicyCodes.MissingMember), ("/queues/0/colour", PolicyCodes.UnknownMember)],
            Errors(("/people/0/name", "removed"), ("/queues/0/colour", "1"), ("/mail/burst", "\"many\"")).Order());

    [Fact]
    public void Everything_wrong_with_the_content_is_told_at_once() =>
        Assert.Equal(
            [("/calendars/0/zone", "calendar.bad-time-zone"), ("/mail/burst", PolicyCodes.OutOfRange), ("/routing/0/queue", PolicyCodes.UnknownReference)],
            Errors(("/calendars/0/zone", "\"Mars\""), ("/routing/0/queue", "\"nowhere\""), ("/mail/burst", "0")).Order());

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("// a comment")]
    [InlineData("""{ "version": "1", "version": "2" }""")]
    public void What_is_not_JSON_is_refused_as_such(string json) =>
        Assert.Equal(PolicyCodes.NotJson, Assert.Single(PolicyReader.Read(json).Errors).Code);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"policy\"")]
    public void A_document_is_an_object(string json) =>
        Assert.Equal(("", PolicyCodes.WrongKind), PolicyReader.Read(json).Errors.Select(error => (error.Field, error.Code)).Single());

    [Fact]
    public void A_document_of_more_than_a_megabyte_is_refused_unread() =>
        Assert.Equal(PolicyCodes.TooLarge, Assert.Single(PolicyReader.Read(new string(' ', PolicyReader.MaxBytes + 1)).Errors).Code);

    [Fact]
    public void A_deeply_nested_document_is_refused_quietly() =>
        Assert.True(PolicyReader.Read(new string('[', 100_000)).IsRefused);

    [Fact]
    public void A_queue_without_members_or_supervisor_is_warned_about_and_taken()
    {
        PolicyReading reading = PolicyReader.Read(Changed(("/queues/0/members", "[]"), ("/queues/0/supervisors", "removed")));

        Assert.False(reading.IsRefused);
        Assert.Equal(
            [("/queues/0/members", PolicyCodes.QueueWithoutMembers), ("/queues/0/supervisors", PolicyCodes.QueueWithoutSupervisor)],
            reading.Warnings.Select(warning => (warning.Field, warning.Code)));
    }

    [Fact]
    public void A_rule_behind_one_that_takes_all_its_cases_is_warned_about() =>
        Assert.Equal(
            ("/routing/2", PolicyCodes.UnreachableRule),
            PolicyReader.Read(Changed(("/routing/2/when", """{ "menuChoice": "2", "priority": 1 }"""))).Warnings.Select(warning => (warning.Field, warning.Code)).Single());

    [Fact]
    public void A_clock_without_a_ladder_is_warned_about() =>
        Assert.Equal(PolicyCodes.NoLadder, Assert.Single(PolicyReader.Read(Changed(("/ladders/3", "removed"))).Warnings).Code);

    [Theory]
    [InlineData("default.policy.json")]
    [InlineData("tour.policy.json")]
    public void A_shipped_document_is_taken_without_a_warning(string file)
    {
        PolicyReading reading = PolicyReader.Read(ShippedPolicies.Text(file));

        Assert.Empty(reading.Errors);
        Assert.Empty(reading.Warnings);
    }

    [Theory]
    [InlineData("default.policy.json")]
    [InlineData("tour.policy.json")]
    public void A_document_that_is_written_out_reads_back_the_same(string file)
    {
        string written = JsonSerializer.Serialize(PolicyReader.Read(ShippedPolicies.Text(file)).OrThrow().Document, PolicyJson.Options);

        Assert.Equal(written, JsonSerializer.Serialize(PolicyReader.Read(written).OrThrow().Document, PolicyJson.Options));
    }

    [Fact]
    public void A_refusal_that_nobody_handles_says_everything() =>
        Assert.Contains("/mail/burst", Assert.Throws<InvalidOperationException>(() => PolicyReader.Read(Changed(("/mail/burst", "0"))).OrThrow()).Message, StringComparison.Ordinal);

    private static IEnumerable<(string, string)> Errors(params (string Pointer, string Value)[] changes) =>
        PolicyReader.Read(Changed(changes)).Errors.Select(error => (error.Field, error.Code));

    private static string Changed(params (string Pointer, string Value)[] changes)
    {
        JsonNode document = JsonNode.Parse(ShippedPolicies.Text("default.policy.json"))!;
        foreach ((string pointer, string value) in changes)
        {
            string[] steps = pointer[1..].Split('/');
            JsonNode parent = steps[..^1].Aggregate(document, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
            if (value == "removed")
            {
                if (parent is JsonArray list)
                {
                    list.RemoveAt(int.Parse(steps[^1]));
                }
                else
                {
                    parent.AsObject().Remove(steps[^1]);
                }
            }
            else if (parent is JsonArray items)
            {
                items[int.Parse(steps[^1])] = JsonNode.Parse(value);
            }
            else
            {
                parent[steps[^1]] = JsonNode.Parse(value);
            }
        }

        return document.ToJsonString();
    }
}
