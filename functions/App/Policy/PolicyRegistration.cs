using Caseward.App.Policy.Migration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.App.Policy;

/// <summary>The policy in force, its versions and their history.</summary>
internal static class PolicyRegistration
{
    public static IServiceCollection AddPolicy(this IServiceCollection services)
    {
        ShippedPolicies.BeginReading();
        services.AddOptions<PolicyOptions>().BindConfiguration(PolicyOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsCheck>()
            .AddSingleton<ShippedPolicies>()
            .AddSingleton<PolicyStore>()
            .AddSingleton<PolicyCatalog>()
            .AddSingleton<PolicyDesk>()
            .AddSingleton<PolicyRequests>()
            .AddSingleton<RunningMigration>();
    }
}
