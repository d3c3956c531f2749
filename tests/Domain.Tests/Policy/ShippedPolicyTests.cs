using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Domain.Escalation;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>What the two documents that ship with the app say about real dates and about a case that nobody takes.</summary>
public sealed class ShippedPolicyTests
{
    public static TheoryData<int> Years => [.. Enumerable.Range(2024, 7)];

    [Theory]
    [MemberData(nameof(Years))]
    public void The_office_is_closed_on_the_Dutch_public_holidays(int year)
    {
        LocalDate easter = EasterOf(year);
        var king = new LocalDate(year, 4, 27);
        LocalDate[] expected =
        [
            new(year, 1, 1), easter.PlusDays(-2), easter.PlusDays(1), king.DayOfWeek == IsoDayOfWeek.Sunday ? king.PlusDays(-1) : king,
            new(year, 5, 5), easter.PlusDays(39), easter.PlusDays(50), new(year, 12, 25), new(year, 12, 26),
        ];

        Assert.Equal(expected.Order(), Assert.Single(TestPolicies.Default.Document.Calendars).Holidays.Where(date => date.Year == year));
    }

    [Fact]
    public void Easter_of_2024_was_on_31_March() => Assert.Equal(new LocalDate(2024, 3, 31), EasterOf(2024));

    [Fact]
    public void In_the_default_policy_a_case_that_nobody_takes_climbs_after_four_working_hours_and_reaches_the_manager_after_eight() =>
        Assert.Equal(
            [
                "Monday 14:30 moved to werkplaats-tier-2",
                "Monday 14:30 notice to sanne",
                "Monday 14:30 notice to ingrid",
                "Tuesday 10:00 notice to willem",
            ],
            WhatHappens(TestPolicies.Default, "werkplaats", BusinessCalendar.Resolve(new LocalDateTime(2024, 6, 3, 10, 30), Amsterdam), Duration.FromHours(24), "dddd HH:mm"));

    [Fact]
    public void In_the_tour_policy_the_same_takes_seconds() =>
        Assert.Equal(
            [
                "00:06 moved to tier-2",
                "00:06 notice to pieter",
                "00:06 notice to ingrid",
                "00:12 notice to diego",
            ],
            WhatHappens(TestPolicies.Tour, "support", BusinessCalendar.Resolve(new LocalDateTime(2024, 12, 25, 3, 0), Amsterdam), Duration.FromSeconds(14), "mm:ss"));

    [Fact]
    public void In_the_tour_policy_every_deadline_is_at_most_a_minute_away() =>
        Assert.All(
            TestPolicies.Tour.Document.Promises.SelectMany(row => new[] { row.Ownership, row.FirstResponse, row.Resolution }),
            budget => Assert.InRange(budget!.OpenTime!.Value, Duration.FromSeconds(1), Duration.FromMinutes(1)));

    [Fact]
    public void The_two_policies_speak_of_the_same_organisation()
    {
        PolicyDocument office = TestPolicies.Default.Document;
        PolicyDocument tour = TestPolicies.Tour.Document;

        Assert.Equal(office.People, tour.People);
        Assert.Equal(office.Departments, tour.Departments);
        Assert.Equal(office.Queues.Select(queue => queue.Id), tour.Queues.Select(queue => queue.Id));
        Assert.Equal(office.Routing.Select(rule => rule.Name), tour.Routing.Select(rule => rule.Name));
        Assert.NotEqual(office.Version, tour.Version);
    }

    private static readonly DateTimeZone Amsterdam = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];

    /// <summary>Opens a prio 4 case and looks at it whenever it asks for a look, as its lifecycle does.</summary>
    private static List<string> WhatHappens(ServicePolicy policy, string department, Instant opened, Duration until, string format)
    {
        var command = new OpenCase
        {
            Subject = "Grinder",
            Description = "It does not grind.",
            Priority = 4,
            Department = department,
            Origin = Origin.Phone,
            Contact = new Contact { Name = "J. Jansen", Phone = "0535722819" },
        };
        var number = CaseNumber.FromDraw(1);
        CaseState state = CaseDecider.Open(number, command, new Actor(ActorKind.Agent, "anna"), policy, opened)
            .Aggregate(new CaseState { Number = number }, (folded, pending) => folded.Apply(pending.Fact, pending.OccurredAt));
        var happened = new List<string>();
        while (CaseEvaluator.NextLook(state, policy) is { } look && look < opened + until)
        {
            // On time means at or before the due instant, so a look comes after it; the moment itself is told.
            Evaluation evaluation = CaseEvaluator.Evaluate(state, policy, look + Duration.FromTicks(1));
            string at = look.InZone(Amsterdam).ToString(format, System.Globalization.CultureInfo.InvariantCulture);
            happened.AddRange(evaluation.Facts.Select(pending => pending.Fact).Select(fact => fact switch
            {
                CaseEscalated escalated => $"{at} moved to {escalated.Queue}",
                NoticeDecided notice => $"{at} notice to {notice.Recipient}",
                _ => "",
            }).Where(line => line.Length > 0));
            state = evaluation.State;
        }

        return happened;
    }

    private static LocalDate EasterOf(int year)
    {
        int golden = year % 19;
        int century = year / 100;
        int epact = (century - (century / 4) - (((8 * century) + 13) / 25) + (19 * golden) + 15) % 30;
        int moon = epact - (epact / 28 * (1 - (epact / 28 * (29 / (epact + 1)) * ((21 - golden) / 11))));
        int weekday = (year + (year / 4) + moon + 2 - century + (century / 4)) % 7;
        int offset = moon - weekday;
        int month = 3 + ((offset + 40) / 44);
        return new LocalDate(year, month, offset + 28 - (31 * (month / 4)));
    }
}
