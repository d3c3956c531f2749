using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using Caseward.Domain.Commands;
using Caseward.Domain.Explanations;
using Caseward.Domain.Notices;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Explanations;

/// <summary>Deadlines as a service manager explains them to a customer. The workshop is open from 08:30 to 17:00.</summary>
public sealed class CaseExplanationTests
{
    private static Instant On(string local) => CaseScenario.Local(local);

    private static CaseScenario Urgent(string local) => CaseScenario.Opened(local, open => open with { Priority = 1 });

    public sealed class Segments
    {
        [Fact]
        public void Four_hours_from_Friday_half_past_four_end_on_Monday_at_noon() =>
            Assert.Equal(
                [
                    "Fri 5 Jun 16:30 - Fri 5 Jun 17:00 Counted 30 min, ahead",
                    "Fri 5 Jun 17:00 - Sat 6 Jun 00:00 OutsideHours, ahead",
                    "Sat 6 Jun 00:00 - Mon 8 Jun 00:00 Weekend, ahead",
                    "Mon 8 Jun 00:00 - Mon 8 Jun 08:30 OutsideHours, ahead",
                    "Mon 8 Jun 08:30 - Mon 8 Jun 12:00 Counted 210 min, ahead",
                ],
                Explained.Lines(Explained.Clock(CaseScenario.Opened("2026-06-05T16:30"), ClockName.Ownership)));

        [Fact]
        public void A_night_in_which_the_customer_was_awaited_is_told_with_what_they_were_asked()
        {
            CaseScenario scenario = Urgent("2026-06-02T15:00").Do(new ClaimCase())
                .At("2026-06-02T15:30").Do(new AddComment("Which one is it?"))
                .At("2026-06-02T16:30").Do(new WaitForCustomer("the serial number"))
                .At("2026-06-03T09:30").Do(new ResumeCase());

            ClockExplanation resolution = Explained.Clock(scenario, ClockName.Resolution);

            Assert.Equal(ExampleOfTheDocs(), Explained.Lines(resolution));
            Assert.Equal((On("2026-06-03T16:00"), Duration.FromMinutes(90), Duration.FromMinutes(390)), (resolution.Due!.Value, resolution.Elapsed, resolution.Margin!.Value));
        }

        /// <summary>The page shows customers' questions answered; what it shows is what is calculated here.</summary>
        private static string[] ExampleOfTheDocs()
        {
            string page = File.ReadAllText(Golden.OnThisMachine("/_/docs/explaining-deadlines.md"));
            return page.Split("```text\n")[1].Split("\n```")[0].Split('\n');
        }

        [Fact]
        public void While_the_customer_is_awaited_there_is_a_remainder_and_no_due_instant()
        {
            ClockExplanation resolution = Explained.Clock(
                Urgent("2026-06-02T15:00").Do(new ClaimCase()).At("2026-06-02T15:30").Do(new WaitForCustomer("the serial number")).At("2026-06-03T09:30"),
                ClockName.Resolution);

            Assert.Equal((ClockStanding.Paused, null, Duration.FromMinutes(450)), (resolution.State, resolution.Due, resolution.Remaining!.Value));
            Assert.Equal(On("2026-06-03T17:00"), resolution.DueIfResumedNow);
            Assert.Equal("Tue 2 Jun 15:30 - Wed 3 Jun 09:30 WaitingForCustomer (the serial number)", Explained.Lines(resolution)[^1]);
        }

        [Theory]
        [InlineData(true, "2024-11-04T17:00")]
        [InlineData(false, "2024-10-14T17:00")]
        public void Forty_five_working_days_over_the_summer_blackout_are_counted_date_by_date(bool stops, string due)
        {
            PolicyDocument document = TestPolicies.Default.Document;
            ServicePolicy policy = stops ? TestPolicies.Default : PolicyReader.Check(document with { Blackouts = [] }).OrThrow();
            ClockExplanation resolution = Explained.Clock(CaseScenario.Opened("2024-08-12T10:30", policy: policy), ClockName.Resolution);

            Assert.Equal(On(due), resolution.Due);
            Assert.Equal(stops, Explained.Lines(resolution).Contains("Mon 19 Aug 00:00 - Mon 9 Sep 00:00 Blackout (summer-2024), ahead"));
            Assert.Equal((45, On(due).InZone(DateTimeZoneProviders.Tzdb["Europe/Amsterdam"]).Date), (resolution.WorkingDays[^1].Number!.Value, resolution.WorkingDays[^1].Date));
            Assert.Equal(stops ? 21 : 0, resolution.WorkingDays.Count(day => day.Reason == TimeReason.Blackout));
            Assert.False(resolution.IsSummarised);
        }

