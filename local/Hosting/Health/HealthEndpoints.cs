using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Health;

/// <summary>How the runtime is: <c>GET /local/health</c>.</summary>
internal sealed class HealthEndpoints(HealthFigures figures) : ILocalEndpoints
{
    public void Map(IEndpointRouteBuilder local) => local.MapGet("health", http =>
    {
        HealthView health = figures.Measure();
        return LocalPages.AnswerAsync(http, health, () => LocalPages.Page("Health", Markup.Of($"<h1>Health</h1>{HealthPages.Figures(health)}{HealthPages.Parts(health)}"), "/local/health"));
    });
}
