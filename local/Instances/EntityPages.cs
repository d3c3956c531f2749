using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Instances;

/// <summary>The entities' pages.</summary>
internal static class EntityPages
{
    private const string Place = "/local/entities";

    public static Markup List(string prefix, EntityPage page) => LocalPages.Page(
        "Entities",
        Markup.Of($"""
        <h1>Entities</h1>
        <form class="row" method="get" action="/local/entities"><label>Id begins with <input name="id" value="{prefix}" maxlength="1024"></label><button class="second">Filter</button></form>
        <section>{(page.Entities.Count == 0
            ? Markup.Of($"""<p class="empty">No entity.</p>""")
            : Markup.Of($"<table><tr><th>Id</th><th>State</th><th>Last changed</th><th>Locked by</th></tr>{page.Entities.Select(Row)}</table>"))}</section>
        {(page.Next is null ? Markup.Empty : Markup.Of($"""<p><a href="/local/entities?id={Uri.EscapeDataString(prefix)}&amp;after={Uri.EscapeDataString(page.Next)}">Further entities</a></p>"""))}
        """),
        Place);

    public static Markup Show(EntityView entity) => LocalPages.Page(
        entity.Id,
        Markup.Of($"""
        <p><a href="/local/entities">All entities</a></p>
        <h1>{entity.Id}</h1>
        <section><table>
        <tr><th>Last changed</th><td>{Markup.Time(entity.Modified)}</td></tr>
        <tr><th>Operations that wait</th><td class="number">{entity.Waiting}</td></tr>
        {(entity.LockedBy is null ? Markup.Empty : Markup.Of($"<tr><th>Locked by</th><td>{Owner(entity.LockedBy)}</td></tr>"))}
        </table></section>
        <section><h2>State</h2>{entity.State?.ToMarkup() ?? Markup.Of($"""<p class="empty">None: it does not exist for clients.</p>""")}</section>
        """),
        Place);

    private static Markup Row(EntityLine line) => Markup.Of(
        $"""<tr><td class="id"><a href="{EntityEndpoints.AddressOf(line.Id)}">{line.Id}</a></td><td>{(line.HasState ? "yes" : "none")}</td><td>{Markup.Time(line.Modified)}</td><td>{(line.LockedBy is null ? Markup.Empty : Owner(line.LockedBy))}</td></tr>""");

    private static Markup Owner(string id) => Markup.Of($"""<a href="{InstanceEndpoints.AddressOf(id)}">{id}</a>""");
}
