using System.Globalization;
using Caseward.App.Cases;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Policy;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using NodaTime;

namespace Caseward.App.Proposals;

/// <summary>"What could we promise?", from what the last weeks were like (requirement D1).</summary>
internal sealed class GetProposals(CaseIndex index, PolicyCatalog policies, TimeProvider time)
{
    private const int DefaultWeeks = 8;
    private const int MaxWeeks = 52;

    /// <summary>
    /// Per department, priority and level: how long answer and solution took in cases that came in during the last weeks, what is promised
    /// now, and what could be. <c>?weeks=</c> is 1 to 52; <c>?department=</c>, <c>?priority=</c> and <c>?level=</c> narrow it down. Nothing changes by asking.
    /// </summary>
    [Function(nameof(GetProposals))]
    [AllowedFor(Roles.Supervisor | Roles.Manager)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/promises/proposals")] HttpRequest request, CancellationToken cancellationToken)
    {
        ServicePolicy policy = await policies.CurrentAsync(cancellationToken);
        var violations = new List<Violation>();
        var question = PromiseQuestion.Read(request, policy.Document, violations);
        int weeks = Weeks(request, violations);
        if (violations.Count > 0)
        {
            return Problem.Invalid(violations);
        }

        Instant now = time.Now();
        var tallies = question.Keys.ToDictionary(key => key, _ => new ProposalTally());
        await foreach (CaseIndexRow row in index.ReadAllAsync(now - Duration.FromDays(7 * weeks), now + Duration.Epsilon, cancellationToken))
        {
            if (tallies.TryGetValue(new PromiseKey(row.Priority, row.Department, row.Level), out ProposalTally? tally))
            {
                tally.Add(row);
            }
        }

        return Answer.Ok(new PromiseProposals(
            policy.Version, weeks, now - Duration.FromDays(7 * weeks), now, [.. tallies.Select(each => ProposalView.Of(each.Key, each.Value, policy, now)).OfType<ProposalView>()]));
    }

    private static int Weeks(HttpRequest request, List<Violation> violations)
    {
        if (request.Query["weeks"] is not [{ } text])
        {
            return DefaultWeeks;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int weeks) || weeks is < 1 or > MaxWeeks)
        {
            violations.Add(new Violation("?weeks", RuleCodes.OutOfRange, $"Look back 1 to {MaxWeeks} weeks."));
        }

        return weeks;
    }
}
