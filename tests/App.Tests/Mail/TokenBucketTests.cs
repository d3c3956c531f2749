using Caseward.App.Mail;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;

namespace Caseward.App.Tests.Mail;

public sealed class TokenBucketTests
{
    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);
    private static readonly SendingRate Slow = new(Burst: 3, PerMinute: 1);

    [Fact]
    public void A_burst_leaves_at_once_and_the_rest_lines_up_a_token_apart()
    {
        (Instant?[] answers, _) = Ask(new TokenBucket(), Noon, Slow, times: 5);

        Assert.Equal([null, null, null, Noon + Duration.FromMinutes(1), Noon + Duration.FromMinutes(2)], answers);
    }

    [Fact]
    public void Who_waited_gets_the_token_that_newcomers_would_take()
    {
        (_, TokenBucket bucket) = Ask(new TokenBucket(), Noon, Slow, times: 5);
        Instant later = Noon + Duration.FromMinutes(1);

        Assert.NotNull(bucket.Take(later, Slow, urgent: false, hasWaited: false).RetryAt);
        Assert.Null(bucket.Take(later, Slow, urgent: false, hasWaited: true).RetryAt);
    }

    [Fact]
    public void Urgent_mail_goes_before_other_mail_that_waits()
    {
        (_, TokenBucket bucket) = Ask(new TokenBucket(), Noon, Slow, times: 20);
        TokenAnswer urgent = bucket.Take(Noon, Slow, urgent: true, hasWaited: false);

        Assert.Equal(Noon + Duration.FromMinutes(1), urgent.RetryAt);

        // Until the urgent one has come back, whoever else waited lets it go first.
        TokenBucket waiting = urgent.After;
        Assert.NotNull(waiting.Take(Noon + Duration.FromSeconds(61), Slow, urgent: false, hasWaited: true).RetryAt);
        Assert.Null(waiting.Take(Noon + Duration.FromMinutes(1), Slow, urgent: true, hasWaited: true).RetryAt);
    }

    [Fact]
    public void An_idle_bucket_fills_up_and_no_further()
    {
        (_, TokenBucket bucket) = Ask(new TokenBucket(), Noon, Slow, times: 3);

        (Instant?[] answers, _) = Ask(bucket, Noon + Duration.FromDays(7), Slow, times: 4);

        Assert.Equal(3, answers.Count(answer => answer is null));
    }

    [Fact]
    public void No_stretch_of_time_ever_sees_more_than_the_burst_and_what_grew_back()
    {
        Prop.ForAll(Histories().ToArbitrary(), history =>
        {
            SendingRate rate = history.Rate;
            var granted = new List<Instant>();
            var bucket = new TokenBucket();
            Instant now = Noon;
            foreach (Asking asking in history.Askings)
            {
                now += Duration.FromMilliseconds(asking.AfterMilliseconds);
                TokenAnswer answer = bucket.Take(now, rate, asking.Urgent, asking.HasWaited);
                bucket = answer.After;
                if (answer.RetryAt is { } retryAt)
                {
                    Assert.True(retryAt > now, "Told to come back at once.");
                }
                else
                {
                    granted.Add(now);
                }
            }

            for (int first = 0; first < granted.Count; first++)
            {
                for (int last = first; last < granted.Count; last++)
                {
                    double seconds = (granted[last] - granted[first]).TotalSeconds;
                    Assert.True(last - first + 1 <= rate.Burst + (seconds * rate.PerMinute / 60) + 1e-6, $"{last - first + 1} mails within {seconds} s at {rate}.");
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Everybody_who_comes_back_when_told_gets_through_as_fast_as_the_rate_allows()
    {
        const int Mails = 200;
        var rate = new SendingRate(Burst: 10, PerMinute: 60);
        var waiting = new PriorityQueue<bool, Instant>();
        for (int mail = 0; mail < Mails; mail++)
        {
            waiting.Enqueue(false, Noon);
        }

        var bucket = new TokenBucket();
        int asked = 0;
        Instant last = Noon;
        while (waiting.TryDequeue(out bool hasWaited, out Instant now))
        {
            asked++;
            TokenAnswer answer = bucket.Take(now, rate, urgent: false, hasWaited);
            bucket = answer.After;
            last = now;
            if (answer.RetryAt is { } retryAt)
            {
                waiting.Enqueue(true, retryAt);
            }
        }

        Assert.Equal(Duration.FromSeconds(Mails - 10), last - Noon);
        Assert.InRange(asked, Mails, 2 * Mails);
    }

    private static (Instant?[] Answers, TokenBucket After) Ask(TokenBucket bucket, Instant now, SendingRate rate, int times)
    {
        var answers = new Instant?[times];
        for (int i = 0; i < times; i++)
        {
            TokenAnswer answer = bucket.Take(now, rate, urgent: false, hasWaited: false);
            (answers[i], bucket) = (answer.RetryAt, answer.After);
        }

        return (answers, bucket);
    }

    private static Gen<History> Histories() =>
        from burst in Gen.Choose(1, 5)
        from perMinute in Gen.Choose(1, 400)
        from askings in (
            from after in Gen.Frequency((3, Gen.Constant(0)), (5, Gen.Choose(0, 2_000)), (1, Gen.Choose(0, 300_000)))
            from urgent in Gen.Elements(true, false, false)
            from hasWaited in Gen.Elements(true, false)
            select new Asking(after, urgent, hasWaited)).ListOf(60)
        select new History(new SendingRate(burst, perMinute), [.. askings]);

    private sealed record History(SendingRate Rate, IReadOnlyList<Asking> Askings);

    private sealed record Asking(int AfterMilliseconds, bool Urgent, bool HasWaited);
}
