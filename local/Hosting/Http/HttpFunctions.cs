using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;

namespace Caseward.Local.Hosting.Http;

/// <summary>The application's HTTP functions as routes. Keys are not asked for, as Core Tools do not ask for them.</summary>
internal sealed partial class HttpFunctions
{
    private static readonly string[] Reserved = ["admin", "runtime", "local"];

    private readonly FunctionInvoker _invoker;
    private readonly ILogger<HttpFunctions> _logger;

    public HttpFunctions(FunctionCatalog functions, FunctionInvoker invoker, HostJson host, ILogger<HttpFunctions> logger)
    {
        _invoker = invoker;
        _logger = logger;
        Routes = [.. functions.With<HttpTriggerAttribute>().Select(found => Describe(found.Function, found.Trigger, host.RoutePrefix))];
        RefuseAmbiguous(Routes);
    }

    public IReadOnlyList<HttpRoute> Routes { get; }

    /// <exception cref="StartRefusedException">A function needs the ASP.NET Core integration, and the application did not ask for it; or a route has a constraint that does not exist.</exception>
    public void Map(IEndpointRouteBuilder routes)
    {
        if (routes.ServiceProvider.GetService(typeof(HttpMiddleware)) is null
            && Routes.FirstOrDefault(route => route.Function.TriggerParameter.Type == typeof(HttpRequest)) is { } integrated)
        {
            throw new StartRefusedException(
                $"The function '{integrated.Function.Name}' takes an HttpRequest, and the application does not call ConfigureFunctionsWebApplication(): without it, take HttpRequestData.");
        }

        var constraints = (IInlineConstraintResolver)routes.ServiceProvider.GetService(typeof(IInlineConstraintResolver))!;
        foreach (HttpRoute route in Routes)
        {
            RefuseUnknownConstraints(route, constraints);
            WarnOfNull(route.Function);
            RequestDelegate handle = http => HandleAsync(route.Function, http);
            IEndpointConventionBuilder mapped = route.Methods.Count == 0
                ? routes.Map(route.Pattern, handle)
                : routes.MapMethods(route.Pattern.RawText!, route.Methods, handle);
            mapped.WithDisplayName(route.Function.Name);
        }
    }

    /// <summary>The worker starts such a function and gives it null; that is hardly ever what was meant.</summary>
    private void WarnOfNull(LocalFunction function)
    {
        LocalParameter trigger = function.TriggerParameter;
        if (trigger.Converter is null && trigger.Type != typeof(HttpRequest) && trigger.Type != typeof(HttpRequestData))
        {
            LogTakesNull(function.Name, trigger.Name, trigger.Type.Name);
        }
    }

    private static HttpRoute Describe(LocalFunction function, HttpTriggerAttribute trigger, string prefix)
    {
        string own = (string.IsNullOrEmpty(trigger.Route) ? function.Name : trigger.Route).Trim('/');
        string text = $"/{prefix}/{own}".Replace("//", "/", StringComparison.Ordinal);
        try
        {
            RoutePattern pattern = RoutePatternFactory.Parse(text);
            string first = pattern.PathSegments.Count > 0 && pattern.PathSegments[0].Parts is [RoutePatternLiteralPart literal] ? literal.Content : "";
            return Array.Exists(Reserved, name => name.Equals(first, StringComparison.OrdinalIgnoreCase))
                ? throw new StartRefusedException($"The route '{text}' of the function '{function.Name}' begins with '{first}', which the host keeps for itself.")
                : new HttpRoute(function, pattern, [.. (trigger.Methods ?? []).Select(method => method.ToUpperInvariant())]);
        }
        catch (RoutePatternException error)
        {
            throw new StartRefusedException($"The route '{text}' of the function '{function.Name}' is not valid: {error.Message}", error);
        }
    }

    private static void RefuseUnknownConstraints(HttpRoute route, IInlineConstraintResolver constraints)
    {
        foreach (string constraint in route.Pattern.Parameters.SelectMany(parameter => parameter.ParameterPolicies).Select(policy => policy.Content!))
        {
            Exception? wrong = null;
            try
            {
                if (constraints.ResolveConstraint(constraint) is not null)
                {
                    continue;
                }
            }
            catch (RouteCreationException error)
            {
                wrong = error;
            }

            throw new StartRefusedException(
                $"The route '{route.Pattern.RawText}' of the function '{route.Function.Name}' is not valid: there is no constraint '{constraint}'. {wrong?.Message}".TrimEnd(), wrong);
        }
    }

    private static void RefuseAmbiguous(IReadOnlyList<HttpRoute> routes)
    {
        foreach (IGrouping<string, HttpRoute> same in routes.GroupBy(route => route.Shape, StringComparer.OrdinalIgnoreCase))
        {
            HttpRoute[] candidates = [.. same];
            for (int i = 1; i < candidates.Length; i++)
            {
                if (Array.Find(candidates, other => other != candidates[i] && other.Overlaps(candidates[i])) is { } rival)
                {
                    throw new StartRefusedException(
                        $"The functions '{rival.Function.Name}' and '{candidates[i].Function.Name}' answer the same requests: {candidates[i].Pattern.RawText}.");
                }
            }
        }
    }

    private async Task HandleAsync(LocalFunction function, HttpContext http)
    {
        try
        {
            await _invoker.InvokeAsync(function, new InvocationRequest(Inputs(http), http.RequestAborted)
            {
                Prepare = context =>
                {
                    context.Items[HttpMiddleware.ContextKey] = http;
                    http.RequestServices = context.InstanceServices;
                },
            });
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for an answer any more.
        }
        catch (Exception error)
        {
            Fail(http, error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
        }
    }

    /// <summary>Answers with a bare status, as the host does; an answer that has begun can only be cut off.</summary>
    private static void Fail(HttpContext http, int status)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
        }
        else
        {
            http.Response.Clear();
            http.Response.StatusCode = status;
        }
    }

    /// <summary>Query values, and over them the route's.</summary>
    private static Dictionary<string, object?> Inputs(HttpContext http)
    {
        var inputs = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (KeyValuePair<string, StringValues> value in http.Request.Query)
        {
            inputs[value.Key] = value.Value.ToString();
        }

        foreach (KeyValuePair<string, object?> value in http.Request.RouteValues)
        {
            inputs[value.Key] = value.Value?.ToString();
        }

        return inputs;
    }

    [LoggerMessage(1, LogLevel.Warning,
        "The function '{Function}' gets null as '{Parameter}': a request is HttpRequest or HttpRequestData, and its body becomes {Type} with [FromBody].")]
    private partial void LogTakesNull(string function, string parameter, string type);
}
