using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Http;

/// <summary>What a caller can name so that somebody finds their request again: the W3C trace, or the invocation where nothing is traced.</summary>
internal sealed record RequestTrace(string Id)
{
    public static RequestTrace Of(FunctionContext context) => new(
        ActivityContext.TryParse(context.TraceContext.TraceParent, null, out ActivityContext trace) ? trace.TraceId.ToHexString() : context.InvocationId);

    public static string IdOf(HttpContext http) => http.Features.Get<RequestTrace>()?.Id ?? http.TraceIdentifier;
}
