using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Cases;

/// <summary>What happened to a case, oldest first, a page at a time.</summary>
internal sealed class GetTimeline(CaseStore store, PolicyCatalog policies, Paging paging)
{
    /// <summary>
    /// Colleagues read every event as it is stored. Customers read what was said to or by them and what became of their case; a page
    /// of theirs may hold fewer entries than asked for, even none, and still have a next one.
    /// </summary>
    [Function(nameof(GetTimeline))]
    [AllowedFor(Roles.Customer | Roles.Staff | Roles.Integration)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/cases/{number}/timeline")] HttpRequest request,
        string number,
        CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (!CaseNumber.TryParse(number, out CaseNumber parsed)
            || await store.FindAsync(parsed, cancellationToken) is not { State: var state }
            || !caller.MaySee(state))
        {
            return Problem.CaseNotFound();
        }

        string list = $"timeline:{parsed}";
        if (!paging.TryRead(request, caller, list, out PageRequest page, out Answer? problem))
        {
            return problem!;
        }

        int after = page.Position is { } position ? int.Parse(position) : 0;
        IReadOnlyList<CaseEvent> events = await store.ReadEventsAsync(parsed, after, page.Take, cancellationToken);
        string? last = events.Count > 0 && events[^1].Sequence < state.Version ? $"{events[^1].Sequence}" : null;
        string? next = paging.Continuation(caller, list, last);
        var reading = new LocalReading(await policies.VersionAsync(state.PolicyVersion, cancellationToken), state.Department);
        return caller.IsCustomer
            ? Answer.Ok(new Page<PortalTimelineEntry>([.. events.Select(happened => PortalTimelineEntry.Of(happened, reading)).OfType<PortalTimelineEntry>()], next))
            : Answer.Ok(new Page<TimelineEntry>([.. events.Select(happened => TimelineEntry.Of(happened, reading))], next));
    }
}
