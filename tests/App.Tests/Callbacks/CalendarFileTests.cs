using System.Text;
using Caseward.App.Callbacks;
using NodaTime;

namespace Caseward.App.Tests.Callbacks;

/// <summary>The rules of RFC 5545 and 5546 that calendars insist on.</summary>
public sealed class CalendarFileTests
{
    private static readonly CalendarEntry Callback = new()
    {
        Uid = "112345674-callback-1@in.example.com",
        Sequence = 7,
        Stamp = Instant.FromUtc(2024, 8, 12, 9, 0),
        From = Instant.FromUtc(2024, 8, 14, 8, 0),
        Until = Instant.FromUtc(2024, 8, 14, 10, 0),
        Summary = "A call",
        Description = "About the charger",
        Organizer = new CalendarPerson("Werkplaats", "case+112345674.ab@in.example.com"),
        Attendee = new CalendarPerson("Jan Jansen", "jan@example.com"),
    };

    [Fact]
    public void A_request_has_everything_that_scheduling_needs()
    {
        string[] lines = Unfolded(CalendarFile.Request(Callback));

        Assert.Equal(
            [
                "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Caseward//Callbacks//EN", "CALSCALE:GREGORIAN", "METHOD:REQUEST", "BEGIN:VEVENT",
                "UID:112345674-callback-1@in.example.com", "SEQUENCE:7", "DTSTAMP:20240812T090000Z", "DTSTART:20240814T080000Z", "DTEND:20240814T100000Z",
                "SUMMARY:A call", "DESCRIPTION:About the charger", "ORGANIZER;CN=\"Werkplaats\":mailto:case+112345674.ab@in.example.com",
                "ATTENDEE;CN=\"Jan Jansen\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:jan@example.com",
                "STATUS:CONFIRMED", "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR",
            ],
            lines);
    }

    [Fact]
    public void Every_line_ends_with_carriage_return_and_line_feed()
    {
        string file = CalendarFile.Request(Callback with { Description = "several\nlines" });

        Assert.EndsWith("END:VCALENDAR\r\n", file, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', file.Replace("\r\n", "", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', file.Replace("\r\n", "", StringComparison.Ordinal));
    }

    // The value of RFC 5545, section 3.3.11.
    [Fact]
    public void Text_is_escaped_as_in_the_example_of_the_standard() =>
        Assert.Equal("Project XYZ Final Review\\nConference Room - 3B\\nCome Prepared.", CalendarFile.Text("Project XYZ Final Review\nConference Room - 3B\nCome Prepared."));

    [Theory]
    [InlineData("a;b,c\\d", "a\\;b\\,c\\\\d")]
    [InlineData("a\r\nb\rc", "a\\nb\\nc")]
    [InlineData("bell\a and null\0", "bell and null")]
    [InlineData("colons: \"quotes\" stay", "colons: \"quotes\" stay")]
    public void What_means_something_in_the_format_is_escaped(string text, string expected) => Assert.Equal(expected, CalendarFile.Text(text));

    [Theory]
    [InlineData('x')]
    [InlineData('é')]
    [InlineData('€')]
    public void No_line_is_longer_than_75_octets_and_folding_tears_no_character(char letter)
    {
        string description = new string(letter, 400) + "\U0001F4DE" + new string(letter, 31);

        string file = CalendarFile.Request(Callback with { Description = description });

        Assert.All(file.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(file)));
        Assert.Contains($"DESCRIPTION:{description}", Unfolded(file));
    }

    [Fact]
    public void A_line_of_exactly_75_octets_is_not_folded()
    {
        string summary = new('x', 75 - "SUMMARY:".Length);

        Assert.Contains($"SUMMARY:{summary}\r\n", CalendarFile.Request(Callback with { Summary = summary }), StringComparison.Ordinal);
        Assert.Contains($"SUMMARY:{summary}\r\n y\r\n", CalendarFile.Request(Callback with { Summary = summary + "y" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_break_out_of_their_quotes_nor_out_of_their_line()
    {
        string[] lines = Unfolded(CalendarFile.Request(Callback with { Attendee = new CalendarPerson("Jan \"\r\nATTACH:https://evil.example\" Jansen", "jan@example.com\r\nX:1") }));

        Assert.Contains("ATTENDEE;CN=\"Jan 'ATTACH:https://evil.example' Jansen\";ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:jan@example.comX:1", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("ATTACH", StringComparison.Ordinal) || line.StartsWith("X:", StringComparison.Ordinal));
    }

    private static string[] Unfolded(string file) =>
        file.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
