using System.Text.RegularExpressions;
using Caseward.Local.Mailbox;
using Caseward.Testing;

namespace Caseward.App.Tests.Mail;

/// <summary>
/// Many notices for one person become one mail (rule E8), on the whole application. Eight cases that nobody takes fall due at the same
/// instant; the default policy sends five notices in ten minutes one by one. The matrix: what becomes of the cases meanwhile, what the
/// provider does, and where the process dies.
/// </summary>
public sealed class DigestTests : IAsyncLifetime
{
    private const string Sanne = "sanne@caseward.example";
    private const string Ingrid = "ingrid@caseward.example";
    private const int Cases = 8;
    private const string Shares = "A notice whose try failed is tried again after a while, and others may have gone by themselves in its place.";

    private readonly List<string> _numbers = [];
    private MailJourney _journey = null!;

    public async ValueTask InitializeAsync()
    {
        _journey = await MailJourney.StartAsync();
        for (int i = 0; i < Cases; i++)
        {
            await _journey.OpenAsync();
            _numbers.Add(_journey.Number);
        }
    }

    public ValueTask DisposeAsync() => _journey.DisposeAsync();

    [Fact]
    [Undisturbed("storage", Shares)]
    public async Task Five_go_by_themselves_and_the_rest_in_one_mail_ten_minutes_later()
    {
        await FallDueAsync();
        Assert.Equal(5, MailsTo(Sanne).Count);

        await _journey.PassAsync(TimeSpan.FromMinutes(11));

        Assert.Equal(6, MailsTo(Sanne).Count);
        LocalMail digest = MailsTo(Sanne)[^1];
        Assert.Equal("3 berichten over cases", digest.Subject);
        Assert.Equal(3, Regex.Count(digest.Text!, "Niemand heeft case [0-9]+ op tijd genomen. Dat had uiterlijk maandag 12 augustus 2024 om 14:30 uur"));
        AssertToldOnce(Sanne);
        AssertToldOnce(Ingrid);
    }

    [Fact]
    [Undisturbed("storage", Shares)]
    public async Task What_was_handled_meanwhile_is_left_out_and_its_case_says_so()
    {
        await FallDueAsync();
        string[] waiting = [.. _numbers.Except(Told(Sanne))];
        await SolveAsync(waiting[0]);

        await _journey.PassAsync(TimeSpan.FromMinutes(11));

        Assert.Equal("2 berichten over cases", MailsTo(Sanne)[^1].Subject);
        Assert.DoesNotContain(waiting[0], Told(Sanne));
        Assert.Contains(await _journey.FactsAsync("noticeWithdrawn", waiting[0]), fact => fact["key"]!.GetValue<string>() == $"{waiting[0]}~ownership~1~tier-2~sanne");
    }

