using System.Text.Json;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Calendars;
using Caseward.Domain.Calendars.HolidayFeed;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>Reads a holiday feed for a calendar. It saves nothing: what it answers goes into a draft of the policy.</summary>
internal sealed class ImportHolidays(PolicyCatalog policies, TimeProvider time)
{
    private const int MaxBytes = 1_048_576;
    private const int YearsAhead = 5;
    private const int MostYears = 20;

    /// <summary>
    /// The holidays that an iCalendar file has from <c>?from=</c> (1 January of this year) to <c>?until=</c> (31 December in five years): what is new to the
    /// calendar, what it has already, what could not be read and why, and the calendar with them. <c>?version=</c> asks another version of the policy.
    /// Nothing is written down, so sending it again changes nothing.
    /// </summary>
    [Function(nameof(ImportHolidays))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/calendars/{id}/holidays")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var query = new CalendarQuery(request);
        ServicePolicy? policy = await query.PolicyAsync(policies, cancellationToken);
        if (policy?.CalendarNamed(id) is not { } calendar)
        {
            return query.NotFound(policy, id);
        }

        int year = time.Now().InZone(calendar.Zone).Year;
        LocalDate from = query.Date("from", new LocalDate(year, 1, 1));
        LocalDate until = query.Date("until", new LocalDate(from.Year + YearsAhead, 12, 31));
        if (until < from || until >= from.PlusYears(MostYears))
        {
            query.Wrong("until", RuleCodes.OutOfRange, $"Give a date from {from:uuuu-MM-dd} on, less than {MostYears} years later.");
        }

        if (query.Violations.Count > 0)
        {
            return Problem.Invalid(query.Violations);
        }

        (string? text, Answer? problem) = await RequestText.ReadAsync(request, "text/calendar", MaxBytes, cancellationToken);
        if (text is null)
        {
            return problem!;
        }

        HolidayFeedReading reading = HolidayFeedReader.Read(text, from, until, cancellationToken);
        if (reading.Refused is { } refused)
        {
            return Problem.BadRequest(refused.Code, $"Line {refused.Line}: {refused.Message}");
        }

        var import = HolidayImport.Of(calendar.Definition, reading);
        return Answer.Ok(new HolidayImportAnswer
        {
            PolicyVersion = policy.Version,
            Calendar = calendar.Id,
            From = from,
            Until = until,
            New = import.New,
            Known = import.Known,
            Unreadable = reading.Unreadable,
            Cancelled = reading.Cancelled,
            Outside = reading.Outside,
            Errors = import.Errors,
            Definition = JsonSerializer.SerializeToElement(import.Definition, PolicyJson.Options),
        });
    }
}

/// <summary>What a holiday feed would do to a calendar.</summary>
internal sealed record HolidayImportAnswer
{
    public required string PolicyVersion { get; init; }

    public required string Calendar { get; init; }

    public required LocalDate From { get; init; }

    public required LocalDate Until { get; init; }

    /// <summary>Dates that the calendar does not close yet.</summary>
    public required IReadOnlyList<FeedHoliday> New { get; init; }

    /// <summary>Dates that it closes already.</summary>
    public required IReadOnlyList<FeedHoliday> Known { get; init; }

    /// <summary>Entries that were not taken, each with its line and why.</summary>
    public required IReadOnlyList<FeedProblem> Unreadable { get; init; }

    /// <summary>Entries that the feed has withdrawn.</summary>
    public required int Cancelled { get; init; }

    /// <summary>Dates before or after the range.</summary>
    public required int Outside { get; init; }

    /// <summary>Why the calendar with these holidays could not be saved.</summary>
    public required IReadOnlyList<CalendarError> Errors { get; init; }

    /// <summary>The calendar as it stands in a policy document, with the new holidays.</summary>
    public required JsonElement Definition { get; init; }
}
