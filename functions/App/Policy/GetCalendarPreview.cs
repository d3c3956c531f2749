using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>"When are we open, and why not?", date by date, as due times are reckoned.</summary>
internal sealed class GetCalendarPreview(PolicyCatalog policies, TimeProvider time)
{
    private const int Year = 12;

    /// <summary>
    /// A calendar's dates from <c>?from=</c> (today) over <c>?months=</c> (12): open windows, open time, and why a date is not like its weekday. With
    /// <c>?department=</c>, and perhaps <c>?queue=</c> and <c>?level=</c>, the blackouts are those of such cases, and it is told which calendar each of
    /// their clocks runs on; without, all blackouts of the policy. <c>?version=</c> asks another version of the policy, a draft too.
    /// </summary>
    [Function(nameof(GetCalendarPreview))]
    [AllowedFor(Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/calendars/{id}/preview")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var query = new CalendarQuery(request);
        ServicePolicy? policy = await query.PolicyAsync(policies, cancellationToken);
        if (policy?.CalendarNamed(id) is not { } calendar)
        {
            return query.NotFound(policy, id);
        }

        LocalDate from = query.Date("from", time.Now().InZone(calendar.Zone).Date);
        int months = query.Number("months", Year, 1, CalendarPreview.MaxMonths);
        CaseScope? scope = query.Scope(policy);
        if (query.Violations.Count > 0)
        {
            return Problem.Invalid(query.Violations);
        }

        Blackout[] blackouts = [.. policy.Document.Blackouts.Where(blackout => scope is not { } cases || blackout.IsFor(cases))];
        return Answer.Ok(new CalendarPreviewAnswer(
            policy.Version, scope is { } of ? policy.CalendarChoices(of) : null, CalendarPreview.Of(calendar, blackouts, from, months)));
    }
}

/// <summary>A calendar's dates.</summary>
/// <param name="PolicyVersion">The version of the policy that has it.</param>
/// <param name="Choices">Which calendar the clocks of the cases in question run on; absent when no department was given.</param>
/// <param name="Preview">The dates.</param>
internal sealed record CalendarPreviewAnswer(string PolicyVersion, IReadOnlyList<CalendarChoice>? Choices, CalendarPreview Preview);
