using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Signing;

internal static class SigningRegistration
{
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        services.AddOptions<SigningOptions>().BindConfiguration(SigningOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Signer>();
        return services;
    }
}
