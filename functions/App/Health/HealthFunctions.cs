using Caseward.App.Identity;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Health;

/// <summary>Whether the application runs and serves requests.</summary>
internal sealed class HealthFunctions
{
    [Function("GetHealth")]
    [OpenToAll("It tells nothing but whether the app answers.")]
    public IActionResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/health")] HttpRequest request) =>
        new OkObjectResult(new HealthReport("healthy"));
}

/// <summary>What the health endpoint answers.</summary>
/// <param name="Status"><c>healthy</c>.</param>
internal sealed record HealthReport(string Status);
