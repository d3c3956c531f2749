using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Policy;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Simulation;

/// <summary>"What does this do to what we have promised already?" (rule K7).</summary>
internal sealed class GetPolicyImpact(OpenPromises promises, PolicyCatalog policies)
{
    /// <summary>
    /// The promises of open cases that the hours and blackouts of this version leave no room for, and those in force do: all of them counted, those
    /// due first named. Changes nothing.
    /// </summary>
    [Function(nameof(GetPolicyImpact))]
    [AllowedFor(Roles.Manager | Roles.Supervisor)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/versions/{version}/impact")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        if (await policies.FindAsync(version, cancellationToken) is not { } draft)
        {
            return Problem.PolicyVersionUnknown(version);
        }

        OpenPromisesCheck found = await promises.CheckAsync(draft, cancellationToken);
        return Answer.Ok(new PolicyImpactView(version, found.Promises, found.Cases, [.. found.Named.Select(named => ImpossibleView.Of(named, draft))]));
    }
}

/// <summary>What a version makes impossible.</summary>
/// <param name="Version">The version.</param>
/// <param name="Promises">How many promises; what <c>acceptImpact</c> says when it is activated all the same.</param>
/// <param name="Cases">Of how many cases.</param>
/// <param name="Items">Those that are due first.</param>
internal sealed record PolicyImpactView(string Version, int Promises, int Cases, IReadOnlyList<ImpossibleView> Items);

/// <summary>One promise that becomes impossible.</summary>
internal sealed record ImpossibleView(CaseNumber Number, string Queue, int Priority, ClockName Clock, Moment Promised, Moment Possible)
{
    public static ImpossibleView Of(ImpossibleCase found, ServicePolicy draft)
    {
        var reading = new LocalReading(draft, found.Department);
        return new ImpossibleView(
            found.Number, found.Queue, found.Priority, found.Impossible.Clock, reading.Of(found.Impossible.Promised), reading.Of(found.Impossible.Possible));
    }
}
