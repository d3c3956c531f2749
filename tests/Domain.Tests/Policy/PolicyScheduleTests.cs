using Caseward.Domain.Cases;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

public sealed class PolicyScheduleTests
{
    private const string Shipped = "default-1";

    private static readonly Instant Noon = Instant.FromUtc(2024, 8, 12, 12, 0);

    [Fact]
    public void The_latest_activation_whose_instant_has_come_is_in_force()
    {
        PolicySchedule schedule = Scheduled(("b", 2), ("a", 1));

        Assert.Null(schedule.At(Noon));
        Assert.Null(schedule.At(Noon + Duration.FromHours(1) - Duration.Epsilon));
        Assert.Equal("a", schedule.At(Noon + Duration.FromHours(1))!.Version);
        Assert.Equal("b", schedule.At(Noon + Duration.FromHours(99))!.Version);
    }

    [Fact]
    public void Of_two_activations_at_one_instant_the_one_made_later_holds() =>
        Assert.Equal("b", Scheduled(("a", 1), ("b", 1)).At(Noon + Duration.FromHours(1))!.Version);

    [Fact]
    public void Now_is_not_past() => Assert.IsType<ScheduleDecision.Accepted>(PolicySchedule.Empty.Activate(Activation("a", 0), Shipped, Noon));

    [Fact]
    public void The_past_is_refused() =>
        Refused(PolicyCodes.ActivationInPast, PolicySchedule.Empty.Activate(Activation("a", 0) with { From = Noon - Duration.Epsilon }, Shipped, Noon));

    [Fact]
    public void What_is_in_force_then_anyway_is_refused()
    {
        Refused(PolicyCodes.AlreadyInForce, PolicySchedule.Empty.Activate(Activation(Shipped, 5), Shipped, Noon));
        Refused(PolicyCodes.AlreadyInForce, Scheduled(("a", 1)).Activate(Activation("a", 2), Shipped, Noon));
    }

    [Fact]
    public void An_earlier_version_can_come_back() =>
        Assert.IsType<ScheduleDecision.Accepted>(Scheduled(("a", 1), ("b", 2)).Activate(Activation("a", 3), Shipped, Noon));

    [Fact]
    public void What_is_over_is_forgotten_and_what_is_in_force_is_not()
    {
        Instant later = Noon + Duration.FromHours(3);
        PolicySchedule schedule = Scheduled(("a", 1), ("b", 2));

        var next = Assert.IsType<ScheduleDecision.Accepted>(schedule.Activate(Activation("c", 4), Shipped, later));

        Assert.Equal(["b", "c"], next.Schedule.Activations.Select(activation => activation.Version));
    }

    [Fact]
    public void What_is_to_come_can_be_withdrawn_and_what_is_in_force_cannot()
    {
        PolicySchedule schedule = Scheduled(("a", 1), ("b", 2));
        Instant between = Noon + Duration.FromMinutes(90);

        var next = Assert.IsType<ScheduleDecision.Accepted>(schedule.Withdraw("b", null, between));

        Assert.Equal("a", next.Schedule.At(Noon + Duration.FromHours(9))!.Version);
        Refused(PolicyCodes.NotScheduled, schedule.Withdraw("a", null, between));
        Refused(PolicyCodes.NotScheduled, schedule.Withdraw("b", Noon, between));
    }

    [Fact]
    public void Which_of_several_is_withdrawn_must_be_said()
    {
        PolicySchedule schedule = Scheduled(("a", 1), ("b", 2), ("a", 3));

        Refused(PolicyCodes.WhichActivation, schedule.Withdraw("a", null, Noon));
        var next = Assert.IsType<ScheduleDecision.Accepted>(schedule.Withdraw("a", Noon + Duration.FromHours(3), Noon));
        Assert.Equal(["a", "b"], next.Schedule.Activations.Select(activation => activation.Version));
    }

    [Fact]
    public void So_many_and_no_more_wait()
    {
        PolicySchedule full = Scheduled([.. Enumerable.Range(1, PolicySchedule.MaxScheduled).Select(hour => ($"v{hour}", hour))]);

        Refused(PolicyCodes.TooManyScheduled, full.Activate(Activation("one-more", 99), Shipped, Noon));
    }

    private static PolicyActivation Activation(string version, int hours, int sequence = 0) => new()
    {
        Sequence = sequence,
        Version = version,
        From = Noon + Duration.FromHours(hours),
        RunningCases = RunningCases.Keep,
        By = new Actor(ActorKind.Manager, "willem"),
        At = Noon,
        Reason = "Because",
    };

    private static PolicySchedule Scheduled(params (string Version, int Hours)[] activations) => activations.Index().Aggregate(
        PolicySchedule.Empty,
        (schedule, next) => Assert.IsType<ScheduleDecision.Accepted>(
            schedule.Activate(Activation(next.Item.Version, next.Item.Hours, next.Index + 1), Shipped, Noon)).Schedule);

    private static void Refused(string code, ScheduleDecision decision) => Assert.Equal(code, Assert.IsType<ScheduleDecision.Refused>(decision).Refusal.Code);
}
