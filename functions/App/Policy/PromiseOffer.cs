using Caseward.App.Cases;
using Caseward.App.Explanations;
using Caseward.App.Http;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using NodaTime;

namespace Caseward.App.Policy;

/// <summary>What would be promised to a case of one department, priority and level.</summary>
internal sealed record PromiseOffer
{
    public required string Department { get; init; }

    public required int Priority { get; init; }

    public required string Level { get; init; }

    /// <summary>How much time is allowed, as the policy says it: open time or working days.</summary>
    public BudgetView? ResponseBudget { get; init; }

    public BudgetView? LeadTimeBudget { get; init; }

    /// <summary>How soon the customer hears something again, once there was an answer; absent when that is not promised.</summary>
    public BudgetView? NextResponseBudget { get; init; }

    /// <summary>By when there is an answer; absent when none is promised.</summary>
    public Moment? Response { get; init; }

    /// <summary>By when it is solved; absent when no time is promised.</summary>
    public Moment? LeadTime { get; init; }

    /// <summary>The first moment at which an appointment or callback can be.</summary>
    public required Moment FirstAppointment { get; init; }

    /// <summary>Whether somebody is in now.</summary>
    public required bool OpenNow { get; init; }

    /// <summary>Periods, running or to come, in which something stands still.</summary>
    public required IReadOnlyList<Blackout> Blackouts { get; init; }

    /// <summary>The offer at an instant; absent when nothing is promised for that combination.</summary>
    public static PromiseOffer? At(Instant now, ServicePolicy policy, string department, int priority, string level)
    {
        if (policy.PromiseFor(priority, department, level, now) is not { } promise)
        {
            return null;
        }

        var reading = new LocalReading(policy, department);
        LocalDate today = now.InZone(policy.Zone(department)).Date;
        string queue = policy.LikelyQueue(department, priority, level);
        var scope = CaseScope.OfNew(department, level, queue);
        return new PromiseOffer
        {
            Department = department,
            Priority = priority,
            Level = level,
            ResponseBudget = BudgetView.Of(promise.FirstResponse),
            LeadTimeBudget = BudgetView.Of(promise.Resolution),
            NextResponseBudget = BudgetView.Of(promise.NextResponse),
            Response = reading.Of(PromiseView.DueOf(ClockName.FirstResponse, promise.FirstResponse, now, scope, policy)),
            LeadTime = reading.Of(PromiseView.DueOf(ClockName.Resolution, promise.Resolution, now, scope, policy)),
            FirstAppointment = reading.Of(policy.Calendar(scope, CalendarUse.Appointments).NextOpen(now)),
            OpenNow = policy.Calendar(scope, CalendarUse.Customer).IsOpen(now),
            Blackouts = [.. policy.Document.Blackouts.Where(blackout =>
                blackout.To >= today && blackout.IsFor(scope))],
        };
    }
}
