using System.Text.Json.Nodes;
using DurableTask.Core.History;

namespace Caseward.Local.Hosting.Durable.Webhooks;

/// <summary>
/// A history as the extension's addresses show it: without the turns, and with what was asked for and what came of it as one event, once
/// that came.
/// </summary>
internal static class HistoryEvents
{
    /// <param name="history">All of it.</param>
    /// <param name="withResults">Whether results are shown, too.</param>
    public static JsonArray Of(IEnumerable<HistoryEvent> history, bool withResults)
    {
        var shown = new List<JsonObject?>();
        var asked = new Dictionary<int, (int Place, JsonObject Asked)>();
        foreach (HistoryEvent happened in history.Where(happened => happened is not (OrchestratorStartedEvent or OrchestratorCompletedEvent)))
        {
            JsonObject line = new() { ["EventType"] = happened.EventType.ToString(), ["Timestamp"] = happened.Timestamp };
            switch (happened)
            {
                case ExecutionStartedEvent started:
                    line["FunctionName"] = started.Name;
                    break;
                case TaskScheduledEvent task:
                    line["Name"] = task.Name;
                    asked[task.EventId] = (shown.Count, line);
                    break;
                case SubOrchestrationInstanceCreatedEvent child:
                    line["Name"] = child.Name;
                    line["InstanceId"] = child.InstanceId;
                    asked[child.EventId] = (shown.Count, line);
                    break;
                case TaskCompletedEvent completed:
                    Merge(line, completed.TaskScheduledId);
                    Result(line, completed.Result);
                    break;
                case TaskFailedEvent failed:
                    Merge(line, failed.TaskScheduledId);
                    line["Reason"] = failed.FailureDetails?.ErrorMessage ?? failed.Reason;
                    break;
                case SubOrchestrationInstanceCompletedEvent completed:
                    Merge(line, completed.TaskScheduledId);
                    Result(line, completed.Result);
                    break;
                case SubOrchestrationInstanceFailedEvent failed:
                    Merge(line, failed.TaskScheduledId);
                    line["Reason"] = failed.FailureDetails?.ErrorMessage ?? failed.Reason;
                    break;
                case TimerCreatedEvent timer:
                    line["FireAt"] = timer.FireAt;
                    break;
                case TimerFiredEvent timer:
                    line["FireAt"] = timer.FireAt;
                    break;
                case EventRaisedEvent raised:
                    line["Name"] = raised.Name;
                    break;
                case EventSentEvent sent:
                    line["Name"] = sent.Name;
                    line["InstanceId"] = sent.InstanceId;
                    break;
                case ExecutionCompletedEvent completed:
                    line["OrchestrationStatus"] = completed.OrchestrationStatus.ToString();
                    Result(line, completed.Result);
                    break;
            }

            shown.Add(line);
        }

        return [.. shown.Where(line => line is not null)];

        void Merge(JsonObject line, int id)
        {
            if (asked.Remove(id, out (int Place, JsonObject Asked) found))
            {
                line["ScheduledTime"] = found.Asked["Timestamp"]!.DeepClone();
                line["FunctionName"] = found.Asked["Name"]!.DeepClone();
                shown[found.Place] = null;
            }
        }

        void Result(JsonObject line, string? result)
        {
            if (withResults)
            {
                line["Result"] = InstanceStatus.Json(result);
            }
        }
    }
}
