using Caseward.Bench.Replay;
using NodaTime;

namespace Caseward.App.Tests.Replay;

public sealed class IncidentLogTests
{
    [Fact]
    public void Times_are_read_as_wall_time_in_Amsterdam()
    {
        Assert.Equal(Instant.FromUtc(2016, 2, 29, 0, 16), LogTime.Read("29-02-2016 01:16"));
        Assert.Equal(Instant.FromUtc(2016, 7, 1, 8, 0), LogTime.Read("01-07-2016 10:00"));
    }

    [Fact]
    public void A_time_that_the_spring_change_skipped_is_an_hour_later() =>
        Assert.Equal(Instant.FromUtc(2016, 3, 27, 1, 30), LogTime.Read("27-03-2016 02:30"));

    [Fact]
    public void A_question_mark_means_that_nobody_knows()
    {
        LogRow row = Assert.Single(LogText.Read(LogText.Row("New", "29-02-2016 10:05", group: "?", code: "?")));

        Assert.Null(row.Resolver);
        Assert.Null(row.Group);
        Assert.Null(row.ClosedCode);
        Assert.Equal("Caller 2403", row.Caller);
    }

    [Theory]
    [InlineData("New", nameof(Standing.AtDesk))]
    [InlineData("Active", nameof(Standing.AtDesk))]
    [InlineData("Awaiting Problem", nameof(Standing.AtDesk))]
    [InlineData("Awaiting User Info", nameof(Standing.AwaitingUser))]
    [InlineData("Resolved", nameof(Standing.Resolved))]
    [InlineData("Closed", nameof(Standing.Closed))]
    public void A_state_says_whose_move_it_is(string state, string standing) =>
        Assert.Equal(standing, $"{LogText.Read(LogText.Row(state, "29-02-2016 10:05"))[0].Standing}");

    [Fact]
    public void A_row_that_cannot_be_understood_is_named_by_its_line()
    {
        var wrong = Assert.Throws<InvalidDataException>(() => LogText.Read(LogText.Row("New", "29-02-2016 10:05"), LogText.Row("New", "yesterday")));

        Assert.Equal("Line 3: 'yesterday' is not a time such as 29-02-2016 01:16.", wrong.Message);
    }
}
