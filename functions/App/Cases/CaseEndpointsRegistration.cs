using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Cases;

/// <summary>What the commands and reads over HTTP share.</summary>
internal static class CaseEndpointsRegistration
{
    public static IServiceCollection AddCaseEndpoints(this IServiceCollection services) => services
        .AddSingleton<CommandRequests>();
}
