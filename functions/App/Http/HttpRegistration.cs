using Caseward.App.Identity;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Caseward.App.Http;

internal static class HttpRegistration
{
    public static IServiceCollection AddHttpEdge(this IServiceCollection services)
    {
        services.AddSingleton<Paging>();
        return services;
    }

    /// <summary>What every HTTP function stands behind, outermost first: surprises become answers, then the caller becomes known.</summary>
    public static void UseHttpEdge(this FunctionsApplicationBuilder builder)
    {
        builder.UseWhen<SurpriseMiddleware>(HttpFunctions.Handles);
        builder.UseWhen<IdentityMiddleware>(HttpFunctions.Handles);
    }
}
