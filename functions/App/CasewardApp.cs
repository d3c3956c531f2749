using Microsoft.Azure.Functions.Worker.Builder;

namespace Caseward.App;

/// <summary>What the application is made of, the same for every host.</summary>
internal static class CasewardApp
{
    public static void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
    }
}
