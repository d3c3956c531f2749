using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.App.Signing;

internal static class SigningRegistration
{
    public static IServiceCollection AddSigning(this IServiceCollection services)
    {
        services.AddOptions<SigningOptions>().BindConfiguration(SigningOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IPostConfigureOptions<SigningOptions>, SigningDefaults>()
            .AddSingleton<IValidateOptions<SigningOptions>, SigningOptionsCheck>()
            .AddSingleton<Signer>();
    }
}
