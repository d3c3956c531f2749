using Caseward.Bench.Hosting;

namespace Caseward.Bench.Replay;

/// <summary>What came of the commands, by what they wanted; nothing that was refused is left out.</summary>
internal sealed class ReplayTally
{
    private readonly SortedDictionary<string, int> _accepted = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Verb, string Code), int> _refused = [];

    public IReadOnlyDictionary<string, int> Accepted => _accepted;

    /// <summary>By command and the rule that stood in the way.</summary>
    public IReadOnlyDictionary<(string Verb, string Code), int> Refused => _refused;

    public int Commands => _accepted.Values.Sum() + _refused.Values.Sum();

    /// <summary>How often the clock was moved, and how long everything took that fell due on the way.</summary>
    public (int Moves, TimeSpan Took) Clock { get; private set; }

    public void ClockMoved(TimeSpan took) => Clock = (Clock.Moves + 1, Clock.Took + took);

    public void Count(string verb, Sent sent) => Count(verb, sent.IsAccepted ? null : sent.Code);

    /// <param name="verb">What was wanted.</param>
    /// <param name="refusal">Why it was not done; absent when it was.</param>
    public void Count(string verb, string? refusal)
    {
        if (refusal is null)
        {
            _accepted[verb] = _accepted.GetValueOrDefault(verb) + 1;
        }
        else
        {
            _refused[(verb, refusal)] = _refused.GetValueOrDefault((verb, refusal)) + 1;
        }
    }
}
