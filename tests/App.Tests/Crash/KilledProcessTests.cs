namespace Caseward.App.Tests.Crash;

/// <summary>What <see cref="LifecycleGapTests"/> says of each gap, in some of them with processes that are really killed.</summary>
[Undisturbed("chaos", "It starts processes of its own, which the chaos of this one does not reach.")]
public sealed class KilledProcessTests(KilledProcessTests.Undisturbed undisturbed) : IClassFixture<KilledProcessTests.Undisturbed>
{
    [Theory]
    [InlineData("engine/start/after-commit")]
    [InlineData("engine/turn/after-commit")]
    [InlineData("engine/activity/after-run#4")]
    [InlineData("mail/send/after")]
    [InlineData("storage/commit/before#40")]
    public Task Killed_in_a_gap_and_started_again_the_life_of_the_case_reads_the_same(string gap) => DieAndLiveAsync(gap);

    [Theory]
    [InlineData("tables/Intake/insert/after")]
    [InlineData("tables/Cases/transaction/after")]
    [Undisturbed("azure-tables", "In a process of its own the package's clients pass no checkpoints.")]
    public Task Killed_behind_a_write_to_a_table_and_started_again_the_life_of_the_case_reads_the_same(string gap) => DieAndLiveAsync(gap);

    private async Task DieAndLiveAsync(string gap)
    {
        await using var app = new AppProcess(CaseLife.Begin, gap);

        CaseLife life = await CaseLife.LiveAsync(app);

        Assert.Equal(undisturbed.Life.ToString(), life.ToString());
        Assert.Equal(1, app.Restarts);
    }

    /// <summary>The life without a power cut.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal CaseLife Life { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            await using var app = new AppProcess(CaseLife.Begin, killAt: null);
            Life = await CaseLife.LiveAsync(app);
        }

        public ValueTask DisposeAsync() => default;
    }
}
