using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Http;

/// <summary>What there is for people under <c>/local</c>: <c>GET /local</c> lists it, as a page or, when asked for <c>application/json</c>, as data.</summary>
internal sealed class LocalIndex : ILocalEndpoints
{
    public static readonly IReadOnlyList<Place> Places =
    [
        new("mail", "/local/mail", "every mail that was sent"),
        new("clock", "/local/clock", "shows the clock; POST moves it"),
        new("queues", "/local/queues", "the queues with their messages"),
    ];

    public void Map(IEndpointRouteBuilder local) => local.MapGet("", ShowAsync);

    private static Task ShowAsync(HttpContext http) => LocalPages.WantsJson(http)
        ? http.Response.WriteAsJsonAsync(Places, http.RequestAborted)
        : LocalPages.AnswerAsync(http, LocalPages.Page("Caseward Local", $"<h1>Caseward Local</h1>\n<table>\n{Rows}</table>"), "text/html");

    private static string Rows =>
        string.Concat(Places.Select(place => $"""<tr><th><a href="{place.Address}">{place.Name}</a></th><td>{place.What}</td></tr>{"\n"}"""));

    /// <summary>An address for people.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Address">Its path.</param>
    /// <param name="What">What is there.</param>
    internal sealed record Place(string Name, string Address, string What);
}
