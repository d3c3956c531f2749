namespace Caseward.Local.Time;

/// <summary>Where the local clock stood at a moment.</summary>
/// <param name="Position">What it showed.</param>
/// <param name="Real">Real time at that moment; of a clock that nobody moved, the same.</param>
/// <param name="Speed">Virtual seconds per real second from then on.</param>
internal readonly record struct ClockReading(DateTimeOffset Position, DateTimeOffset Real, double Speed);
