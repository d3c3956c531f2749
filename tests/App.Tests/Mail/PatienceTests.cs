using Caseward.App.Mail;
using NodaTime;

namespace Caseward.App.Tests.Mail;

public sealed class PatienceTests
{
    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);

    [Fact]
    public void Waits_grow_and_end_after_about_a_day()
    {
        Duration[] waits = [.. Enumerable.Range(1, Patience.MaxWaits).Select(refusals => Patience.NextTry(Noon, refusals, null)!.Value - Noon)];

        Assert.Equal(waits.Order(), waits);
        Assert.Equal(Duration.FromSeconds(30), waits[0]);
        Assert.InRange(waits.Aggregate(Duration.Zero, (sum, wait) => sum + wait), Duration.FromHours(23), Duration.FromHours(26));
        Assert.Null(Patience.NextTry(Noon, Patience.MaxWaits + 1, null));
    }

    [Fact]
    public void A_wait_is_never_shorter_than_the_provider_asks_for() =>
        Assert.Equal(Noon + Duration.FromMinutes(20), Patience.NextTry(Noon, 1, Duration.FromMinutes(20)));

    [Fact]
    public void A_provider_that_asks_for_nothing_still_gets_time() =>
        Assert.Equal(Noon + Duration.FromSeconds(30), Patience.NextTry(Noon, 1, Duration.Zero));
}
