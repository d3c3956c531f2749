using NodaTime;

namespace Caseward.Bench.Replay;

/// <summary>
/// Turns what the log says of one incident into steps. Pure. Who has a case is said again with every change, because every row of the
/// log says it: where the system took a case from a silent owner meanwhile, the log's owner takes it back as soon as they act.
/// </summary>
internal sealed class IncidentSteps
{
    private readonly List<ReplayStep> _steps = [];
    private readonly string _incident;
    private Instant _at;
    private Standing _standing = Standing.AtDesk;
    private string? _owner;
    private string _queue;
    private bool _waits;
    private int _reopenings;

    private IncidentSteps(LogRow first)
    {
        _incident = first.Incident;
        _at = first.OpenedAt;
        _queue = Desk.Queue(first.Group).Id;
        _steps.Add(new ReplayStep.Open(_incident, _at, RequestOf(first)));
    }

    /// <summary>The steps of an incident, oldest first.</summary>
    /// <param name="rows">All rows of one incident, in the order of the log.</param>
    public static IReadOnlyList<ReplayStep> Of(IReadOnlyList<LogRow> rows)
    {
        var incident = new IncidentSteps(rows[0]);
        foreach (LogRow row in rows.OrderBy(row => row.ChangedAt))
        {
            incident.Follow(row);
        }

        return incident._steps;
    }

    private void Follow(LogRow row)
    {
        // A few incidents were changed before they were opened; nothing can be told of them earlier than that.
        _at = Instant.Max(_at, row.ChangedAt);
        bool wasOpen = _standing is Standing.AtDesk or Standing.AwaitingUser;
        bool isOpen = row.Standing is Standing.AtDesk or Standing.AwaitingUser;
        if (!wasOpen && isOpen)
        {
            if (row.Reopenings == _reopenings)
            {
                // Written after the solution, about a time before it.
                return;
            }

            _steps.Add(new ReplayStep.Reopen(_incident, _at));
        }

        _reopenings = row.Reopenings;

        bool ownerChanged = (wasOpen || isOpen) && Ownership(row);
        switch (row.Standing)
        {
            case Standing.AtDesk:
                Resume();
                break;
            case Standing.AwaitingUser:
                Await(ownerChanged);
                break;
            case Standing.Resolved when wasOpen:
                _steps.Add(new ReplayStep.Resolve(_incident, _at, row.ClosedCode is { } code ? $"Solved with {code}." : null));
                _waits = false;
                break;
            case Standing.Closed when _standing != Standing.Closed:
                _steps.Add(row.ChangedBy == Desk.ClosingAutomation ? new ReplayStep.Close(_incident, _at) : new ReplayStep.Confirm(_incident, _at));
                _waits = false;
                break;
        }

        _standing = row.Standing;
    }

    private bool Ownership(LogRow row)
    {
        string? before = _owner;
        _owner = row.Resolver is { } resolver ? Desk.Person(resolver) : null;
        if (_owner is not null)
        {
            _steps.Add(new ReplayStep.Assign(_incident, _at, _owner));
            return before != _owner;
        }

        string queue = row.Group is null ? _queue : Desk.Queue(row.Group).Id;
        if (before is null && queue == _queue)
        {
            return false;
        }

        _steps.Add(new ReplayStep.Release(_incident, _at, queue));
        (_queue, _waits) = (queue, false);
        return true;
    }

    private void Await(bool ownerChanged)
    {
        bool begins = _standing != Standing.AwaitingUser;
        if (begins)
        {
            _steps.Add(new ReplayStep.Ask(_incident, _at));
        }

        // The log lets incidents wait that nobody has. The system refuses that; it is asked all the same, and the refusal counted.
        if (!_waits && (begins || ownerChanged))
        {
            _steps.Add(new ReplayStep.Wait(_incident, _at));
            _waits = _owner is not null;
        }
    }

    private void Resume()
    {
        if (_waits)
        {
            _steps.Add(new ReplayStep.Resume(_incident, _at));
            _waits = false;
        }
    }

    private static LoggedRequest RequestOf(LogRow row)
    {
        int caller = Desk.NumberOf(row.Caller);
        return new LoggedRequest
        {
            ByMail = row.Channel == "Email",
            Priority = row.Priority,
            Subject = $"{row.Category ?? "No category"}, {row.Subcategory ?? "no subcategory"}",
            Description = $"{row.Symptom ?? "No symptom"} ({row.Incident})",
            Name = $"Caller {caller}",
            Email = $"caller-{caller}@customers.example",
            Phone = $"06{caller:D8}",
            Language = Desk.Language(row.Location),
            Queue = Desk.Queue(row.Group),
        };
    }
}
