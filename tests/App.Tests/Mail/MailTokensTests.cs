using Caseward.App.Mail;
using NodaTime;

namespace Caseward.App.Tests.Mail;

public sealed class MailTokensTests : IAsyncDisposable
{
    private static readonly SendingRate Rate = new(Burst: 3, PerMinute: 1);
    private static readonly Instant Noon = Instant.FromDateTimeOffset(TableAccount.Noon);

    private readonly TableAccount _account = new();

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Two_instances_of_the_app_share_one_bucket()
    {
        using var one = new MailTokens(_account.Tables, _account.Clock);
        using var other = new MailTokens(_account.Tables, _account.Clock);

        Instant?[] answers = [await Take(one), await Take(other), await Take(one), await Take(other), await Take(one)];

        Assert.Equal([null, null, null, Noon + Duration.FromMinutes(1), Noon + Duration.FromMinutes(2)], answers);
    }

    [Fact]
    public async Task Many_at_once_get_no_more_than_the_burst()
    {
        using var one = new MailTokens(_account.Tables, _account.Clock);
        using var other = new MailTokens(_account.Tables, _account.Clock);

        Instant?[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => Take(i % 2 == 0 ? one : other))));

        Assert.Equal(3, answers.Count(answer => answer is null));
        Assert.Equal(17, answers.OfType<Instant>().Distinct().Count());
    }

    [Fact]
    public async Task Each_sender_domain_has_its_own()
    {
        using var tokens = new MailTokens(_account.Tables, _account.Clock);
        for (int i = 0; i < 4; i++)
        {
            await Take(tokens);
        }

        Assert.Null(await tokens.TakeAsync("other.example", Rate, urgent: false, hasWaited: false, CancellationToken.None));
    }

    [Fact]
    public async Task Tokens_grow_back_with_time()
    {
        using var tokens = new MailTokens(_account.Tables, _account.Clock);
        for (int i = 0; i < 3; i++)
        {
            await Take(tokens);
        }

        _account.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await Take(tokens));
        Assert.NotNull(await Take(tokens));
    }

    private static Task<Instant?> Take(MailTokens tokens) => tokens.TakeAsync("example.com", Rate, urgent: false, hasWaited: false, CancellationToken.None);
}
