using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

/// <summary>What a policy answers: where a case goes, what is promised and when, who hears of it.</summary>
public sealed class ServicePolicyTests
{
    private static readonly ServicePolicy Default = TestPolicies.Default;
    private static readonly DateTimeZone Amsterdam = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];

    /// <summary>Prio 4 of Monday 12 August 2024 10:30: five working days to answer, nine weeks of lead time, and a blackout of three weeks (rule K7).</summary>
    public sealed class Prio_4_before_the_summer_blackout
    {
        private static readonly Instant Monday = At(2024, 8, 12, 10, 30);

        [Fact]
        public void Is_answered_by_19_August_because_the_blackout_does_not_stop_the_response_clock() =>
            Assert.Equal(At(2024, 8, 19, 17, 0), Due(Default, "werkplaats", ClockName.FirstResponse));

        [Fact]
        public void Is_answered_by_9_September_when_the_blackout_stops_the_response_clock_too() =>
            Assert.Equal(At(2024, 9, 9, 17, 0), Due(Affecting(BlackoutScope.ResponseClock), "werkplaats", ClockName.FirstResponse));

        [Fact]
        public void Is_solved_by_4_November_because_the_blackout_stops_the_lead_time() =>
            Assert.Equal(At(2024, 11, 4, 17, 0), Due(Default, "werkplaats", ClockName.Resolution));

        [Fact]
        public void Is_solved_by_14_October_when_the_blackout_is_for_appointments_only() =>
            Assert.Equal(At(2024, 10, 14, 17, 0), Due(Affecting(BlackoutScope.Appointments), "werkplaats", ClockName.Resolution));

        [Fact]
        public void Is_solved_by_14_October_in_a_department_without_the_blackout() =>
            Assert.Equal(At(2024, 10, 14, 17, 0), Due(Default, "support", ClockName.Resolution));

        [Fact]
        public void Gets_no_appointment_in_the_blackout_although_somebody_is_in()
        {
            Instant friday = At(2024, 8, 23, 10, 0);

            Assert.True(Default.Calendar(new CaseScope("werkplaats"), CalendarUse.Office).IsOpen(friday));
            Assert.Equal(At(2024, 9, 9, 8, 30), Default.Calendar(new CaseScope("werkplaats"), CalendarUse.Appointments).NextOpen(friday));
        }

        private static Instant? Due(ServicePolicy policy, string department, ClockName clock)
        {
            PromiseRow promise = policy.PromiseFor(4, department, "standard", Monday)!;
            var ledger = new ClockLedger
            {
                Name = clock,
                Generation = 1,
                StartedAt = Monday,
                Budget = clock == ClockName.FirstResponse ? promise.FirstResponse : promise.Resolution,
            };
            return ledger.Due(policy.Calendar(new CaseScope(department), clock));
        }

        private static ServicePolicy Affecting(params BlackoutScope[] scopes) =>
            PolicyReader.Check(Default.Document with { Blackouts = [Default.Document.Blackouts[0] with { Affects = scopes }] }).OrThrow();
    }

    public sealed class Routing
    {
        [Theory]
        [InlineData("werkplaats", null, null, null, "standard", "werkplaats", null)]
        [InlineData("support", null, null, null, "standard", "standard", null)]
        [InlineData("support", "north", null, null, "standard", "region-north", "north")]
        [InlineData("support", "SOUTH", null, null, "standard", "region-south", "south")]
        [InlineData("support", "north", null, null, "premier", "premier", "premier")]
        [InlineData("support", null, "1", null, "standard", "tier-1", "support-by-menu")]
        [InlineData("support", null, "2", null, "premier", "billing", "billing-by-menu")]
        [InlineData("support", null, null, "Billing@caseward.example", "standard", "billing", "billing-by-mailbox")]
        [InlineData("back-office", "north", null, null, "premier", "back-office", null)]
        public void The_first_rule_that_matches_wins_and_is_named(
            string department, string? region, string? menu, string? mailbox, string level, string queue, string? rule)
        {
            (CaseQueue found, string? by) = Default.Route(Opened(department) with { Region = region, MenuChoice = menu, Mailbox = mailbox, Level = level });

            Assert.Equal((queue, rule), (found.Id, by));
        }

        [Fact]
        public void A_billing_question_goes_to_billing_from_any_department() =>
            Assert.All(
                Default.Document.Departments,
                department => Assert.Equal("billing", Default.Route(Opened(department.Id) with { Type = CaseType.BillingQuestion }).Queue.Id));

        private static CaseOpened Opened(string department) => new()
        {
            Subject = "Printer",
            Description = "It does not print.",
            Type = CaseType.TechnicalSupport,
            Priority = 4,
            Department = department,
            Level = "standard",
            Origin = Origin.Phone,
            Language = "nl",
            Contact = new Contact { Name = "J. Jansen", Phone = "0535722819" },
            PolicyVersion = Default.Version,
            Promise = new Promise(Budget.Of(Duration.FromHours(4)), Budget.Of(Duration.FromHours(4)), Budget.Of(Duration.FromHours(4))),
        };
    }

    /// <summary>Rows in force by date, department and level (rule K9).</summary>
    public sealed class Promises
    {
        private static readonly ServicePolicy Weekly = With(
            Row(new LocalDate(2024, 1, 1), 5),
            Row(new LocalDate(2024, 8, 19), 8),
            Row(new LocalDate(2024, 8, 12), 6),
            Row(new LocalDate(2024, 8, 12), 3) with { Level = "premier" },
            Row(new LocalDate(2024, 9, 2), 2) with { Department = "werkplaats" });

        [Theory]
        [InlineData(2024, 8, 11, "support", "standard", 5)]
        [InlineData(2024, 8, 12, "support", "standard", 6)]
        [InlineData(2024, 8, 19, "support", "standard", 8)]
        [InlineData(2024, 8, 11, "support", "premier", 5)]
        [InlineData(2024, 9, 30, "support", "premier", 3)]
        [InlineData(2024, 9, 1, "werkplaats", "standard", 8)]
        [InlineData(2024, 9, 2, "werkplaats", "premier", 2)]
        [InlineData(2019, 1, 1, "support", "standard", 5)]
        public void The_most_specific_row_in_force_that_day_holds(int year, int month, int day, string department, string level, int days) =>
            Assert.Equal(days, Weekly.PromiseFor(4, department, level, At(year, month, day, 9, 0))!.FirstResponse!.WorkingDays);

        [Fact]
        public void A_row_comes_into_force_at_local_midnight()
        {
            Assert.Equal(5, Weekly.PromiseFor(4, "support", "standard", Instant.FromUtc(2024, 8, 11, 21, 59))!.FirstResponse!.WorkingDays);
            Assert.Equal(6, Weekly.PromiseFor(4, "support", "standard", Instant.FromUtc(2024, 8, 11, 22, 0))!.FirstResponse!.WorkingDays);
        }

        [Fact]
        public void Nothing_is_promised_for_a_priority_that_does_not_exist() =>
            Assert.Null(Default.PromiseFor(5, "support", "standard", At(2024, 8, 12, 9, 0)));

        private static ServicePolicy With(params PromiseRow[] rows) => PolicyReader.Check(Default.Document with
        {
            Promises = [.. Default.Document.Promises.Where(row => row is { Priority: not 4 }), .. rows],
        }).OrThrow();

        private static PromiseRow Row(LocalDate from, int days) =>
            Default.Document.Promises.First(row => row is { Priority: 4, Level: null }) with
            {
                From = from,
                FirstResponse = Budget.Of(days, WorkingDays.EndOfDay),
            };
    }

    public sealed class Recipients
    {
        private static readonly NoticeParts Parts = new("werkplaats", "werkplaats", "werkplaats-tier-2", Owner: "anna", CallbackAssignee: "bram");

        [Fact]
        public void The_supervisors_of_the_queue_that_failed_and_of_the_one_that_gets_it_hear_of_it() =>
            Assert.Equal(["sanne", "ingrid"], Ids([NoticeRole.QueueSupervisors, NoticeRole.ReceivingSupervisors], Parts));

        [Fact]
        public void Somebody_who_plays_two_parts_hears_once() =>
            Assert.Equal(["anna", "bram"], Ids([NoticeRole.Owner, NoticeRole.QueueMembers, NoticeRole.CallbackAssignee], Parts));

        [Fact]
        public void The_department_has_a_manager() =>
            Assert.Equal(["willem"], Ids([NoticeRole.DepartmentManager], Parts));

        [Fact]
        public void A_notice_to_the_owner_of_an_unowned_case_goes_to_the_queue_s_supervisors() =>
            Assert.Equal(["sanne"], Ids([NoticeRole.Owner], Parts with { Owner = null }));

        [Fact]
        public void A_notice_to_somebody_who_no_longer_works_here_goes_to_the_queue_s_supervisors() =>
            Assert.Equal(["sanne"], Ids([NoticeRole.Owner], Parts with { Owner = "left-long-ago" }));

        [Fact]
        public void A_notice_that_would_reach_nobody_goes_to_the_fallback_recipient()
        {
            ServicePolicy without = PolicyReader.Check(Default.Document with
            {
                Queues = [.. Default.Document.Queues.Select(queue => queue with { Supervisors = [], Members = [] })],
            }).OrThrow();

            Assert.Equal(["eva"], without.Recipients([NoticeRole.QueueSupervisors, NoticeRole.QueueMembers], Parts).Select(person => person.Id));
        }

        private static IEnumerable<string> Ids(IReadOnlyList<NoticeRole> roles, NoticeParts parts) => Default.Recipients(roles, parts).Select(person => person.Id);
    }

    private static Instant At(int year, int month, int day, int hour, int minute) =>
        BusinessCalendar.Resolve(new LocalDateTime(year, month, day, hour, minute), Amsterdam);

    [Fact]
    public void Hours_are_the_same_until_a_calendar_a_blackout_or_whose_they_are_changes()
    {
        PolicyDocument document = TestPolicies.Default.Document;
        bool SameHours(PolicyDocument changed) => PolicyReader.Check(changed).OrThrow().HasHoursOf(TestPolicies.Default);

        Assert.True(SameHours(document with { Version = "next", Ladders = [], Routing = [], Survey = document.Survey with { Cooling = Duration.FromHours(1) } }));
        Assert.True(SameHours(document with { Queues = [.. document.Queues.Select(queue => queue with { Name = $"{queue.Name}!" })] }));
        Assert.False(SameHours(document with { Calendars = [.. document.Calendars.Select(calendar => calendar with { Holidays = [.. calendar.Holidays, new LocalDate(2031, 1, 1)] })] }));
        Assert.False(SameHours(document with { Blackouts = [] }));
        Assert.False(SameHours(document with { Queues = [.. document.Queues.Select(queue => queue with { Calendar = "office" })] }));
    }
}