        [Theory]
        [InlineData("2024-10-26T22:00", "Sat 26 Oct 22:00 - Sun 27 Oct 05:00 Counted 480 min, ahead")]
        [InlineData("2024-03-30T22:00", "Sat 30 Mar 22:00 - Sun 31 Mar 06:00 Counted 420 min, ahead")]
        public void The_night_of_a_clock_change_counts_the_hours_that_it_has(string start, string line)
        {
            PolicyDocument document = TestPolicies.Default.Document;
            ServicePolicy policy = PolicyReader.Check(document with
            {
                Calendars = [document.Calendars[0] with { AllowOvernight = true, Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[new OpeningWindow(22 * 60, 6 * 60)]) }],
            }).OrThrow();

            Assert.Equal(line, Explained.Lines(Explained.Clock(CaseScenario.Opened(start, open => open with { Priority = 1 }, policy), ClockName.Resolution))[0]);
        }

        [Fact]
        public void What_a_grace_forgives_is_told_and_does_not_use_up_the_budget()
        {
            PolicyDocument document = TestPolicies.Default.Document;
            ServicePolicy policy = PolicyReader.Check(document with
            {
                Promises = [.. document.Promises.Select(row => row with { Resolution = Budget.Of(Duration.FromHours(row.Priority * 2)) })],
                Clocks = new ClockRules { PriorityChange = PriorityChangeRule.Grace, GracePercent = 25 },
            }).OrThrow();
            CaseScenario scenario = CaseScenario.Opened("2026-06-02T09:00", policy: policy).Do(new ClaimCase()).At("2026-06-02T14:00").Do(new ChangePriority(1, "The line stands still"));

            IReadOnlyList<ClockExplanation> resolution = [.. Explained.Of(scenario).Where(clock => clock.Name == ClockName.Resolution)];

            Assert.Equal([ClockStanding.Cancelled, ClockStanding.Running], resolution.Select(clock => clock.State));
            Assert.Equal(
                [
                    "Tue 2 Jun 09:00 - Tue 2 Jun 10:30 Counted 90 min",
                    "Tue 2 Jun 10:30 - Tue 2 Jun 14:00 Grace",
                    "Tue 2 Jun 14:00 - Tue 2 Jun 14:30 Counted 30 min, ahead",
                ],
                Explained.Lines(resolution[1]));
            Assert.Equal((On("2026-06-02T14:30"), 30d), (resolution[1].Due!.Value, resolution[1].Margin!.Value.TotalMinutes));
        }

