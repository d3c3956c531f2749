using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Callbacks;

/// <summary>An appointment as a calendar shows it.</summary>
internal sealed record CalendarEntry
{
    /// <summary>Unique for ever, and the same when the appointment moves.</summary>
    public required string Uid { get; init; }

    /// <summary>Grows with every version of the same appointment.</summary>
    public required int Sequence { get; init; }

    /// <summary>When this version was made.</summary>
    public required Instant Stamp { get; init; }

    public required Instant From { get; init; }

    public required Instant Until { get; init; }

    /// <summary>One line.</summary>
    public required string Summary { get; init; }

    public required string Description { get; init; }

    public required CalendarPerson Organizer { get; init; }

    public required CalendarPerson Attendee { get; init; }
}

/// <summary>Somebody in a calendar file.</summary>
internal sealed record CalendarPerson(string Name, string Email);

/// <summary>
/// Writes appointments as iCalendar (RFC 5545) with the scheduling method REQUEST (RFC 5546): a calendar that knows the UID moves the
/// appointment when a version with a higher sequence arrives.
/// </summary>
internal static class CalendarFile
{
    public const string ContentType = "text/calendar";

    private const int LongestLine = 75; // octets, without the line break (RFC 5545, 3.1)

    private static readonly InstantPattern Utc = InstantPattern.CreateWithInvariantCulture("yyyyMMdd'T'HHmmss'Z'");

    public static string Request(CalendarEntry entry)
    {
        var file = new StringBuilder();
        Line(file, "BEGIN:VCALENDAR");
        Line(file, "VERSION:2.0");
        Line(file, "PRODID:-//Caseward//Callbacks//EN");
        Line(file, "CALSCALE:GREGORIAN");
        Line(file, "METHOD:REQUEST");
        Line(file, "BEGIN:VEVENT");
        Line(file, $"UID:{Text(entry.Uid)}");
        Line(file, $"SEQUENCE:{entry.Sequence}");
        Line(file, $"DTSTAMP:{Utc.Format(entry.Stamp)}");
        Line(file, $"DTSTART:{Utc.Format(entry.From)}");
        Line(file, $"DTEND:{Utc.Format(entry.Until)}");
        Line(file, $"SUMMARY:{Text(entry.Summary)}");
        Line(file, $"DESCRIPTION:{Text(entry.Description)}");
        Line(file, $"ORGANIZER;CN={Quoted(entry.Organizer.Name)}:mailto:{Address(entry.Organizer.Email)}");
        Line(file, $"ATTENDEE;CN={Quoted(entry.Attendee.Name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{Address(entry.Attendee.Email)}");
        Line(file, "STATUS:CONFIRMED");
        Line(file, "TRANSP:OPAQUE");
        Line(file, "END:VEVENT");
        Line(file, "END:VCALENDAR");
        return file.ToString();
    }

    /// <summary>A text value: what has a meaning in the format is escaped, line breaks become <c>\n</c>, other control characters go (3.3.11).</summary>
    internal static string Text(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        foreach (char c in value.ReplaceLineEndings("\n"))
        {
            switch (c)
            {
                case '\\' or ';' or ',':
                    text.Append('\\').Append(c);
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                default:
                    text.Append(char.IsControl(c) && c != '\t' ? "" : c);
                    break;
            }
        }

        return text.ToString();
    }

    /// <summary>A parameter value in quotes; quotes inside and control characters cannot be written at all (3.2).</summary>
    private static string Quoted(string value) =>
        $"\"{string.Concat(value.Where(c => !char.IsControl(c)).Select(c => c == '"' ? '\'' : c))}\"";

    private static string Address(string email) => string.Concat(email.Where(c => !char.IsControl(c) && !char.IsWhiteSpace(c)));

    /// <summary>Adds a content line, folded so that no line is longer than 75 octets and no character is torn (3.1).</summary>
    private static void Line(StringBuilder file, string line)
    {
        int octets = 0;
        foreach (Rune rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine)
            {
                file.Append("\r\n ");
                octets = 1;
            }

            file.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        file.Append("\r\n");
    }
}
