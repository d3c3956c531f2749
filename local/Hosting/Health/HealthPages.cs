using System.Globalization;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Instances;

namespace Caseward.Local.Hosting.Health;

/// <summary>The figures as parts of pages.</summary>
internal static class HealthPages
{
    public static Markup Figures(HealthView health) => Markup.Of(
        $"""
        <div class="cards">
        <section><h2>Work</h2><table>{Row("Now", health.IsIdle ? "idle" : "at work")}{Row("Functions begun", Number(health.Invocations))}{Row("Messages for instances", Count(health.WaitingMessages))}{Row("Activities awaited", Count(health.WaitingActivities))}{Row("Timers", Count(health.Timers))}{Row("Oldest timer that is due", health.OldestDueTimer is { } late ? $"{late.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)} s late" : "none")}</table></section>
        <section><h2>Instances</h2><table>{health.Instances.Select(each => Markup.Of($"""<tr><th><a href="/local/instances?status={each.Key}">{each.Key}</a></th><td class="number">{Count(each.Value)}</td></tr>"""))}</table></section>
        <section><h2>Process</h2><table>{Row("Serving for", health.Uptime.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture))}{Row("Memory", Megabytes(health.MemoryBytes))}{Row("File", Megabytes(health.FileBytes))}{Row("Write-ahead log", Megabytes(health.LogBytes))}{Row("Threads of the pool", Number(health.Threads))}</table></section>
        </div>
        """);

    public static Markup Parts(HealthView health) => Markup.Of(
        $"""
        <h2>Parts</h2>
        <section><table><tr><th>Part</th><th>State</th><th>Next wake-up</th></tr>{health.Parts.Select(part => Markup.Of(
            $"<tr><td>{part.Name}</td><td>{(part.IsIdle ? "idle" : "at work")}</td><td>{Markup.Time(part.NextWakeUp)}</td></tr>"))}</table></section>
        """);

    private static Markup Row(string name, string value) => Markup.Of($"""<tr><th>{name}</th><td class="number">{value}</td></tr>""");

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Count(int count) => count > InstanceListing.MostCounted ? $"more than {InstanceListing.MostCounted}" : Number(count);

    private static string Megabytes(long bytes) => $"{(bytes / 1048576.0).ToString("F1", CultureInfo.InvariantCulture)} MiB";
}