        [Fact]
        public void Too_many_stretches_are_told_in_weeks_and_still_add_up()
        {
            PolicyDocument document = TestPolicies.Default.Document;
            OpeningWindow[] everyHalfHour = [.. Enumerable.Range(0, 24).Select(hour => new OpeningWindow(hour * 60, (hour * 60) + 30))];
            ServicePolicy policy = PolicyReader.Check(document with
            {
                Calendars = [document.Calendars[0] with { Weekly = Enumerable.Range(1, 7).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)everyHalfHour) }],
            }).OrThrow();

            ClockExplanation resolution = Explained.Clock(CaseScenario.Opened("2024-08-12T10:30", policy: policy), ClockName.Resolution);

            Assert.True(resolution.IsSummarised);
            Assert.InRange(resolution.Segments.Count, 501, 520);
            Assert.Equal(resolution.Allowed, resolution.Segments.Aggregate(Duration.Zero, (sum, segment) => sum + segment.Counted));
        }
    }

    public sealed class States
    {
        private static readonly ServicePolicy Hours = PolicyReader.Check(TestPolicies.Default.Document with
        {
            Promises = [.. TestPolicies.Default.Document.Promises.Select(row => row with
            {
                FirstResponse = Budget.Of(Duration.FromHours(1)),
                NextResponse = Budget.Of(Duration.FromHours(2)),
                Resolution = Budget.Of(Duration.FromHours(3)),
            })],
        }).OrThrow();

        private static CaseScenario Asked() => CaseScenario.Opened("2026-06-02T10:30", open => open with { Origin = Origin.Portal }, Hours).Do(new ClaimCase());

        [Fact]
        public void An_answer_in_time_has_a_margin_and_a_late_one_a_negative_one()
        {
            ClockExplanation early = Explained.Clock(Asked().At("2026-06-02T11:00").Do(new AddComment("Hello")), ClockName.FirstResponse);
            ClockExplanation late = Explained.Clock(Asked().At("2026-06-02T15:00").Do(new AddComment("Hello"), A.Manager("willem")), ClockName.FirstResponse);

            Assert.Equal((ClockStanding.Met, 30d, 30d), (early.State, early.Elapsed.TotalMinutes, early.Margin!.Value.TotalMinutes));
            Assert.Equal((ClockStanding.Missed, 270d, -210d), (late.State, late.Elapsed.TotalMinutes, late.Margin!.Value.TotalMinutes));
            Assert.Equal(On("2026-06-02T11:30"), late.Breach!.Due);
            Assert.Equal(On("2026-06-02T11:30"), late.Segments[^1].To);
        }

        [Fact]
        public void The_worst_exchange_stays_known()
        {
            Actor willem = A.Manager("willem");
            CaseScenario scenario = Asked().At("2026-06-02T13:00").Do(new AddComment("Hello"), willem);
            ClockExplanation answered = Explained.Clock(scenario, ClockName.NextResponse);
            ClockExplanation asked = Explained.Clock(scenario.At("2026-06-02T13:05").Do(new AddComment("And?"), A.Customer()), ClockName.NextResponse);
            ClockExplanation again = Explained.Clock(scenario.At("2026-06-02T13:10").Do(new AddComment("So"), willem), ClockName.NextResponse);

            Assert.Equal((ClockStanding.Idle, 150d, -30d), (answered.State, answered.Elapsed.TotalMinutes, answered.Margin!.Value.TotalMinutes));
            Assert.Equal((ClockStanding.Running, On("2026-06-02T15:05")), (asked.State, asked.Due!.Value));
            Assert.Equal((ClockStanding.Idle, 150d, 2), (again.State, again.WorstElapsed!.Value.TotalMinutes, again.Generation));
        }

        [Fact]
        public void An_exchange_that_is_told_late_to_have_been_answered_in_time_ended_then()
        {
            Actor willem = A.Manager("willem");
            CaseScenario scenario = Asked().At("2026-06-02T13:00").Do(new AddComment("Hello"), willem).At("2026-06-02T13:05").Do(new AddComment("And?"), A.Customer())
                .At("2026-06-02T14:00").Do(new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked", OccurredAt = On("2026-06-02T11:30") }, willem);

            ClockExplanation first = Explained.Of(scenario).First(clock => clock.Name == ClockName.NextResponse);

            Assert.Equal((1, On("2026-06-02T11:30"), 60d), (first.Generation, first.EndedAt!.Value, first.Elapsed.TotalMinutes));
            Assert.True(first.Breach!.IsCorrected);
        }

        [Fact]
        public void Each_stay_in_a_queue_is_a_generation_that_ended_where_the_next_began()
        {
            IReadOnlyList<ClockExplanation> ownership = [.. Explained.Of(CaseScenario.Opened("2026-06-02T10:00").At("2026-06-03T09:00")).Where(clock => clock.Name == ClockName.Ownership)];

            Assert.Equal([(1, ClockStanding.Missed), (2, ClockStanding.Running)], ownership.Select(clock => (clock.Generation, clock.State)));
            Assert.Equal((ownership[1].StartedAt, On("2026-06-02T14:00")), (ownership[0].EndedAt!.Value, ownership[0].Breach!.Due));
            Assert.Equal(("tier-2", On("2026-06-02T14:00")), (Assert.Single(ownership[0].CarriedOut).Rung, ownership[0].CarriedOut[0].Moment));
            ForecastStep manager = Assert.Single(ownership[1].Coming);
            Assert.Equal(("manager", On("2026-06-03T09:30"), "willem"), (manager.Rung, manager.At, Assert.Single(manager.Notices).Decided.Recipient));
        }

        [Fact]
        public void What_is_over_keeps_the_hours_of_the_policy_that_it_ended_under()
        {
            PolicyDocument document = TestPolicies.Default.Document;
            ServicePolicy later = PolicyReader.Check(document with
            {
                Version = "later",
                Calendars = [document.Calendars[0] with { Weekly = Enumerable.Range(1, 5).ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpeningWindow>)[new OpeningWindow(10 * 60, 16 * 60)]) }],
            }).OrThrow();
            CaseScenario scenario = Urgent("2026-06-02T09:00").Do(new ClaimCase());
            Promise promise = scenario.State.Promise! with { Resolution = Budget.Of(Duration.FromHours(4)) };
            (_, IReadOnlyList<StoredEvent> migrated) = CaseStream.Append(
                scenario.State, [new PendingFact(new PolicyMigrated(scenario.Policy.Version, "later", promise, scenario.State.Rules!, null), A.Manager("willem"), On("2026-06-02T09:50"))], On("2026-06-02T09:50"));
            ServicePolicy PolicyOf(string version) => version == "later" ? later : scenario.Policy;
            CaseAsOf view = CaseAsOf.Of(scenario.State.Number, scenario.Stream.Concat(migrated).Select(stored => stored.Event), PolicyOf, On("2026-06-02T10:30"))!;

            IReadOnlyList<ClockExplanation> resolution = [.. CaseExplanation.Of(view, PolicyOf).Where(clock => clock.Name == ClockName.Resolution)];

            Assert.Equal([(scenario.Policy.Version, ClockStanding.Cancelled), ("later", ClockStanding.Running)], resolution.Select(clock => (clock.PolicyVersion, clock.State)));
            Assert.Equal(["Tue 2 Jun 09:00 - Tue 2 Jun 09:50 Counted 50 min"], Explained.Lines(resolution[0]));
            Assert.Equal(
                [
                    "Tue 2 Jun 09:00 - Tue 2 Jun 10:00 OutsideHours",
                    "Tue 2 Jun 10:00 - Tue 2 Jun 10:30 Counted 30 min",
                    "Tue 2 Jun 10:30 - Tue 2 Jun 14:00 Counted 210 min, ahead",
                ],
                Explained.Lines(resolution[1]));
        }

        [Fact]
        public void What_was_carried_out_and_would_not_have_been_says_so()
        {
            CaseScenario scenario = Urgent("2026-06-02T10:00").Do(new ClaimCase()).At("2026-06-02T11:30").Do(
                new LogCall { Direction = CallDirection.Outgoing, Reached = true, Notes = "Talked it through", OccurredAt = On("2026-06-02T10:30") }, A.Manager("willem"));

            ClockExplanation told = Explained.Clock(scenario, ClockName.FirstResponse);
            ClockExplanation then = Explained.Of(scenario, On("2026-06-02T11:30") - Duration.FromTicks(1)).Last(clock => clock.Name == ClockName.FirstResponse);

            Assert.Equal((ClockStanding.Met, true), (told.State, told.Breach!.IsCorrected));
            Assert.All(told.CarriedOut, rung => Assert.True(rung.WouldNotHaveFired));
            Assert.NotEmpty(told.CarriedOut);
            Assert.Equal((ClockStanding.Running, null), (then.State, then.Breach!.RecordedAt));
        }

        [Fact]
        public void A_reopened_case_tells_how_long_it_was_over_and_an_agreed_date_who_agreed_it()
        {
            CaseScenario scenario = Urgent("2026-06-02T10:00").Do(new ClaimCase())
                .Do(new AgreeDate(On("2026-06-04T12:00"), null, null))
                .At("2026-06-02T10:20").Do(new ResolveCase("New charger", null, false, null))
                .At("2026-06-03T10:00").Do(new ReopenCase("Red again"), A.Customer());

            Assert.Contains("Tue 2 Jun 10:20 - Wed 3 Jun 10:00 CaseOver", Explained.Lines(Explained.Clock(scenario, ClockName.Resolution)));
            Assert.Equal("anna", Explained.Clock(scenario, ClockName.Agreed).Author);
        }
    }

    public sealed class Forecasts
    {
        [Fact]
        public void A_notice_that_waits_for_its_recipients_hours_is_told_with_when_it_leaves_and_that_it_will_not_be_wanted_by_then()
        {
            PolicyDocument document = TestPolicies.Default.Document;
            ServicePolicy policy = PolicyReader.Check(document with
            {
                Calendars = [.. document.Calendars, new CalendarDefinition { Id = "mondays", Zone = "Europe/Amsterdam", Weekly = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpeningWindow>> { [IsoDayOfWeek.Monday] = [new OpeningWindow(8 * 60, 9 * 60)] } }],
                People = [.. document.People.Select(person => person.Id == "willem" ? person with { NoticeHours = "mondays" } : person)],
                Ladders =
                [
                    new Ladder { Clock = ClockName.Ownership, Rungs = [new Rung { Name = "raise", At = new RungMoment { AfterDue = Duration.Zero }, RaisePriority = true, Task = "Find somebody" }] },
                    new Ladder { Clock = ClockName.FirstResponse, Rungs = [new Rung { Name = "early", At = new RungMoment { UsedPercent = 1 }, Notify = [NoticeRole.DepartmentManager] }] },
                ],
            }).OrThrow();
            CaseState state = CaseScenario.Opened("2024-08-12T10:30", policy: policy).State;

            CaseForecast forecast = CaseForecast.IfNobodyActs(state, policy, On("2024-08-12T17:00"));

            ForecastStep early = forecast.Steps.First(step => step.Rung == "early");
            ForecastNotice notice = Assert.Single(early.Notices);
            Assert.Equal(("willem", On("2024-08-19T08:00"), NoticeCodes.ClockStartedAnew), (notice.Decided.Recipient, notice.LeavesAt, notice.WithdrawnBecause));
            ForecastStep raise = Assert.Single(forecast.Steps, step => step.Rung == "raise");
            Assert.Equal((On("2024-08-12T14:30"), 3, "Find somebody", null), (raise.At, raise.Priority!.Value, raise.Task, raise.MovedFrom));
            Assert.Equal(3, forecast.After.Priority);
        }

        [Theory]
        [InlineData("2024-08-12T10:30", "2024-08-19T17:00")]
        [InlineData("2024-08-18T10:30", "2024-08-19T17:00")]
        [InlineData("2024-05-13T10:30", "2024-05-20T10:30")]
        public void Without_an_instant_it_goes_to_the_closing_of_the_coming_Monday_or_a_week_ahead(string now, string until)
        {
            CaseState state = CaseScenario.Opened(now).State;
            Assert.Equal(On(until), CaseForecast.EndOfNextMonday(state, TestPolicies.Default, On(now)));
        }
    }

    public sealed class AsOf
    {
        [Fact]
        public void It_is_what_was_written_down_by_then_and_what_had_fallen_due_by_then()
        {
            CaseScenario scenario = CaseScenario.Opened("2026-06-02T10:00").At("2026-06-05T10:00").Do(new ClaimCase(), A.Agent("kees"));
            CaseAsOf At(string local) => CaseAsOf.Of(scenario.State.Number, scenario.Stream.Select(stored => stored.Event), _ => scenario.Policy, On(local))!;

            Assert.Equal(("werkplaats", 0), (At("2026-06-02T14:00").State.Queue, At("2026-06-02T14:00").Due.Count));
            Assert.Equal("werkplaats-tier-2", At("2026-06-02T14:01").State.Queue);
            Assert.NotEmpty(At("2026-06-02T14:01").Due);
            Assert.Equal(("kees", 0), (At("2026-06-05T10:00").State.Owner, At("2026-06-05T10:00").Due.Count));
            Assert.Null(CaseAsOf.Of(scenario.State.Number, scenario.Stream.Select(stored => stored.Event), _ => scenario.Policy, On("2026-06-02T09:59")));
        }
    }
}
