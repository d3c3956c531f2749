using Caseward.Domain.Cases;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.Domain.Tests.Notices;

/// <summary>More than three notices for one person within ten minutes become one mail (rule E8).</summary>
public sealed class DigestRulesTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 2, 12, 0);
    private static readonly DigestSettings Settings = new() { MoreThan = 3, Within = Duration.FromMinutes(10) };

    private DigestBook _book = new();
    private int _notices;

    [Fact]
    public void The_first_ones_go_by_themselves_and_what_comes_after_them_waits_for_one_digest()
    {
        int?[] digests = [At(0), At(1), At(2), At(3), At(9), At(13)];

        Assert.Equal([null, null, null, 1, 1, 1], digests);
        Assert.Equal(Minute(13), _book.SendsAt);
    }

    [Fact]
    public void No_more_than_so_many_within_the_time_all_go_by_themselves()
    {
        int?[] digests = [At(0), At(5), At(9), At(10), At(15), At(19), At(20)];

        Assert.All(digests, Assert.Null);
    }

    [Fact]
    public void While_they_keep_coming_that_fast_one_digest_follows_the_other()
    {
        int?[] first = [At(0), At(0), At(0), At(1), At(4), At(7), At(10)];
        _book = DigestRules.Seal(_book, 1);

        Assert.Equal([null, null, null, 1, 1, 1, 1], first);
        Assert.Equal(2, At(12));
        Assert.Equal(Minute(22), _book.SendsAt);
    }

    [Fact]
    public void When_they_come_slowly_again_they_go_by_themselves_again()
    {
        int?[] first = [At(0), At(0), At(0), At(1)];
        _book = DigestRules.Seal(_book, 1);

        Assert.Equal([null, null, null, 1], first);
        Assert.Null(At(12));
    }

    [Fact]
    public void A_digest_that_waits_for_the_provider_takes_what_comes_meanwhile()
    {
        int?[] digests = [At(0), At(0), At(0), At(1), At(80)];

        Assert.Equal(1, digests[^1]);
        Assert.Equal(Minute(11), _book.SendsAt);
    }

    [Fact]
    public void What_went_by_itself_does_so_when_it_asks_again_however_many_came_meanwhile()
    {
        int?[] digests = [At(0), At(0), At(0), .. Enumerable.Range(0, 20).Select(_ => At(1))];

        DigestAnswer again = DigestRules.Admit(_book, "notice-0", Settings, Minute(9));

        Assert.Null(digests[0]);
        Assert.Null(again.Digest);
        Assert.Same(_book, again.After);
    }

    [Fact]
    public void Sealing_twice_closes_one_digest()
    {
        int?[] digests = [At(0), At(0), At(0), At(1)];
        _book = DigestRules.Seal(DigestRules.Seal(_book, 1), 1);

        Assert.Equal((2, null), (_book.Digest, _book.SendsAt));
        Assert.Equal(1, digests[^1]);
    }

    [Theory]
    [InlineData(NoticeKind.Warning, null, null, true)]
    [InlineData(NoticeKind.EscalationNotice, null, EscalationCause.Unowned, true)]
    [InlineData(NoticeKind.CallbackReminder, null, null, true)]
    [InlineData(NoticeKind.EscalationNotice, true, EscalationCause.Unowned, false)]
    [InlineData(NoticeKind.EscalationNotice, null, EscalationCause.Manual, false)]
    [InlineData(NoticeKind.Receipt, null, null, false)]
    [InlineData(NoticeKind.Message, null, null, false)]
    public void Only_what_tells_colleagues_of_deadlines_waits_and_nothing_urgent_does(NoticeKind kind, bool? urgent, EscalationCause? cause, bool waits) =>
        Assert.Equal(waits, DigestRules.MayWait(new NoticeDecided { Key = "key", Kind = kind, Recipient = "sanne", Urgent = urgent, Cause = cause }));

    [Fact]
    public void Whatever_comes_when_nobody_gets_more_single_notices_than_allowed_and_nothing_waits_longer_than_the_time() =>
        Prop.ForAll(
            Gen.Choose(0, 6).ArrayOf().ToArbitrary(),
            gaps =>
            {
                var book = new DigestBook();
                Instant now = Noon;
                var alone = new List<(string Key, Instant At)>();
                foreach ((int index, int gap) in gaps.Index())
                {
                    now += Duration.FromMinutes(gap);
                    book = book.SendsAt <= now ? DigestRules.Seal(book, book.Digest) : book;
                    DigestAnswer answer = DigestRules.Admit(book, $"{index}", Settings, now);
                    Assert.Equal(answer.Digest, DigestRules.Admit(answer.After, $"{index}", Settings, now).Digest);
                    Assert.Same(answer.After, DigestRules.Admit(answer.After, $"{index}", Settings, now).After);
                    Assert.InRange(answer.SendsAt, now, now + Settings.Within);
                    Assert.InRange(answer.After.Arrivals.Count, 1, 2 * Settings.MoreThan);
                    alone.AddRange(answer.Digest is null ? [($"{index}", now)] : []);
                    book = answer.After;
                    Assert.All(
                        alone.Where(left => left.At > now - Settings.Within),
                        left => Assert.Equal((book, null), (DigestRules.Admit(book, left.Key, Settings, now).After, DigestRules.Admit(book, left.Key, Settings, now).Digest)));
                }

                Assert.All(alone, start => Assert.InRange(alone.Count(left => left.At >= start.At && left.At < start.At + Settings.Within), 1, Settings.MoreThan));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private int? At(int minute)
    {
        DigestAnswer answer = DigestRules.Admit(_book, $"notice-{_notices++}", Settings, Minute(minute));
        _book = answer.After;
        return answer.Digest;
    }

    private static Instant Minute(int minute) => Noon + Duration.FromMinutes(minute);
}
