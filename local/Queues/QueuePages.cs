using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Queues;

/// <summary>The queues' pages.</summary>
internal static class QueuePages
{
    private const string Place = "/local/queues";

    public static Markup List(IReadOnlyList<QueueView> queues) => LocalPages.Page(
        "Queues",
        Markup.Of($"""
        <h1>Queues</h1>
        <section>{(queues.Count == 0
            ? Markup.Of($"""<p class="empty">No queues yet. Those that a trigger or an output names are there from the start.</p>""")
            : Markup.Of($"<table><tr><th>Queue</th><th>Messages</th></tr>{queues.Select(Row)}</table>"))}</section>
        """),
        Place);

    public static Markup Show(string queue, string? source, IReadOnlyList<MessageView> messages, string? next, Markup notice) => LocalPages.Page(
        queue,
        Markup.Of($"""
        <p><a href="/local/queues">All queues</a></p>
        <h1>{queue}</h1>
        {notice}
        {(source is null ? Markup.Empty : Markup.Of($"""<p class="quiet">Messages of <a href="/local/queues/{source}">{source}</a> that failed too often, or that could not be read.</p>"""))}
        {(messages.Count == 0 ? Markup.Of($"""<section><p class="empty">Nothing here.</p></section>""") : Markup.Of(
            $"""
            <div class="row">{(source is null ? Markup.Empty : Action(queue, "retry", $"Put the first {QueueEndpoints.MostAtOnce} back on {source}", "second"))}{Action(queue, "delete", $"Delete the first {QueueEndpoints.MostAtOnce}", "danger")}</div>
            {messages.Select(message => Card(queue, source, message))}
            """))}
        {(next is null ? Markup.Empty : Markup.Of($"""<p><a href="{next}">Further messages</a></p>"""))}
        """),
        Place);

    private static Markup Row(QueueView queue) => Markup.Of(
        $"""<tr><td><a href="/local/queues/{queue.Name}">{queue.Name}</a></td><td class="number">{(queue.Messages > 0 && QueueStore.SourceOf(queue.Name) is not null
            ? Markup.Of($"""<span class="bad">{queue.Messages}</span>""")
            : Markup.Of($"{queue.Messages}"))}</td></tr>""");

    private static Markup Card(string queue, string? source, MessageView message) => Markup.Of(
        $"""
        <section><h2><code>{message.Id}</code></h2>
        <p class="quiet">put {Markup.Time(message.Inserted)} · delivered {message.DequeueCount} times · visible {Markup.Time(message.Visible)} · expires {Markup.Time(message.Expires)}</p>
        {(message.Cut ? new Excerpt(message.Body, message.Length, Cut: true, message.Raw) : Excerpt.Of(message.Body, message.Raw)!).ToMarkup()}
        <div class="row">{(source is null ? Markup.Empty : Action($"{queue}/messages/{message.Id}", "retry", "Try again", "second"))}{Action($"{queue}/messages/{message.Id}", "delete", "Delete", "danger")}</div>
        </section>
        """);

    private static Markup Action(string what, string action, string label, string look) => Markup.Of(
        $"""<form method="post" action="/local/queues/{what}/{action}"{(action == "delete" ? Markup.Trusted(" data-confirm=\"Delete for good?\"") : Markup.Empty)}><button class="{look}">{label}</button></form>""");
}
