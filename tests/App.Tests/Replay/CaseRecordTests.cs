using System.Text.Json;
using Caseward.Bench.Replay;
using NodaTime;

namespace Caseward.App.Tests.Replay;

public sealed class CaseRecordTests
{
    private static readonly Instant Ten = Instant.FromUtc(2016, 2, 29, 10, 0);

    [Fact]
    public void A_case_is_at_the_desk_while_neither_its_customer_nor_anybody_else_is_awaited()
    {
        CaseRecord record = Record("0 caseOpened", "1 waitingForCustomerStarted", "3 waitingForCustomerEnded", "4 caseResolved", "7 caseReopened", "8 caseResolved", "9 caseClosed");

        Assert.Equal([At(0, 1), At(3, 4), At(7, 8)], record.AtDesk());
        Assert.Equal(Ten + Duration.FromHours(8), record.ResolvedAt);
    }

    [Fact]
    public void A_case_that_is_solved_while_its_customer_is_awaited_was_at_the_desk_until_then() =>
        Assert.Equal([At(0, 1)], Record("0 caseOpened", "1 waitingForCustomerStarted", "4 caseResolved", "9 caseClosed").AtDesk());

    [Fact]
    public void A_deadline_that_was_missed_once_stays_missed()
    {
        CaseRecord record = Record("0 caseOpened", "5 clockBreached resolution", "6 caseResolved");

        Assert.True(record.IsLate("resolution"));
        Assert.False(record.IsLate("firstResponse"));
    }

    [Fact]
    public void A_notice_is_paired_with_the_first_mail_to_its_recipient_since_then()
    {
        CaseRecord record = Record("0 noticeDecided", "2 noticeDecided", "5 noticeDecided") with
        {
            Mails = [new SentMail("anna@caseward.example", Ten + Duration.FromHours(1)), new SentMail("anna@caseward.example", Ten + Duration.FromHours(2)), new SentMail("bram@caseward.example", Ten + Duration.FromHours(5))],
        };

        Assert.Equal([(false, Duration.FromHours(1)), (false, Duration.Zero)], record.Delays(_ => "anna@caseward.example"));
    }

    private static Interval At(int from, int to) => new(Ten + Duration.FromHours(from), Ten + Duration.FromHours(to));

    // "5 clockBreached resolution": five hours after opening.
    private static CaseRecord Record(params string[] happenings) => new(
        new LoggedIncident("INC1", 3, 3, true, 1),
        JsonElement.Parse("{}"),
        [
            .. happenings.Select(text => text.Split(' ')).Select(parts => new Happening(
                parts[1],
                Ten + Duration.FromHours(int.Parse(parts[0])),
                JsonSerializer.SerializeToElement(new { Clock = parts.ElementAtOrDefault(2) ?? "" }, JsonSerializerOptions.Web))),
        ],
        Mails: []);
}
