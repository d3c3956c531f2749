using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Http;

/// <summary>
/// Which functions the HTTP middleware is for. It must never run around orchestrators: those may await nothing but their own context.
/// </summary>
internal static class HttpFunctions
{
    public static bool Handles(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(static binding => binding.Type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase));
}
