using Caseward.App.Surveys;
using NodaTime;

namespace Caseward.App.Tests.Surveys;

public sealed class SurveyQuietPeriodTests : IAsyncDisposable
{
    private static readonly Duration Quiet = Duration.FromDays(30);
    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);

    private readonly TableAccount _account = new();
    private readonly SurveyQuietPeriod _period;

    public SurveyQuietPeriodTests() => _period = new SurveyQuietPeriod(_account.Tables);

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task A_contact_is_asked_once_in_thirty_days_over_all_their_cases()
    {
        Assert.True(await Reserve("112345674~1", Noon));
        Assert.False(await Reserve("987654321~1", Noon + Duration.FromDays(29)));
        Assert.True(await Reserve("987654321~1", Noon + Duration.FromDays(30)));
        Assert.False(await Reserve("112345674~2", Noon + Duration.FromDays(31)));
    }

    [Fact]
    public async Task A_step_that_is_repeated_gets_the_same_answer()
    {
        Assert.True(await Reserve("112345674~1", Noon));
        Assert.True(await Reserve("112345674~1", Noon + Duration.FromMinutes(5)));
        Assert.False(await Reserve("112345674~2", Noon + Duration.FromMinutes(6)));
    }

    [Fact]
    public async Task An_address_is_the_same_in_capitals_and_with_spaces_around_it()
    {
        Assert.True(await Reserve("112345674~1", Noon, "Jan@Example.com "));
        Assert.False(await Reserve("987654321~1", Noon, "jan@example.com"));
    }

    [Fact]
    public async Task A_letter_that_only_looks_like_one_makes_another_address()
    {
        Assert.True(await Reserve("112345674~1", Noon, "kees@example.com"));
        Assert.True(await Reserve("987654321~1", Noon, "\u212Aees@example.com"));
    }

    [Fact]
    public async Task Another_contact_is_another_matter()
    {
        Assert.True(await Reserve("112345674~1", Noon));
        Assert.True(await Reserve("987654321~1", Noon, "piet@example.com"));
    }

    [Fact]
    public async Task Of_many_cases_that_ask_at_once_one_gets_it()
    {
        bool[] answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Reserve($"case-{i}", Noon))));

        Assert.Single(answers, answer => answer);
    }

    private Task<bool> Reserve(string occasion, Instant now, string email = "jan@example.com") =>
        _period.TryReserveAsync(email, occasion, now, Quiet, CancellationToken.None);
}
