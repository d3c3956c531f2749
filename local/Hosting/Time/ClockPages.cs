using Caseward.Local.Hosting.Pages;

namespace Caseward.Local.Hosting.Time;

/// <summary>The clock's page.</summary>
internal static class ClockPages
{
    private static readonly (string Label, string By)[] Steps =
        [("1 minute", "PT1M"), ("15 minutes", "PT15M"), ("1 hour", "PT1H"), ("8 hours", "PT8H"), ("1 day", "P1D"), ("1 week", "P1W")];

    private static readonly (string Label, string Speed)[] Speeds =
        [("Stop", "0"), ("Real time", "1"), ("A minute a second", "60"), ("An hour a second", "3600")];

    public static Markup Show(ClockView clock, Markup notice) => LocalPages.Page(
        "Clock",
        Markup.Of($"""
        <h1>Clock</h1>
        {notice}
        {Face(clock)}
        <section><h2>Move it</h2>
        <p class="quiet">Everything that falls due on the way happens, in order; the page comes back when it has. The clock never goes back.</p>
        <div class="row">{Steps.Select(step => Button("advance", step.By, step.Label))}{(clock.NextWakeUp is null ? Markup.Of($"""<button class="second" disabled>Nothing is planned</button>""") : Button("next", "true", "To the next wake-up"))}</div>
        <form class="row" method="post" action="/local/clock"><label>By (ISO 8601, for example PT90M or P3D) <input name="advance" required pattern="P.+" autocomplete="off"></label><button class="second">Move by</button></form>
        <form class="row" method="post" action="/local/clock"><label>To (UTC, for example 2026-06-01T08:00:00Z) <input name="to" required autocomplete="off"></label><button class="second">Move to</button></form>
        </section>
        <section><h2>How fast it runs</h2>
        <div class="row">{Speeds.Select(speed => Button("speed", speed.Speed, speed.Label))}</div>
        <form class="row" method="post" action="/local/clock"><label>Virtual seconds a second <input name="speed" type="number" min="0" max="1000000" step="any" required></label><button class="second">Set</button></form>
        </section>
        """),
        "/local/clock");

    /// <summary>What it shows, as a card.</summary>
    public static Markup Face(ClockView clock) => Markup.Of(
        $"""
        <section aria-label="The local clock"><p class="big" data-speed="{clock.Speed}">{Markup.Time(clock.Now)}</p>
        <p class="quiet">{Describe(clock.Speed)} · next wake-up {Markup.Time(clock.NextWakeUp)}</p></section>
        """);

    private static Markup Button(string name, string value, string label) => Markup.Of(
        $"""<form method="post" action="/local/clock"><button class="second" name="{name}" value="{value}">{label}</button></form>""");

    private static Markup Describe(double speed) => speed switch
    {
        0 => Markup.Of($"stopped"),
        1 => Markup.Of($"real time"),
        _ => Markup.Of($"{speed} times real speed"),
    };
}
