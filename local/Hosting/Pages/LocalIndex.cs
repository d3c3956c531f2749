using Caseward.Local.Hosting.Health;
using Caseward.Local.Hosting.Time;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting.Pages;

/// <summary>What there is for people under <c>/local</c>: <c>GET /local</c> lists it, as a page with the clock and the health figures or, when asked for <c>application/json</c>, as data.</summary>
internal sealed class LocalIndex(ClockEndpoints clock, HealthFigures health) : ILocalEndpoints
{
    public static readonly IReadOnlyList<Place> Places =
    [
        new("mail", "/local/mail", "every mail that was sent"),
        new("clock", "/local/clock", "shows the clock; POST moves it"),
        new("queues", "/local/queues", "the queues with their messages"),
        new("instances", "/local/instances", "orchestrations: state, history, input, output"),
        new("entities", "/local/entities", "durable entities: state, locks, waiting operations"),
        new("functions", "/local/functions", "what starts each function"),
        new("health", "/local/health", "work under way, memory, file"),
    ];

    public void Map(IEndpointRouteBuilder local) => local.MapGet("", http => LocalPages.WantsJson(http)
        ? LocalPages.JsonAsync(http, Places)
        : LocalPages.AnswerAsync(http, Show().ToString(), "text/html"));

    private Markup Show() => LocalPages.Page(
        "Overview",
        Markup.Of($"""
        <h1>Caseward Local</h1>
        {ClockPages.Face(clock.View)}
        {HealthPages.Figures(health.Measure())}
        <section><h2>Places</h2><table>{Places.Select(place => Markup.Of($"""<tr><th><a href="{place.Address}">{place.Name}</a></th><td>{place.What}</td></tr>"""))}</table></section>
        <section><h2>For scripts</h2><table>
        <tr><th><a href="/local/mail/faults">/local/mail/faults</a></th><td>what goes wrong with the next sends on purpose; POST adds, DELETE clears</td></tr>
        <tr><th><a href="/local/mail/deliveries">/local/mail/deliveries</a></th><td>what delivery reports say of mail at an address; POST adds, DELETE clears</td></tr>
        <tr><th>/local/backup</th><td>copies the database to a file beside it <form method="post" action="/local/backup"><button class="second">Back up now</button></form></td></tr>
        <tr><th>/admin/functions/{"{name}"}</th><td>POST runs a timer or queue function, as on the real host; <a href="/local/functions">the functions</a></td></tr>
        </table></section>
        """),
        "/local");

    /// <summary>An address for people.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Address">Its path.</param>
    /// <param name="What">What is there.</param>
    internal sealed record Place(string Name, string Address, string What);
}
