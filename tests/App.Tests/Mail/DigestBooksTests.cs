using Azure;
using Azure.Data.Tables;
using Caseward.App.Mail.Digests;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Local.Chaos;
using NodaTime;

namespace Caseward.App.Tests.Mail;

/// <summary>Many notices for one person that ask at the same moment whether they leave by themselves (rule E8).</summary>
public sealed class DigestBooksTests : IAsyncDisposable
{
    private const string Sanne = "sanne";

    private static readonly DigestSettings FiveInTenMinutes = new() { MoreThan = 5, Within = Duration.FromMinutes(10) };
    private static readonly Instant Noon = Instant.FromDateTimeOffset(TableAccount.Noon);

    private readonly TableAccount _account = new();
    private int _transactions;

    public ValueTask DisposeAsync() => _account.DisposeAsync();

    [Fact]
    public async Task Of_two_hundred_five_leave_and_every_other_is_held_once()
    {
        using var books = new DigestBooks(_account.Tables);

        DigestAnswer[] answers = await AdmitAsync(books, Enumerable.Range(0, 200));

        Assert.Equal(5, answers.Count(answer => answer.Digest is null));
        IReadOnlyList<HeldNotice> held = await books.ReadAsync(Sanne, 1, CancellationToken.None);
        Assert.Equal(195, held.Count);
        Assert.Equal(195, held.Select(notice => notice.Key).Distinct().Count());
    }

    [Fact]
    public async Task Those_that_ask_at_the_same_moment_share_transactions()
    {
        using var books = new DigestBooks(_account.Tables);
        await AdmitAsync(books, [0]);
        _account.Checkpoints.OnPass = name => Interlocked.Add(ref _transactions, name == "tables/NoticeDigests/transaction/after" ? 1 : 0);

        await AdmitAsync(books, Enumerable.Range(1, 200));

        Assert.InRange(_transactions, 3, 20);
    }

    [Fact]
    public async Task A_notice_that_asks_many_times_at_once_gets_one_answer_and_is_held_once()
    {
        using var books = new DigestBooks(_account.Tables);
        await AdmitAsync(books, Enumerable.Range(0, 5));

        DigestAnswer[] answers = await AdmitAsync(books, Enumerable.Repeat(5, 10).Concat(Enumerable.Range(6, 20)).Concat(Enumerable.Repeat(5, 10)));

        Assert.All(answers, answer => Assert.Equal(1, answer.Digest));
        Assert.Equal(21, (await books.ReadAsync(Sanne, 1, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Two_instances_of_the_app_keep_one_book()
    {
        using var one = new DigestBooks(_account.Tables);
        using var other = new DigestBooks(_account.Tables);

        DigestAnswer[][] answers = await Task.WhenAll(AdmitAsync(one, Enumerable.Range(0, 40)), AdmitAsync(other, Enumerable.Range(40, 40)));

        Assert.Equal(5, answers.SelectMany(some => some).Count(answer => answer.Digest is null));
        Assert.Equal(75, (await one.ReadAsync(Sanne, 1, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Those_whose_answer_gets_lost_hear_the_same_from_the_repeat()
    {
        using var books = new DigestBooks(_account.Tables);
        int committed = 0;

        DigestAnswer[] answers = await AdmitTogetherAsync(books, () =>
        {
            if (++committed == 2)
            {
                throw new AnswerLostException();
            }
        });

        Assert.True(committed > 1);
        Assert.Equal([null, null, null, null, null, .. Enumerable.Repeat<int?>(1, 15)], answers.Select(answer => answer.Digest));
        Assert.Equal(15, (await books.ReadAsync(Sanne, 1, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Whoever_fails_after_the_commit_hears_the_same_when_it_asks_again()
    {
        using var books = new DigestBooks(_account.Tables);
        int committed = 0;
        await Assert.ThrowsAsync<RequestFailedException>(() => AdmitTogetherAsync(books, () =>
        {
            if (++committed == 2)
            {
                throw new RequestFailedException(503, "The server is busy.");
            }
        }));

        DigestAnswer[] again = await AdmitAsync(books, Enumerable.Range(0, 20));

        Assert.Equal(5, again.Count(answer => answer.Digest is null));
        Assert.Equal(15, (await books.ReadAsync(Sanne, 1, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task The_longest_keys_and_the_most_notices_that_a_policy_allows_fit_into_a_book()
    {
        using var books = new DigestBooks(_account.Tables);
        var settings = new DigestSettings { MoreThan = 100, Within = Duration.FromMinutes(10) };
        Task<DigestAnswer[]> AskAsync() => Task.WhenAll(Enumerable.Range(0, 250).Select(notice => books.AdmitAsync(
            Sanne, new HeldNotice($"{new string('k', 130)}~{notice}", "10000007", notice), settings, Noon, CancellationToken.None)));
        DigestAnswer[] answers = await AskAsync();

        DigestAnswer[] again = await AskAsync();

        Assert.Equal(100, answers.Count(answer => answer.Digest is null));
        Assert.Equal(answers.Select(answer => answer.Digest), again.Select(answer => answer.Digest));
    }

    [Fact]
    public async Task A_book_of_an_earlier_version_goes_on()
    {
        using var books = new DigestBooks(_account.Tables);
        TableClient table = _account.Tables.GetTableClient("NoticeDigests");
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity(Sanne, "book")
        {
            ["Json"] = """{"digest":7,"sendsAt":"2024-08-12T12:05:00Z","arrivals":[{"key":"ownership~0~tier-2","at":"2024-08-12T11:55:00Z","digest":7}]}""",
        });

        DigestAnswer answer = await AdmitAsync(books, 1);
        DigestAnswer next = await AdmitAsync(books, 2);

        Assert.Equal((7, Noon + Duration.FromMinutes(5)), (answer.Digest, answer.SendsAt));
        Assert.Equal(7, next.Digest);
    }

    /// <summary>One notice asks, and nineteen more while it is answered, so that those share a transaction.</summary>
    private async Task<DigestAnswer[]> AdmitTogetherAsync(DigestBooks books, Action afterCommit)
    {
        var isUnderWay = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var haveAsked = new ManualResetEventSlim();
        _account.Checkpoints.OnPass = place =>
        {
            if (place == "tables/NoticeDigests/transaction/before")
            {
                isUnderWay.TrySetResult();
                haveAsked.Wait();
            }
            else if (place == "tables/NoticeDigests/transaction/after")
            {
                afterCommit();
            }
        };
        Task<DigestAnswer> first = Task.Run(() => AdmitAsync(books, 0));
        await isUnderWay.Task;
        Task<DigestAnswer>[] others = [.. Enumerable.Range(1, 19).Select(notice => AdmitAsync(books, notice))];
        haveAsked.Set();
        try
        {
            return await Task.WhenAll(others.Prepend(first));
        }
        finally
        {
            _account.Checkpoints.OnPass = null;
        }
    }

    private static Task<DigestAnswer> AdmitAsync(DigestBooks books, int notice) => books.AdmitAsync(
        Sanne, new HeldNotice($"ownership~{notice}~tier-2", "10000007", notice), FiveInTenMinutes, Noon, CancellationToken.None);

    private static Task<DigestAnswer[]> AdmitAsync(DigestBooks books, IEnumerable<int> notices) =>
        Task.WhenAll(notices.Select(notice => Task.Run(() => AdmitAsync(books, notice))));
}
