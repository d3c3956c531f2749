using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy;

/// <summary>What differs between two versions.</summary>
internal sealed class ComparePolicies(PolicyCatalog policies)
{
    /// <summary>What changes from the version in <c>?from=</c>, or from the one in force, to this one.</summary>
    [Function(nameof(ComparePolicies))]
    [AllowedFor(Roles.Staff)]
    public async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/policy/versions/{version}/difference")] HttpRequest request,
        string version,
        CancellationToken cancellationToken)
    {
        string? from = request.Query["from"];
        if (await policies.FindAsync(version, cancellationToken) is not { } after)
        {
            return Problem.PolicyVersionUnknown(version);
        }

        ServicePolicy? before = from is null ? await policies.CurrentAsync(cancellationToken) : await policies.FindAsync(from, cancellationToken);
        return before is null ? Problem.PolicyVersionUnknown(from!) : Answer.Ok(PolicyComparison.Of(before, after));
    }
}

/// <summary>Two versions beside each other.</summary>
/// <param name="From">The earlier one.</param>
/// <param name="To">The later one.</param>
/// <param name="Differences">What differs.</param>
internal sealed record PolicyComparison(string From, string To, IReadOnlyList<Difference> Differences)
{
    public static PolicyComparison Of(ServicePolicy before, ServicePolicy after) =>
        new(before.Version, after.Version, PolicyDifference.Between(before.Document, after.Document));
}
