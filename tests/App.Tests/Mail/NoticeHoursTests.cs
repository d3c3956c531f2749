using System.Text.Json.Nodes;
using Caseward.App.Tests.Policy;
using Caseward.Local.Mailbox;
using Caseward.Testing;

namespace Caseward.App.Tests.Mail;

/// <summary>
/// A notice waits for its recipient's hours (rule E8), on the whole application. Nobody takes a case of 10:30; at 14:30 Sanne and Ingrid are to
/// be told of it. Sanne's hours differ from test to test, Ingrid has none.
/// </summary>
public sealed class NoticeHoursTests : IAsyncLifetime
{
    private const string Sanne = "sanne@caseward.example";
    private const string Ingrid = "ingrid@caseward.example";

    private MailJourney _journey = null!;

    public async ValueTask InitializeAsync() => _journey = await MailJourney.StartAsync();

    public ValueTask DisposeAsync() => _journey.DisposeAsync();

    [Fact]
    public async Task Outside_of_them_it_leaves_at_the_next_opening()
    {
        await OpenAsync("16:00-18:00");

        await _journey.PassAsync(TimeSpan.FromHours(5));
        Assert.Single(_journey.MailsTo(Ingrid));
        Assert.Empty(_journey.MailsTo(Sanne));

        await _journey.PassAsync(TimeSpan.FromMinutes(31));
        Assert.Single(_journey.MailsTo(Sanne));
    }

    [Fact]
    public async Task What_was_handled_before_they_open_is_not_told_and_the_case_says_so()
    {
        await OpenAsync("16:00-18:00");
        await _journey.PassAsync(TimeSpan.FromHours(5));
        await _journey.DoAsync("claim", who: "kees");

        await _journey.PassAsync(TimeSpan.FromHours(1));

        Assert.Empty(_journey.MailsTo(Sanne));
        JsonNode withdrawn = Assert.Single(await _journey.FactsAsync("noticeWithdrawn"));
        Assert.Equal(($"{_journey.Number}~ownership~1~tier-2~sanne", "notice.handled"), (withdrawn["key"]!.GetValue<string>(), withdrawn["reason"]!.GetValue<string>()));
    }

    [Fact]
    [Undisturbed("activities", "The provider refuses one call, and a second run of the activity makes another.")]
    public async Task What_the_provider_could_not_take_within_them_waits_for_the_next_opening()
    {
        await OpenAsync("14:00-14:35");
        _journey.Mailbox.Faults.Add(MailFault.TooManyRequests(TimeSpan.FromMinutes(10)) with { Recipient = Sanne, Times = 1 });

        await _journey.PassAsync(TimeSpan.FromHours(20));
        Assert.Empty(_journey.MailsTo(Sanne));

        await _journey.PassAsync(TimeSpan.FromHours(8));
        Assert.Single(_journey.MailsTo(Sanne));
    }

    [Fact]
    public async Task Escalating_by_hand_does_not_wait_for_them()
    {
        await OpenAsync("16:00-18:00");

        await _journey.DoAsync("escalate", new() { ["reason"] = "The customer waits at the counter.", ["person"] = "sanne" }, who: "anna");
        await _journey.Host.UntilAsync(() => _journey.MailsTo(Sanne).Count > 0);

        Assert.Single(_journey.MailsTo(Sanne));
    }

    [Fact]
    [Undisturbed("clock", "The clock jumps over the time in which it would have been tried again.")]
    [Undisturbed("activities", "The provider refuses nine calls, which second runs use up sooner.")]
    public async Task An_outage_over_their_end_does_not_wake_anybody_at_night()
    {
        await OpenAsync("14:00-18:00");
        await _journey.Host.Runtime.WhenIdleAsync();
        _journey.Mailbox.Faults.Add(MailFault.Refused(503) with { Recipient = Sanne, Times = 9 });

        await _journey.PassAsync(TimeSpan.FromHours(27));
        Assert.Empty(_journey.MailsTo(Sanne));

        await _journey.PassAsync(TimeSpan.FromHours(2));
        Assert.Single(_journey.MailsTo(Sanne));
    }

    /// <summary>Opens a case under a policy in which Sanne has these hours on every day.</summary>
    private async Task OpenAsync(string hours)
    {
        JsonObject document = PolicyDocuments.Version("hours");
        var weekly = new JsonObject();
        foreach (string day in (string[])["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
        {
            weekly[day] = new JsonArray(hours);
        }

        document["calendars"]!.AsArray().Add((JsonNode)new JsonObject { ["id"] = "hours-of-sanne", ["zone"] = "Europe/Amsterdam", ["weekly"] = weekly });
        document["people"]!.AsArray().Single(person => person!["id"]!.GetValue<string>() == "sanne")!["noticeHours"] = "hours-of-sanne";
        HttpClient manager = _journey.Host.As("willem");
        Assert.Equal(201, (int)(await manager.PostAsync("/api/policy/versions", new JsonObject { ["document"] = document, ["reason"] = "Sanne sleeps" })).Status);
        Assert.Equal(200, (int)(await manager.PostAsync("/api/policy/versions/hours/activation", new JsonObject { ["reason"] = "Now" })).Status);
        await _journey.OpenAsync();
    }
}
