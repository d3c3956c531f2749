using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Caseward.Bench.Hosting;
using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>
/// Tells a running system what the log says, each thing at its instant, one after the other. What the system refuses is counted and the
/// log followed on: it cannot know what a promise made the system do meanwhile.
/// </summary>
internal sealed class ReplayRun(CasewardClient caseward)
{
    /// <summary>After the log's last row: the time to reopen, the survey's cooling time, and a working week for what is told then.</summary>
    private static readonly Duration Afterwards = Duration.FromDays(21);

    private readonly Dictionary<string, string> _numbers = [];
    private readonly ReplayTally _tally = new();

    /// <summary>Follows the plan.</summary>
    /// <returns>The case of each incident, and what came of the commands.</returns>
    public async Task<(IReadOnlyDictionary<string, string> Numbers, ReplayTally Tally)> FollowAsync(ReplayPlan plan)
    {
        Instant now = Instant.MinValue;
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            ReplayStep step = plan.Steps[i];
            if (step.At > now)
            {
                await MoveClockAsync(now = step.At);
            }

            await (step is ReplayStep.Open open ? OpenAsync(open) : CommandAsync(step, $"{step.Incident}-{i}"));
        }

        await MoveClockAsync(now + Afterwards);
        return (_numbers, _tally);
    }

    private async Task MoveClockAsync(Instant to)
    {
        long started = Stopwatch.GetTimestamp();
        await caseward.MoveClockAsync(to);
        _tally.ClockMoved(Stopwatch.GetElapsedTime(started));
    }

    private Task OpenAsync(ReplayStep.Open open) => open.Request.ByMail ? OpenByMailAsync(open) : OpenByPhoneAsync(open);

    private async Task OpenByPhoneAsync(ReplayStep.Open open)
    {
        LoggedRequest request = open.Request;
        var form = new
        {
            request.Subject,
            request.Description,
            request.Priority,
            Desk.Department,
            request.Language,
            request.Queue.Region,
            request.Queue.MenuChoice,
            Contact = new { request.Name, request.Email, request.Phone },
        };
        Sent sent = await caseward.PostAsync("/api/phone/cases", form, open.Incident);
        _tally.Count("open", sent);
        if (sent.IsAccepted)
        {
            _numbers[open.Incident] = sent.Body.GetProperty("number").GetString()!;
        }
    }

    // Nobody answers a mail on a queue: the case is found among the customer's, where the newest comes first.
    private async Task OpenByMailAsync(ReplayStep.Open open)
    {
        LoggedRequest request = open.Request;
        await caseward.EnqueueAsync("inbound-mail", new
        {
            InternetMessageId = $"<{open.Incident}@customers.example>",
            request.Subject,
            Body = new { ContentType = "text", Content = request.Description },
            From = new { EmailAddress = new { request.Name, Address = request.Email } },
            ToRecipients = new[] { new { EmailAddress = new { Address = Desk.Mailbox } } },
            ReceivedDateTime = open.At,
        });
        await caseward.MoveClockAsync(open.At);
        IReadOnlyList<JsonElement> theirs = await caseward.ListAsync($"/api/accounts/{Uri.EscapeDataString(request.Email)}/cases");
        string? number = theirs.Select(row => row.GetProperty("number").GetString()!).FirstOrDefault(number => !_numbers.ContainsValue(number));
        _tally.Count("open by mail", number is null ? "no case" : null);
        if (number is not null)
        {
            _numbers[open.Incident] = number;
        }
    }

    private async Task CommandAsync(ReplayStep step, string key)
    {
        (string verb, object body) = step switch
        {
            ReplayStep.Assign assign => ("assign", new { Owner = assign.Person }),
            ReplayStep.Release release => ("release", new { release.Queue, Reason = "The log says that another group has it." }),
            ReplayStep.Ask => ("comments", new { Text = "Could you tell us more, please?" }),
            ReplayStep.Wait => ("wait", new { Reason = "The log awaits its user." }),
            ReplayStep.Resume => ("resume", new { }),
            ReplayStep.Resolve { Solution: { } solution } => ("resolve", new { Solution = solution }),
            ReplayStep.Resolve => ("resolve", new { Reason = "The log does not tell how it ended." }),
            ReplayStep.Reopen => ("reopen", new { Reason = "The log's user was not helped." }),
            ReplayStep.Confirm => ("confirm", new { }),
            ReplayStep.Close => ("close", (object)new { Reason = "The log's automation closed it." }),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step.GetType().Name, "A step that nobody knows how to tell."),
        };
        if (_numbers.TryGetValue(step.Incident, out string? number))
        {
            _tally.Count(verb, await caseward.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/api/cases/{number}/{verb}"), body, key));
        }
        else
        {
            _tally.Count(verb, "no case");
        }
    }
}
