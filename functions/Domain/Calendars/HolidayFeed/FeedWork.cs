namespace Caseward.Domain.Calendars.HolidayFeed;

/// <summary>Counts the dates that a feed makes us look at, whatever becomes of them, so that a small file cannot ask for much work.</summary>
internal sealed class FeedWork(CancellationToken cancellationToken)
{
    /// <summary>Far more than the feeds of all countries together ask for; done within a second.</summary>
    private const long MaxDates = 5_000_000;

    private long _dates;

    /// <summary>Counts dates before they are looked at.</summary>
    /// <exception cref="FeedException">It would be too many.</exception>
    /// <exception cref="OperationCanceledException">Nobody waits any more.</exception>
    public void Spend(long dates, int line)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _dates += dates;
        if (_dates > MaxDates)
        {
            throw new FeedException(FeedCodes.TooLarge, $"The rules and periods of the file stand for more than {MaxDates} dates. Split the file, or write fewer repetitions.", line);
        }
    }
}
