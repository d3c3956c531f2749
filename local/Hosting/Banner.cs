using System.Globalization;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Http;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Queues;
using Caseward.Local.Schedules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Hosting;

/// <summary>What somebody who started the application reads first: where it is and what it does.</summary>
internal static class Banner
{
    public static void Print(TextWriter output, IServiceProvider services, string account)
    {
        LocalRuntime runtime = services.GetRequiredService<LocalRuntime>();
        FunctionCatalog functions = services.GetRequiredService<FunctionCatalog>();
        string address = runtime.BaseAddress.ToString().TrimEnd('/');
        output.WriteLine("Caseward Local: Azure Functions on this machine, in one process");
        output.WriteLine();
        output.WriteLine($"  address  {address}");
        output.WriteLine($"  data     {runtime.Database.Path} (storage account {account})");
        output.WriteLine($"  clock    {runtime.Clock.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)}{Describe(runtime.Clock.Speed)}");
        if (runtime.Database.IsNew)
        {
            output.WriteLine();
            output.WriteLine($"New database {runtime.Database.Path}");
        }

        Section(output, "HTTP", services.GetRequiredService<HttpFunctions>().Routes.Select(route =>
            (route.Function.Name, $"[{(route.Methods.Count == 0 ? "any" : string.Join(',', route.Methods))}] {address}{route.Pattern.RawText}")));
        Section(output, "Queues", services.GetRequiredService<QueueTriggers>().Listeners.Select(listener =>
            (listener.FunctionName, listener.Queue)));
        Section(output, "Schedules", services.GetRequiredService<TimerTriggers>().Schedules.Select(schedule =>
            (schedule.FunctionName, schedule.Schedule.Text)));
        Section(output, "Orchestrations", functions.With<OrchestrationTriggerAttribute>().Select(found => (found.Function.Name, "")));
        Section(output, "Activities", functions.With<ActivityTriggerAttribute>().Select(found => (found.Function.Name, "")));
        Section(output, "For people", LocalIndex.Places.Select(place => (place.Name, $"{address}{place.Address}  {place.What}")));
        Section(output, "Disabled by settings", functions.Disabled.Select(name => (name, "")));

        output.WriteLine();
        output.WriteLine("Ready. Press Ctrl+C to stop.");
        output.Flush();
    }

    private static string Describe(double speed) => speed switch
    {
        1 => "",
        0 => ", stopped",
        _ => string.Create(CultureInfo.InvariantCulture, $", at {speed} times real speed"),
    };

    private static void Section(TextWriter output, string title, IEnumerable<(string Name, string Detail)> lines)
    {
        (string Name, string Detail)[] all = [.. lines];
        if (all.Length == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(title);
        int width = all.Max(line => line.Name.Length);
        foreach ((string name, string detail) in all)
        {
            output.WriteLine($"  {name.PadRight(width)}  {detail}".TrimEnd());
        }
    }
}