    [Fact]
    [Undisturbed("storage", Shares)]
    public async Task The_one_that_is_left_reads_like_any_other_notice()
    {
        await FallDueAsync();
        string[] waiting = [.. _numbers.Except(Told(Sanne))];
        await SolveAsync(waiting[0]);
        await SolveAsync(waiting[1]);

        await _journey.PassAsync(TimeSpan.FromMinutes(11));

        Assert.StartsWith($"[#{waiting[2]}] Te laat: ", MailsTo(Sanne)[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    [Undisturbed("storage", Shares)]
    public async Task A_digest_in_which_nothing_is_left_is_not_sent()
    {
        await FallDueAsync();
        foreach (string number in _numbers.Except(Told(Sanne)).Union(_numbers.Except(Told(Ingrid))))
        {
            await SolveAsync(number);
        }

        await _journey.PassAsync(TimeSpan.FromMinutes(11));

        Assert.Equal(5, MailsTo(Sanne).Count);
        Assert.Equal(5, MailsTo(Ingrid).Count);
    }

    [Fact]
    public async Task What_somebody_escalates_by_hand_does_not_wait()
    {
        await FallDueAsync();
        int before = MailsTo(Sanne).Count;

        await _journey.DoAsync("escalate", new() { ["reason"] = "The customer waits at the counter.", ["person"] = "sanne" }, who: "ingrid");
        await _journey.Host.UntilAsync(() => MailsTo(Sanne).Count > before);

        Assert.Equal(before + 1, MailsTo(Sanne).Count);
        Assert.Contains("The customer waits at the counter.", MailsTo(Sanne)[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    [Undisturbed("storage", Shares)]
    [Undisturbed("activities", "The provider refuses one call, and a second run of the activity makes another.")]
    public async Task A_digest_that_the_provider_refuses_is_written_on_every_case_in_it_and_goes_to_the_fallback_recipient()
    {
        await FallDueAsync();
        string[] waiting = [.. _numbers.Except(Told(Sanne))];
        _journey.Mailbox.Faults.Add(MailFault.Refused(400, "InvalidRecipient") with { Recipient = Sanne, Times = 1 });

        await _journey.PassAsync(TimeSpan.FromMinutes(11));

        foreach (string number in waiting)
        {
            Assert.Equal($"{number}~ownership~1~tier-2~sanne", Assert.Single(await _journey.FactsAsync("mailFailed", number))["key"]!.GetValue<string>());
        }

        Assert.Equal("3 berichten over cases", Assert.Single(MailsTo("eva@caseward.example")).Subject);
        Assert.Equal(waiting.Order(), Told("eva@caseward.example").Order());
    }

    [Fact]
    [Undisturbed("clock", "The clock jumps over the time in which it would have been tried again.")]
    [Undisturbed("storage", Shares)]
    public async Task A_digest_that_the_provider_cannot_take_now_takes_what_comes_meanwhile_only_once_it_leaves()
    {
        await FallDueAsync();
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Recipient = Sanne, Times = 3 });

        await _journey.PassAsync(TimeSpan.FromMinutes(30));

        Assert.Equal(6, MailsTo(Sanne).Count);
        AssertToldOnce(Sanne);
    }

    [Fact]
    public async Task A_digest_that_waits_is_sent_after_the_application_was_restarted()
    {
        await FallDueAsync();
        await _journey.RestartAsync();

        await _journey.PassAsync(TimeSpan.FromMinutes(11));

        AssertToldOnce(Sanne);
        AssertToldOnce(Ingrid);
    }

    [Theory]
    [InlineData("tables/NoticeDigests/transaction/before", 1)]
    [InlineData("tables/NoticeDigests/transaction/after", 1)]
    [InlineData("tables/NoticeDigests/transaction/after", 2)]
    [InlineData("tables/NoticeDigests/transaction/after", 3)]
    [InlineData("tables/MailAttempts/insert/before", 12)]
    [InlineData("tables/MailAttempts/insert/after", 3)]
    [InlineData("tables/MailAttempts/insert/after", 12)]
    [InlineData("tables/MailAttempts/insert/after", 14)]
    [InlineData("mail/send/before", 4)]
    [InlineData("mail/send/after", 4)]
    [InlineData("mail/send/before", 11)]
    [InlineData("mail/send/after", 11)]
    [InlineData("mail/send/after", 12)]
    [InlineData("engine/activity/after-run", 5)]
    [InlineData("engine/activity/after-run", 6)]
    [InlineData("engine/activity/after-run", 7)]
    [InlineData("engine/activity/after-run", 8)]
    [InlineData("engine/activity/after-run", 9)]
    [InlineData("engine/activity/after-run", 10)]
    [InlineData("engine/activity/after-run", 11)]
    [InlineData("engine/activity/after-run", 12)]
    public async Task Wherever_the_process_dies_every_notice_is_told_once(string where, int time)
    {
        int passed = 0;
        _journey.Host.Runtime.Database.Checkpoints.OnPass = place =>
        {
            if (place == where && Interlocked.Increment(ref passed) == time)
            {
                throw new IOException("The process dies here.");
            }
        };

        await FallDueAsync();
        await _journey.PassAsync(TimeSpan.FromHours(1));

        Assert.True(passed >= time || TestChaos.IsOn, $"{where} was passed {passed} times.");
        AssertToldOnce(Sanne);
        AssertToldOnce(Ingrid);
    }

    private Task FallDueAsync() => _journey.PassAsync(TimeSpan.FromHours(4) + TimeSpan.FromSeconds(3));

    private async Task SolveAsync(string number)
    {
        await _journey.DoAsync("claim", who: "kees", number: number);
        await _journey.DoAsync("resolve", new() { ["solution"] = "Solved." }, who: "kees", number: number);
    }

    private IReadOnlyList<LocalMail> MailsTo(string address) => [.. _journey.Mailbox.List(to: address).Reverse()];

    /// <summary>The cases that somebody was told of, as often as they were.</summary>
    private IReadOnlyList<string> Told(string address) =>
        [.. MailsTo(address).SelectMany(mail => Regex.Matches(mail.Text!, "/api/cases/([0-9]+)").Select(match => match.Groups[1].Value))];

    private void AssertToldOnce(string address) => Assert.Equal(_numbers.Order(), Told(address).Order());
}
