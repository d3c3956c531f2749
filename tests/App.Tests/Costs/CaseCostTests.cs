using Caseward.Bench.Costs;

namespace Caseward.App.Tests.Costs;

/// <summary>
/// What the life of an ordinary case costs is counted, not timed, so it is the same on every machine. Whoever makes it dearer changes a figure here and
/// says why; whoever makes it cheaper does so too.
/// </summary>
[Undisturbed("chaos", "It counts what an undisturbed life costs.")]
public sealed class CaseCostTests
{
    private const string FileOnly = "Rows are counted in the file.";

    [Fact]
    public async Task An_ordinary_case_with_four_mails_costs_what_is_written_here()
    {
        CaseCost cost = await CostCommand.MeasureAsync();

        Assert.Equal(
            """
            CaseIndex/upsert 3
            CaseViews/delete 2
            CaseViews/transaction 3
            CaseViews/upsert 8
            Cases/get 5
            Cases/transaction 10
            DueIndex/delete 2
            DueIndex/get 2
            DueIndex/transaction 9
            Intake/insert 1
            MailAttempts/insert 4
            MailTokens/update 4
            SurveyContacts/get 1
            SurveyContacts/insert 1
            """,
            string.Join('\n', cost.Storage.Tables.Select(request => $"{request.Key} {request.Value}")));
        Assert.Equal((1, 10, 4, 3, 0), (cost.Storage.Starts, cost.Storage.Turns, cost.Storage.Activities, cost.Storage.Events, cost.Storage.Reads));
        Assert.Equal((2, 0), (cost.Storage.Timers, cost.Storage.AbandonedTimers));
        Assert.Equal(119, cost.Storage.Total);
    }

    [Fact]
    [Undisturbed("azure-tables", FileOnly)]
    public async Task An_ordinary_case_with_four_mails_leaves_what_is_written_here()
    {
        CaseCost cost = await CostCommand.MeasureAsync();

        Assert.Equal(25, cost.Rows);
        Assert.InRange(cost.Bytes, 10_500, 11_500);
    }

    [Fact]
    public async Task After_many_other_cases_it_costs_the_same() => Assert.Equal(119, (await CostCommand.MeasureAsync(others: 60)).Storage.Total);

    [Fact]
    [Undisturbed("azure-tables", FileOnly)]
    public async Task A_case_that_is_open_and_watched_has_eleven_rows() => Assert.Equal(11, await CostCommand.MeasureOpenedAsync());

    [Fact]
    public void The_prices_give_what_was_measured_on_the_back_end()
    {
        Assert.Equal(15, Price(("engine/start/before-commit", 1), ("engine/turn/before-commit", 2), ("engine/activity/before-run", 1)));
        Assert.Equal(20, Price(("engine/start/before-commit", 1), ("engine/turn/before-commit", 3), ("engine/activity/before-run", 1), ("engine/timer/created", 1)));
    }

    private static long Price(params (string Place, long Times)[] passed) =>
        StorageCost.Between(new Dictionary<string, long>(), passed.ToDictionary(place => place.Place, place => place.Times)).Total;
}
