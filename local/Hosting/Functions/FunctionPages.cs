using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Hosting.Functions;

/// <summary>The functions' page.</summary>
internal static class FunctionPages
{
    public static Markup Show(FunctionsView functions, Markup notice) => LocalPages.Page(
        "Functions",
        Markup.Of($"""
        <h1>Functions</h1>
        {notice}
        {Section("HTTP", ["Function", "Methods", "Route"], functions.Http.Select(each => Markup.Of(
            $"<tr><td>{each.Name}</td><td>{(each.Methods.Count == 0 ? "any" : string.Join(", ", each.Methods))}</td><td><code>{each.Route}</code></td></tr>")))}
        {Section("Queues", ["Function", "Queue"], functions.Queues.Select(each => Markup.Of(
            $"""<tr><td>{each.Name}</td><td><a href="/local/queues/{each.Queue}">{each.Queue}</a></td></tr>""")))}
        {Section("Schedules", ["Function", "Schedule", "Next", ""], functions.Schedules.Select(each => Markup.Of(
            $"""<tr><td>{each.Name}</td><td><code>{each.Schedule}</code></td><td>{(each.Running ? Markup.Of($"running") : Markup.Time(each.Next))}</td><td><form method="post" action="/local/functions/{each.Name}/run"><button class="second" aria-label="Run {each.Name} now">Run now</button></form></td></tr>""")))}
        {Section("Orchestrations", ["Function"], functions.Orchestrations.Select(name => Markup.Of(
            $"""<tr><td><a href="/local/instances?name={Uri.EscapeDataString(name)}">{name}</a></td></tr>""")))}
        {Section("Entities", ["Function"], functions.Entities.Select(Name))}
        {Section("Activities", ["Function"], functions.Activities.Select(Name))}
        {Section("Disabled by settings", ["Function"], functions.Disabled.Select(Name))}
        """),
        "/local/functions");

    private static Markup Name(string name) => Markup.Of($"<tr><td>{name}</td></tr>");

    private static Markup Section(string title, IEnumerable<string> columns, IEnumerable<Markup> rows)
    {
        Markup[] all = [.. rows];
        return all.Length == 0 ? Markup.Empty : Markup.Of(
            $"<section><h2>{title}</h2><table><tr>{columns.Select(column => Markup.Of($"<th>{column}</th>"))}</tr>{all}</table></section>");
    }
}
