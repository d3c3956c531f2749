using System.Net.Mail;
using System.Text.Json;
using Caseward.Bench.Hosting;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Bench.Replay;

/// <summary>A case as the public reads tell it after the run: as it stands, and everything that happened to it.</summary>
/// <param name="Incident">What the log says of it.</param>
/// <param name="Now">As it stands.</param>
/// <param name="Timeline">What happened, oldest first.</param>
/// <param name="Mails">The mails about it that left, oldest first.</param>
internal sealed record CaseRecord(LoggedIncident Incident, JsonElement Now, IReadOnlyList<Happening> Timeline, IReadOnlyList<SentMail> Mails)
{
    public static async Task<CaseRecord> ReadAsync(CasewardClient caseward, LoggedIncident incident, string number)
    {
        JsonElement now = await caseward.GetAsync($"/api/cases/{number}");
        IReadOnlyList<JsonElement> timeline = await caseward.ListAsync($"/api/cases/{number}/timeline");
        JsonElement mails = await caseward.GetAsync($"/local/mail?subject={Uri.EscapeDataString($"[#{number}]")}");
        JsonElement audit = await caseward.GetAsync($"/api/cases/{number}/audit");
        return new CaseRecord(incident, now, [.. timeline.Select(Happening.Of)], [.. mails.EnumerateArray().Select(SentMail.Of).OrderBy(mail => mail.At)])
        {
            Difference = audit.TryGetProperty("difference", out JsonElement difference) ? difference.GetProperty("detail").GetString() : null,
        };
    }

    /// <summary>What differs when its events are decided again under its own policy; absent when nothing does.</summary>
    public string? Difference { get; init; }

    public string Number => Now.GetProperty("number").GetString()!;

    public int Priority => Now.GetProperty("priority").GetInt32();

    public string Status => Now.GetProperty("status").GetString()!;

    public Instant OpenedAt => Happening.InstantOf(Now.GetProperty("openedAt"));

    /// <summary>When the customer first had an answer.</summary>
    public Instant? AnsweredAt => Clock("firstResponse") is { } clock && clock.TryGetProperty("stoppedAt", out JsonElement at) ? Happening.InstantOf(at) : null;

    /// <summary>When it was solved, the last time.</summary>
    public Instant? ResolvedAt => All("caseResolved").LastOrDefault()?.At;

    public IEnumerable<Happening> All(string fact) => Timeline.Where(happening => happening.Fact == fact);

    /// <summary>Whether a deadline of that clock was missed, however often.</summary>
    public bool IsLate(string clock) => All("clockBreached").Any(breach => breach.Text("clock") == clock);

    /// <summary>When the desk had it: from opening to solution, without what the customer was awaited in and what lay between a solution and its reopening.</summary>
    public IEnumerable<Interval> AtDesk()
    {
        Instant? since = null;
        foreach (Happening happening in Timeline)
        {
            switch (happening.Fact)
            {
                case "caseOpened" or "waitingForCustomerEnded" or "caseReopened":
                    since ??= happening.At;
                    break;
                case "waitingForCustomerStarted" or "caseResolved" when since is { } start:
                    yield return new Interval(start, happening.At);
                    since = null;
                    break;
            }
        }
    }

    /// <summary>
    /// How long decided notices took to leave. A mail does not say which notice it is, so each notice is paired with the first mail to its
    /// recipient since then; what is no longer wanted when its turn comes never leaves.
    /// </summary>
    /// <param name="addressOf">The address of a colleague, by id.</param>
    public IEnumerable<(bool ToCustomer, Duration Delay)> Delays(Func<string, string> addressOf)
    {
        var left = Mails.ToList();
        foreach (Happening notice in All("noticeDecided"))
        {
            bool toCustomer = notice.Text("recipient") == "customer";
            string address = toCustomer ? Now.GetProperty("contact").GetProperty("email").GetString()! : addressOf(notice.Text("recipient"));
            if (left.Find(mail => mail.Address == address && mail.At >= notice.At) is { } mail)
            {
                left.Remove(mail);
                yield return (toCustomer, mail.At - notice.At);
            }
        }
    }

    private JsonElement? Clock(string name) =>
        Now.GetProperty("clocks").EnumerateArray().Where(clock => clock.GetProperty("name").GetString() == name).Cast<JsonElement?>().SingleOrDefault();
}

/// <summary>One entry of a timeline.</summary>
/// <param name="Fact">Its kind.</param>
/// <param name="At">When it happened.</param>
/// <param name="What">Its members.</param>
internal sealed record Happening(string Fact, Instant At, JsonElement What)
{
    public static Happening Of(JsonElement entry)
    {
        JsonElement what = entry.GetProperty("what");
        return new Happening(what.GetProperty("fact").GetString()!, InstantOf(entry.GetProperty("occurredAt")), what);
    }

    public static Instant InstantOf(JsonElement moment) => InstantPattern.ExtendedIso.Parse(moment.GetProperty("utc").GetString()!).Value;

    public string Text(string member) => What.TryGetProperty(member, out JsonElement value) ? value.ToString() : "";
}

/// <summary>A mail that left.</summary>
/// <param name="Address">To whom.</param>
/// <param name="At">When.</param>
internal sealed record SentMail(string Address, Instant At)
{
    public static SentMail Of(JsonElement mail) => new(
        new MailAddress(mail.GetProperty("to")[0].GetString()!).Address,
        OffsetDateTimePattern.ExtendedIso.Parse(mail.GetProperty("sentAt").GetString()!).Value.ToInstant());
}
