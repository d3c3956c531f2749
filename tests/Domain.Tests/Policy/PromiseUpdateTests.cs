using System.Text.Json;
using Caseward.Domain.Clocks;
using Caseward.Domain.Policy;
using Caseward.Testing;
using NodaTime;

namespace Caseward.Domain.Tests.Policy;

public sealed class PromiseUpdateTests
{
    private static readonly Instant Monday = Instant.FromUtc(2024, 8, 12, 8, 30);

    private static readonly PromiseRow Row = TestPolicies.Default.Document.Promises[0] with { From = new LocalDate(2024, 8, 19) };

    [Fact]
    public void Everything_but_the_promises_stays_as_it_is()
    {
        ServicePolicy after = Made(Row);

        Difference only = Assert.Single(PolicyDifference.Between(TestPolicies.Default.Document, after.Document));
        Assert.Equal(($"/promises[from=2024-08-19,priority={Row.Priority}]", DifferenceKind.Added), (only.Path, only.Kind));
    }

    [Fact]
    public void The_day_of_a_row_comes_at_midnight_where_the_department_is()
    {
        ServicePolicy policy = Made(Row);
        Instant midnight = Instant.FromUtc(2024, 8, 18, 22, 0);

        Assert.IsType<PromiseUpdateReading.Made>(PromiseUpdate.Read(policy, "next", Json(Row), midnight - Duration.Epsilon));
        Assert.Equal([PolicyCodes.PromiseRunning], Errors(PromiseUpdate.Read(policy, "next", Json(Row), midnight)).Select(error => error.Code));
    }

    [Fact]
    public void A_row_for_one_department_is_another_than_one_for_all() =>
        Assert.Equal(TestPolicies.Default.Document.Promises.Count + 2, Made(Row, Row with { Department = TestPolicies.Default.Document.Departments[0].Id }).Document.Promises.Count);

    [Fact]
    public void The_same_row_twice_in_one_update_is_told_at_the_second() =>
        Assert.Equal([("/promises/1", PolicyCodes.Duplicate)], Errors(Read(Row, Row)).Select(error => (error.Field, error.Code)));

    [Fact]
    public void A_row_that_leaves_out_what_was_promised_before_it_is_warned_about()
    {
        PromiseRow less = Row with { Priority = 1, Level = null, Department = TestPolicies.Default.Document.Departments[0].Id, FirstResponse = null, Resolution = null };

        var made = Assert.IsType<PromiseUpdateReading.Made>(Read(less));

        Caseward.Domain.Rules.Violation warning = Assert.Single(made.Warnings, warning => warning.Code == PolicyCodes.PromisesLess);
        Assert.Equal("/promises/0", warning.Field);
        Assert.Contains("firstResponse, resolution", warning.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Assert.IsType<PromiseUpdateReading.Made>(Read(Row)).Warnings, other => other.Code == PolicyCodes.PromisesLess);
    }

    [Fact]
    public void Open_time_in_days_is_warned_about_where_it_was_sent()
    {
        JsonElement rows = JsonSerializer.Deserialize<JsonElement>("""[{ "from": "2030-01-01", "priority": 1, "ownership": { "openTime": "P1D" }, "firstResponse": { "workingDays": 1 }, "resolution": { "workingDays": 2 } }]""");

        var made = Assert.IsType<PromiseUpdateReading.Made>(PromiseUpdate.Read(TestPolicies.Default, "next", rows, Monday));

        Assert.Equal([("/promises/0/ownership/openTime", PolicyCodes.DaysOfOpenTime)], made.Warnings.Select(warning => (warning.Field, warning.Code)));
    }

    [Fact]
    public void More_rows_than_an_update_takes_are_refused() =>
        Assert.Equal([PolicyCodes.TooLarge], Errors(Read([.. Enumerable.Repeat(Row, PromiseUpdate.MaxRows + 1)])).Select(error => error.Code));

    [Fact]
    public void What_is_no_list_is_refused() =>
        Assert.Equal([("/promises", PolicyCodes.WrongKind)], Errors(PromiseUpdate.Read(TestPolicies.Default, "next", JsonSerializer.SerializeToElement("x"), Monday)).Select(error => (error.Field, error.Code)));

    [Fact]
    public void A_budget_must_be_one_of_the_two_kinds() =>
        Assert.Equal([("/promises/0/resolution", PolicyCodes.BadBudget)], Errors(Read(Row with { Resolution = new Budget() })).Select(error => (error.Field, error.Code)));

    private static ServicePolicy Made(params PromiseRow[] rows) => PolicyReader.Read(Assert.IsType<PromiseUpdateReading.Made>(Read(rows)).Text).OrThrow();

    private static PromiseUpdateReading Read(params PromiseRow[] rows) => PromiseUpdate.Read(TestPolicies.Default, "next", Json(rows), Monday);

    private static JsonElement Json(params PromiseRow[] rows) => JsonSerializer.SerializeToElement(rows, PolicyJson.Options);

    private static IReadOnlyList<Caseward.Domain.Rules.Violation> Errors(PromiseUpdateReading reading) => Assert.IsType<PromiseUpdateReading.Refused>(reading).Errors;
}
