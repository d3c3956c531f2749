using Caseward.Local.Hosting.Http;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>HTTP functions with ASP.NET Core's types.</summary>
public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    /// <summary>
    /// Lets HTTP functions take <c>HttpRequest</c> and answer with <c>IActionResult</c> or <c>IResult</c>. The answer is written where
    /// this is called in the order of middleware: what is added later may still replace it.
    /// </summary>
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        HttpMiddleware.AddTo(builder);
        return builder;
    }
}
