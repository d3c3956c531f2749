using Caseward.Bench.Replay;
using Caseward.Testing;

namespace Caseward.App.Tests.Replay;

/// <summary>
/// Forty incidents of a real desk through the whole system over HTTP, ten months of virtual time. Which of them are late was worked out
/// a second time, from the log alone and without any of this code.
/// </summary>
public sealed class ReplayTests(ReplayedSlice slice) : IClassFixture<ReplayedSlice>
{
    private ReplayResult Result => slice.Result;

    [Fact]
    public void Every_incident_becomes_a_case_that_is_closed_in_the_end()
    {
        Assert.Equal(40, Result.Cases.Count);
        Assert.All(Result.Cases, record => Assert.Equal("closed", record.Status));
    }

    [Fact]
    public void Every_orchestration_completes_and_no_message_is_poisoned()
    {
        Assert.Equal((0, 0, 0), (Result.Failed, Result.LeftOver, Result.Poisoned));
    }

    [Fact]
    public void Every_notice_is_decided_once_and_leaves_as_one_mail()
    {
        Assert.Equal(0, Result.NoticesDecidedTwice);
        Assert.All(Result.Cases, record => Assert.Equal(record.All("noticeDecided").Count(), record.Mails.Count));
    }

    [Fact]
    public void Every_rung_is_carried_out_once_per_generation() =>
        Assert.All(Result.Cases, record => Assert.Distinct(record.All("rungCarriedOut").Select(rung => $"{rung.Text("clock")} {rung.Text("generation")} {rung.Text("rung")}")));

    [Fact]
    public void Decided_again_under_its_own_policy_every_stream_has_exactly_the_recorded_rungs() =>
        Assert.All(Result.Cases, record => Assert.Null(record.Difference));

    [Fact]
    public void Only_waits_that_nobody_owns_are_refused() =>
        Assert.Equal([("wait", "case.not-owned")], Result.Tally.Refused.Keys);

    [Theory]
    [InlineData("firstResponse", "128 130 211 261 294 370 376 433 508 538 565 568 576 754 821 886")]
    [InlineData("resolution", "433 508")]
    public void Those_are_late_that_are_late_by_the_log(string clock, string incidents) =>
        Assert.Equal(
            incidents.Split(' ').Select(number => $"INC{number.PadLeft(7, '0')}"),
            Result.Cases.Where(record => record.IsLate(clock)).Select(record => record.Incident.Incident).Order());

    [Fact]
    public void Figures_per_priority_are_the_same_every_time() => Golden.Verify(Result.Report);
}
