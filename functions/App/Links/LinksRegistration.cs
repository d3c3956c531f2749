using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.App.Links;

/// <summary>Signed links and the pages behind them.</summary>
internal static class LinksRegistration
{
    public static IServiceCollection AddLinks(this IServiceCollection services)
    {
        services.AddOptions<LinksOptions>().BindConfiguration(LinksOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IPostConfigureOptions<LinksOptions>, LinksDefaults>()
            .AddSingleton<IValidateOptions<LinksOptions>, LinksOptionsCheck>()
            .AddSingleton<LinkSigner>()
            .AddSingleton<CaseLinks>()
            .AddSingleton<LinkPages>()
            .AddSingleton<LinkOpener>();
    }
}
