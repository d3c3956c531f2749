using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Intake;

internal static class IntakeRegistration
{
    public static IServiceCollection AddIntake(this IServiceCollection services) => services
        .AddSingleton<IntakeRequests>()
        .AddSingleton<PoisonMessages>();
}
