using Caseward.App.Cases;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.App.Tests.Cases;

public sealed class CaseIndexTests : IAsyncDisposable
{
    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);

    private readonly TableAccount _account = new();
    private readonly CaseIndex _index;

    public CaseIndexTests() => _index = new CaseIndex(_account.Tables);

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task A_row_is_read_as_it_was_written()
    {
        CaseIndexRow written = Row(1) with { FirstResponse = Duration.FromTicks(1), Resolution = Duration.FromDays(63), ResolvedAt = Noon, ResolutionBreached = true };
        await _index.PutAsync(written, CancellationToken.None);

        Assert.Equal(written, Assert.Single(await AllAsync(Noon, Noon + Duration.FromTicks(1))));
    }

    [Fact]
    public async Task A_later_row_of_a_case_replaces_the_one_before()
    {
        await _index.PutAsync(Row(1) with { ResolvedAt = Noon }, CancellationToken.None);
        await _index.PutAsync(Row(1), CancellationToken.None);

        Assert.Equal(Row(1), Assert.Single(await AllAsync(Noon, Noon + Duration.FromDays(1))));
    }

    [Fact]
    public async Task The_pages_of_a_shard_together_hold_every_case_once()
    {
        // Draws of the same remainder share a shard.
        CaseNumber[] numbers = [.. Enumerable.Range(0, 7).Select(i => CaseNumber.FromDraw(i * CaseShards.Count))];
        foreach (CaseNumber number in numbers)
        {
            await _index.PutAsync(Row(0) with { Number = number }, CancellationToken.None);
        }

        var read = new List<CaseNumber>();
        string? continuation = null;
        do
        {
            CaseIndexPage page = await _index.ReadAsync(new YearMonth(2024, 8), CaseShards.Of(numbers[0]), continuation, 3, CancellationToken.None);
            Assert.InRange(page.Rows.Count, 0, 3);
            read.AddRange(page.Rows.Select(row => row.Number));
            continuation = page.Continuation;
        }
        while (continuation is not null);
        Assert.Equal(numbers, read);
    }

    [Fact]
    public async Task Months_before_and_after_and_the_rest_of_the_same_month_are_not_read()
    {
        Instant[] opened = [Noon - Duration.FromDays(20), Noon - Duration.FromDays(1), Noon, Noon + Duration.FromDays(1), Noon + Duration.FromDays(30)];
        foreach ((int draw, Instant at) in opened.Index())
        {
            await _index.PutAsync(Row(draw) with { OpenedAt = at }, CancellationToken.None);
        }

        Assert.Equal([Noon], (await AllAsync(Noon, Noon + Duration.FromDays(1))).Select(row => row.OpenedAt));
        Assert.Equal(opened, (await AllAsync(opened[0], opened[^1] + Duration.FromTicks(1))).Select(row => row.OpenedAt).Order());
    }

    [Fact]
    public void Months_are_counted_in_UTC_across_a_new_year() =>
        Assert.Equal(
            [new YearMonth(2024, 12), new YearMonth(2025, 1)],
            CaseIndex.Months(Instant.FromUtc(2024, 12, 31, 23, 59), Instant.FromUtc(2025, 1, 1, 0, 0)));

    private static CaseIndexRow Row(int draw) => new()
    {
        Number = CaseNumber.FromDraw(draw),
        OpenedAt = Noon,
        Department = "werkplaats",
        Priority = 4,
        Level = "standard",
        Queue = "werkplaats",
        PolicyVersion = "2024-01",
        FirstResponseBreached = false,
        ResolutionBreached = false,
    };

    private async Task<List<CaseIndexRow>> AllAsync(Instant from, Instant until)
    {
        var rows = new List<CaseIndexRow>();
        await foreach (CaseIndexRow row in _index.ReadAllAsync(from, until, CancellationToken.None))
        {
            rows.Add(row);
        }

        return rows;
    }
}
