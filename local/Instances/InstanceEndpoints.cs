using System.Globalization;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.DurableTask.Client;

namespace Caseward.Local.Instances;

/// <summary>Orchestration instances for people: <c>GET /local/instances</c> lists them, <c>GET /local/instances/{id}</c> shows one with its history.</summary>
internal sealed class InstanceEndpoints(InstanceListing listing, InstanceReading reading, InstanceActions actions) : ILocalEndpoints
{
    private const int UsualSize = 50;
    private const int LargestSize = 200;
    private const int LongestText = 512;

    /// <summary>Where an instance is shown.</summary>
    public static string AddressOf(string id) => $"/local/instances/{Uri.EscapeDataString(id)}";

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("instances", ListAsync);
        local.MapGet("instances/{id}", ShowAsync);
        local.MapGet("instances/{id}/history", HistoryAsync);
        local.MapGet("instances/{id}/history/{turn:int:min(0)}", http => TextAsync(http, (string)http.Request.RouteValues["turn"]!));
        foreach (string text in new[] { "input", "output", "status", "failure" })
        {
            local.MapGet($"instances/{{id}}/{text}", http => TextAsync(http, text));
        }

        foreach (string action in InstanceActions.Names)
        {
            local.MapPost($"instances/{{id}}/{action}", http => actions.RunAsync(http, Id(http), action));
        }
    }

    /// <summary>Routing leaves an escaped slash as it is.</summary>
    private static string Id(HttpContext http) => LocalPages.RouteValue(http, "id");

    private static Task NotFoundAsync(HttpContext http) => LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, "There is no such instance, or it has nothing like that.");

    private Task ListAsync(HttpContext http)
    {
        IQueryCollection query = http.Request.Query;
        string Asked(string name) => query[name].ToString().Trim();
        if (new[] { "status", "name", "id", "after", "size" }.Any(name => Asked(name).Length > LongestText))
        {
            return LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, $"A filter has at most {LongestText} characters.");
        }

        OrchestrationRuntimeStatus? status = InstancePages.Statuses.Cast<OrchestrationRuntimeStatus?>()
            .FirstOrDefault(each => each.ToString()!.Equals(Asked("status"), StringComparison.OrdinalIgnoreCase));
        if (Asked("status").Length > 0 && status is null)
        {
            return LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, $"The status is one of {string.Join(", ", InstancePages.Statuses)}.");
        }

        int size = UsualSize;
        if (Asked("size").Length > 0 && !(int.TryParse(Asked("size"), NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is >= 1 and <= LargestSize))
        {
            return LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, $"The size of a page is from 1 to {LargestSize}.");
        }

        if (Asked("id").Length == 0 && Asked("after").Length > 0 && !long.TryParse(Asked("after"), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            return LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, "A page begins after the \"next\" of the page before, which is a number here.");
        }

        var filter = new InstanceFilter(status, Asked("name") is { Length: > 0 } name ? name : null, Asked("id"));
        InstancePage found = listing.List(filter, Asked("after") is { Length: > 0 } after ? after : null, size);
        return LocalPages.AnswerAsync(http, found, () => InstancePages.List(filter, found, LocalPages.Notice(http)));
    }

    private static Task NoTurnAsync(HttpContext http) =>
        LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, "A history is shown from the number of a turn: 0, or the \"next\" of the page before.");

    private Task ShowAsync(HttpContext http) => From(http) is not { } from
        ? NoTurnAsync(http)
        : reading.Find(Id(http)) is not { } instance
        ? NotFoundAsync(http)
        : LocalPages.AnswerAsync(http, instance, () => InstancePages.Show(instance, reading.History(instance.Id, from)!, LocalPages.Notice(http)));

    private Task HistoryAsync(HttpContext http) => From(http) is not { } from
        ? NoTurnAsync(http)
        : reading.History(Id(http), from) is not { } history
        ? NotFoundAsync(http)
        : LocalPages.JsonAsync(http, history);

    private Task TextAsync(HttpContext http, string which) => reading.Text(Id(http), which) is { } text ? LocalPages.RawAsync(http, text) : NotFoundAsync(http);

    private static int? From(HttpContext http) =>
        http.Request.Query["from"].ToString() is not { Length: > 0 } asked ? 0
        : int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out int from) ? from
        : null;
}
