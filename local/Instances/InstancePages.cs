using Caseward.Local.Engine.Replay;
using Caseward.Local.Hosting.Pages;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Instances;

/// <summary>The instances' pages.</summary>
internal static class InstancePages
{
    private const string Place = "/local/instances";

    public static readonly OrchestrationRuntimeStatus[] Statuses =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    public static Markup List(InstanceFilter filter, InstancePage page, Markup notice) => LocalPages.Page(
        "Instances",
        Markup.Of($"""
        <h1>Instances</h1>
        {notice}
        <form class="row" method="get" action="/local/instances">
        <label>State <select name="status"><option value="">any</option>{Statuses.Select(status => Option(status, filter.Status))}</select></label>
        <label>Orchestrator <input name="name" value="{filter.Name}" maxlength="512"></label>
        <label>Id begins with <input name="id" value="{filter.Prefix}" maxlength="512"></label>
        <button class="second">Filter</button></form>
        <section>{(page.Instances.Count == 0
            ? Markup.Of($"""<p class="empty">{(page.Next is null ? "No instance." : $"None among the {InstanceListing.MostLookedAt} that were looked at.")}</p>""")
            : Table(page.Instances))}</section>
        {(page.Next is null ? Markup.Empty : Markup.Of($"""<p><a href="{Next(filter, page.Next)}">Further instances</a></p>"""))}
        """),
        Place);

    public static Markup Show(InstanceView instance, HistoryPage history, Markup notice)
    {
        string address = InstanceEndpoints.AddressOf(instance.Id);
        bool hasEnded = instance.Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
        return LocalPages.Page(
            instance.Id,
            Markup.Of($"""
            <p><a href="/local/instances">All instances</a></p>
            <h1>{instance.Id} {Badge(instance.Status)}</h1>
            {notice}
            <section><table>
            {Row("Orchestrator", Markup.Of($"{instance.Name} {instance.Version}"))}
            {Row("Started", Markup.Time(instance.Created))}
            {Row("Last changed", Markup.Time(instance.Updated))}
            {Row("Execution", Markup.Of($"{instance.Execution}"))}
            {(instance.Parent is null ? Markup.Empty : Row("Part of", Link(instance.Parent)))}
            {(instance.Activities.Count == 0 ? Markup.Empty : Row("Activities under way", Markup.Of($"{string.Join(", ", instance.Activities)}")))}
            {(hasEnded ? Markup.Empty : Row("Waits for events", Waits(instance.Events)))}
            {instance.Tags.Select(tag => Row(tag.Key, Markup.Of($"{tag.Value}")))}
            </table></section>
            {Payload("Failure", instance.Failure)}{Payload("Output", instance.Output)}{Payload("Custom status", instance.CustomStatus)}{Payload("Input", instance.Input)}
            {(instance.Children.Count == 0 ? Markup.Empty : Markup.Of($"<section><h2>Sub-orchestrations</h2>{Table(instance.Children)}</section>"))}
            <section><h2>History of this execution</h2>{History(address, history)}</section>
            {(hasEnded ? Purge(address) : Actions(address, instance.Status))}
            """),
            Place);
    }

    private static Markup Waits(IReadOnlyList<EventWait>? events) => events switch
    {
        null => Markup.Of($"""<span class="quiet">not known: it is not in memory before its next turn</span>"""),
        [] => Markup.Of($"""<span class="quiet">none</span>"""),
        _ => Markup.Join(events.Select(wait => Markup.Of($"<code>{wait.Name}</code>{(wait.Waiters == 1 ? Markup.Empty : Markup.Of($" ×{wait.Waiters}"))}")), ", "),
    };

    private static Markup Table(IEnumerable<InstanceLine> lines) => Markup.Of(
        $"<table><tr><th>Id</th><th>Orchestrator</th><th>State</th><th>Started</th><th>Last changed</th></tr>{lines.Select(line => Markup.Of(
            $"""<tr><td class="id">{Link(line.Id)}</td><td>{line.Name}</td><td>{Badge(line.Status)}</td><td>{Markup.Time(line.Created)}</td><td>{Markup.Time(line.Updated)}</td></tr>"""))}</table>");

    private static Markup History(string address, HistoryPage history) => Markup.Of(
        $"""
        <table><tr><th>Turn</th><th>At</th><th>What</th><th>Details</th></tr>{history.Events.Select(line => Markup.Of(
            $"""<tr><td class="number"><a href="{address}/history/{line.Turn}">{line.Turn}</a></td><td>{Markup.Time(line.At)}</td><td>{line.What}</td><td>{Markup.Join(line.Details.Select(detail => Markup.Of($"""<span class="quiet">{detail.Key}</span> <code>{detail.Value}</code>""")), "<br>")}</td></tr>"""))}</table>
        {(history.Next is { } next ? Markup.Of($"""<p><a href="{address}?from={next}">Further turns</a></p>""") : Markup.Empty)}
        """);

    private static Markup Actions(string address, OrchestrationRuntimeStatus status) => Markup.Of(
        $"""
        <section><h2>Act on it</h2>
        <form class="row" method="post" action="{address}/raise"><label>Event <input name="name" required maxlength="128" autocomplete="off"></label><label>Payload (JSON) <input name="payload" autocomplete="off"></label><button class="second">Raise</button></form>
        {(status == OrchestrationRuntimeStatus.Suspended ? Simple(address, "resume", "Resume") : Simple(address, "suspend", "Suspend"))}
        <form class="row" method="post" action="{address}/terminate" data-confirm="End this instance for good?"><label>Reason <input name="reason" maxlength="1000" autocomplete="off"></label><label class="tick"><input type="checkbox" name="recursive" value="true"> its sub-orchestrations, too</label><button class="danger">Terminate</button></form>
        </section>
        """);

    private static Markup Simple(string address, string action, string label) => Markup.Of(
        $"""<form class="row" method="post" action="{address}/{action}"><label>Reason <input name="reason" maxlength="1000" autocomplete="off"></label><button class="second">{label}</button></form>""");

    private static Markup Purge(string address) => Markup.Of(
        $"""
        <section><h2>Act on it</h2><form class="row" method="post" action="{address}/purge" data-confirm="Remove this instance with its history?"><label class="tick"><input type="checkbox" name="recursive" value="true"> its sub-orchestrations, too</label><button class="danger">Purge</button></form></section>
        """);

    private static Markup Payload(string title, Excerpt? text) => text is null ? Markup.Empty : Markup.Of($"<section><h2>{title}</h2>{text.ToMarkup()}</section>");

    private static Markup Row(string name, Markup value) => Markup.Of($"<tr><th>{name}</th><td>{value}</td></tr>");

    private static Markup Link(string id) => Markup.Of($"""<a href="{InstanceEndpoints.AddressOf(id)}">{id}</a>""");

    public static Markup Badge(OrchestrationRuntimeStatus status) => Markup.Of($"""<span class="badge {status.ToString()}">{status.ToString()}</span>""");

    private static Markup Option(OrchestrationRuntimeStatus status, OrchestrationRuntimeStatus? chosen) =>
        Markup.Of($"<option{(status == chosen ? Markup.Trusted(" selected") : Markup.Empty)}>{status.ToString()}</option>");

    private static string Next(InstanceFilter filter, string after) =>
        $"/local/instances?status={filter.Status}&name={Uri.EscapeDataString(filter.Name ?? "")}&id={Uri.EscapeDataString(filter.Prefix ?? "")}&after={Uri.EscapeDataString(after)}";
}
