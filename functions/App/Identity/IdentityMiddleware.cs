using Caseward.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Caseward.App.Identity;

/// <summary>
/// Nobody gets to an HTTP function unless they are known and the function is marked for what they are. Which cases they may see is
/// decided by the endpoint.
/// </summary>
internal sealed class IdentityMiddleware(CallerSearch callers, AccessMarks marks) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        HttpContext http = context.GetHttpContext() ?? throw new InvalidOperationException("An HTTP function was started without a request.");
        AccessMark mark = marks.Of(context.FunctionDefinition);
        Answer? refusal = mark.OpenToAll ? null : await RefuseAsync(http, mark);
        if (refusal is null)
        {
            await next(context);
        }
        else
        {
            context.GetInvocationResult().Value = refusal;
        }
    }

    private async ValueTask<Answer?> RefuseAsync(HttpContext http, AccessMark mark)
    {
        HttpRequest request = http.Request;
        if (await callers.FindAsync(request, http.RequestAborted) is not { } caller)
        {
            return NotKnown(request);
        }

        if (callers.IsAmbient(request) && request.Headers["Sec-Fetch-Site"] is ["cross-site" or "same-site"] && !HttpMethods.IsGet(request.Method))
        {
            return Problem.Of(StatusCodes.Status403Forbidden, "Not permitted", RequestCodes.CrossSite, "Another site caused this request. Nothing was done.");
        }

        if ((caller.Roles & mark.Roles) == Roles.None)
        {
            return Problem.NotPermitted($"This is for: {$"{mark.Roles}".ToLowerInvariant()}.");
        }

        http.Features.Set(caller);
        return null;
    }

    private Answer NotKnown(HttpRequest request)
    {
        bool tried = callers.HasCredentials(request);
        string schemes = callers.AllowsDevelopmentSignIn ? "Bearer realm=\"caseward\", Development realm=\"caseward\"" : "Bearer realm=\"caseward\"";
        string hint = callers.IsDevelopment
            ? " In development 'Authorization: Development <id or e-mail>' is enough, when the setting Identity__DevelopmentSignIn is true." : "";
        return Problem.Of(
            StatusCodes.Status401Unauthorized,
            "Who are you?",
            tried ? RequestCodes.NotRecognised : RequestCodes.NotIdentified,
            (tried ? "What the request says about who makes it is not recognised here." : "Sign in, or send the token of an integration.") + hint)
            .With("WWW-Authenticate", schemes);
    }
}
