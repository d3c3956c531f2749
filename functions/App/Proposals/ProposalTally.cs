using Caseward.App.Cases;
using Caseward.Domain.Proposals;
using NodaTime;

namespace Caseward.App.Proposals;

/// <summary>What the cases of one kind took.</summary>
internal sealed class ProposalTally
{
    public ClockTally FirstResponse { get; } = new();

    public ClockTally Resolution { get; } = new();

    public void Add(CaseIndexRow row)
    {
        FirstResponse.Add(row.FirstResponse, row.FirstResponseBreached);
        Resolution.Add(row.Resolution, row.ResolutionBreached);
    }
}

/// <summary>What one clock of the cases of one kind took.</summary>
internal sealed class ClockTally
{
    private readonly List<Duration> _taken = [];

    /// <summary>How many of them have not come to that yet.</summary>
    public int Unfinished { get; private set; }

    /// <summary>How many missed their deadline, finished or not.</summary>
    public int Late { get; private set; }

    public MeasuredTimes Measured => MeasuredTimes.Of(_taken);

    public void Add(Duration? taken, bool late)
    {
        Late += late ? 1 : 0;
        if (taken is { } time)
        {
            _taken.Add(time);
        }
        else
        {
            Unfinished++;
        }
    }
}
