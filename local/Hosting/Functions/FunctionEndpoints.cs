using Caseward.Local.Hosting.Http;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Queues;
using Caseward.Local.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.Local.Hosting.Functions;

/// <summary>The functions for people: <c>GET /local/functions</c> lists them with what starts each; timer functions can be run at once.</summary>
internal sealed class FunctionEndpoints(FunctionCatalog functions, HttpFunctions http, QueueTriggers queues, TimerTriggers timers, AdminRuns runs) : ILocalEndpoints
{
    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("functions", request => LocalPages.AnswerAsync(request, View(), () => FunctionPages.Show(View(), LocalPages.Notice(request))));
        local.MapPost("functions/{name}/run", RunAsync);
    }

    private FunctionsView View() => new(
        [.. http.Routes.Select(route => new HttpView(route.Function.Name, route.Methods, route.Pattern.RawText!))],
        [.. queues.Listeners.Select(listener => new QueueTriggerView(listener.FunctionName, listener.Queue))],
        [.. timers.Schedules.Select(schedule => new ScheduleView(
            schedule.FunctionName, schedule.Schedule.Text, schedule.IsBusy, schedule.Next == DateTimeOffset.MaxValue ? null : schedule.Next))],
        [.. functions.With<OrchestrationTriggerAttribute>().Select(found => found.Function.Name)],
        [.. functions.With<ActivityTriggerAttribute>().Select(found => found.Function.Name)],
        [.. functions.With<EntityTriggerAttribute>().Select(found => found.Function.Name)],
        functions.Disabled);

    private Task RunAsync(HttpContext request) =>
        functions.Find((string)request.Request.RouteValues["name"]!) is not { } function
            ? LocalPages.ProblemAsync(request, StatusCodes.Status404NotFound, "There is no such function.")
        : !runs.TryRun(function)
            ? LocalPages.ProblemAsync(request, StatusCodes.Status409Conflict, "Only timer functions can be run here; /admin/functions also runs queue functions.")
        : LocalPages.DoneAsync(request, "/local/functions", "started", new Started(function.Name));

    private sealed record Started(string Function);
}
