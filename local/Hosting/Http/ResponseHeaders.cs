using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// The headers of an answer: a cookie, a middleware and a function all see what the others have set, as with the worker's integration of ASP.NET Core. The server
/// takes them over when the answer begins.
/// </summary>
internal sealed class ResponseHeaders : SharedHeaders
{
    private ResponseHeaders(HttpResponse response)
        : base(response.Headers)
    {
        IFeatureCollection features = response.HttpContext.Features;
        IHeaderDictionary server = response.Headers;
        Use(features, this);
        if (!response.HasStarted)
        {
            response.OnStarting(() =>
            {
                server.Clear();
                foreach ((string name, StringValues values) in Fields())
                {
                    server[name] = values;
                }

                Use(features, server);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>The headers of an answer: one collection, however many answers the function makes of it.</summary>
    public static ResponseHeaders Of(HttpResponse response) => response.Headers as ResponseHeaders ?? new ResponseHeaders(response);

    /// <summary>Takes these headers instead of what is there.</summary>
    public void ReplaceWith(HttpHeadersCollection headers)
    {
        KeyValuePair<string, IEnumerable<string>>[] given = [.. headers];
        Clear();
        foreach ((string name, IEnumerable<string> values) in given)
        {
            TryAddWithoutValidation(name, values);
        }
    }

    // Cookies stay with the headers that were there when the first was set, so they are begun anew.
    private static void Use(IFeatureCollection features, IHeaderDictionary headers)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers = headers;
        if (features.Get<IResponseCookiesFeature>() is ResponseCookiesFeature)
        {
            features.Set<IResponseCookiesFeature>(new ResponseCookiesFeature(features));
        }
    }
}
