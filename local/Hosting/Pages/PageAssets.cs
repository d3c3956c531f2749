using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Pages;

/// <summary>The style and the small conveniences of the pages, which all work without the latter.</summary>
internal sealed class PageAssets : ILocalEndpoints
{
    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("page.css", http => AnswerAsync(http, "page.css", "text/css"));
        local.MapGet("page.js", http => AnswerAsync(http, "page.js", "text/javascript"));
    }

    private static async Task AnswerAsync(HttpContext http, string name, string type)
    {
        await using Stream asset = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(asset);
        await LocalPages.AnswerAsync(http, await reader.ReadToEndAsync(http.RequestAborted), type);
    }
}
