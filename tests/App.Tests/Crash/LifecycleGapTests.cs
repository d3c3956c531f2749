using Caseward.Testing;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// The app dies in the gaps of its commands and turns (architecture: "no change is ever unknown to its lifecycle") and is started again. Whatever the gap, the case's
/// life must read the same as without the power cut: nothing lost, nothing doubled. Which gaps there are is found out by living once undisturbed, so a new one is
/// covered by itself.
/// </summary>
[Undisturbed("chaos", "It is about deaths at known places.")]
public sealed class LifecycleGapTests : IAsyncLifetime
{
    private const int MostPasses = 6;
    private const int RandomLives = 10;
    private const int MostDeaths = 4;

    private CaseLife _undisturbed = null!;
    private IReadOnlyDictionary<string, int> _passed = null!;

    public async ValueTask InitializeAsync()
    {
        var never = Death.Never();
        await using AppInProcess app = await AppInProcess.StartAsync(CaseLife.Begin, never);
        _undisturbed = await CaseLife.LiveAsync(app);
        _passed = never.Passed;
    }

    public ValueTask DisposeAsync() => default;

    [Fact]
    public async Task Wherever_the_app_dies_the_life_of_the_case_reads_the_same_when_it_is_started_again()
    {
        // A death at a read is one after the change before it.
        KeyValuePair<string, int>[] changes = [.. _passed.Where(each => !each.Key.Contains("/get/", StringComparison.Ordinal) && !each.Key.Contains("/query/", StringComparison.Ordinal))];
        int deaths = 0;
        foreach ((string place, int times) in changes)
        {
            foreach (int nth in Enumerable.Range(1, Math.Min(times, MostPasses)).Append(times).Distinct())
            {
                (CaseLife disturbed, int restarts) = await LiveAsync(new Death(place, nth));

                Assert.True(_undisturbed.ToString() == disturbed.ToString(), $"After a death at {place} #{nth} it is\n{disturbed}\nand should be\n{_undisturbed}");
                Assert.InRange(restarts, 0, 1);
                deaths += restarts;
            }
        }

        // What happens side by side is committed together or apart, so that a last commit does not always come.
        Assert.InRange(deaths, changes.Length, int.MaxValue);
        Assert.Superset(
            new HashSet<string>(["engine/activity/after-run", "engine/turn/after-commit", "mail/send/after", "storage/commit/before", "tables/Cases/transaction/after", "tables/Intake/insert/after"]),
            _passed.Keys.ToHashSet());
    }

    [Fact]
    public async Task However_often_the_app_dies_the_life_of_the_case_reads_the_same()
    {
        int places = _passed.Values.Sum();
        for (int seed = 1; seed <= RandomLives; seed++)
        {
            var random = new Random(seed);
            (CaseLife disturbed, int restarts) = await LiveAsync([.. Enumerable.Range(0, MostDeaths).Select(_ => new Death(null, random.Next(1, places / 2)))]);

            Assert.True(_undisturbed.ToString() == disturbed.ToString(), $"With seed {seed} it is\n{disturbed}\nand should be\n{_undisturbed}");
            Assert.InRange(restarts, 1, MostDeaths);
        }
    }

    private static async Task<(CaseLife Life, int Restarts)> LiveAsync(params Death[] deaths)
    {
        await using AppInProcess app = await AppInProcess.StartAsync(CaseLife.Begin, deaths);
        CaseLife life = await CaseLife.LiveAsync(app);
        return (life, app.Restarts);
    }
}
