using Microsoft.Extensions.DependencyInjection;

namespace Caseward.App.Identity;

internal static class IdentityRegistration
{
    public static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddOptions<IdentityOptions>()
            .BindConfiguration(IdentityOptions.Section)
            .Validate(
                static options => options.IntegrationTokens.Values.All(static hash => hash.Length == 64 && hash.All(char.IsAsciiHexDigit)),
                "Identity:IntegrationTokens holds the SHA-256 of each token as 64 hexadecimal digits, never the token itself.")
            .ValidateOnStart();
        services.AddSingleton<StaffDirectory>();
        services.AddSingleton<PlatformPrincipal>();
        services.AddSingleton<IntegrationTokens>();
        services.AddSingleton<CallerSearch>();
        services.AddSingleton<AccessMarks>();
        return services;
    }
}
