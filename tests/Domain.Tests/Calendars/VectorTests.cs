using System.Text.Json;
using Caseward.Domain.Calendars;
using NodaTime;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>
/// Every worked example of business-time arithmetic, one test each. What needs a part that is not built yet is listed as skipped
/// with its stage: phone numbers (stage customers).
/// </summary>
public sealed class VectorTests
{
    public static IEnumerable<TheoryDataRow<string>> Arithmetic =>
        Vectors.Arithmetic.Select(vector => Row(vector, vector.Text("op") == "validate_phone"));

    [Theory]
    [MemberData(nameof(Arithmetic))]
    public void Worked_example(string id)
    {
        JsonElement vector = Vectors.Find(id);
        switch (vector.Text("op"))
        {
            case "add" when vector.TryGetProperty("expectedError", out _):
                Assert.Contains(
                    BusinessCalendar.Compile(Vectors.Definition(vector.Text("calendar"))).Errors,
                    error => error.Code == CodeOf(vector.Text("expectedError")));
                break;
            case "add":
                Assert.Equal(
                    Vectors.Instant(vector.Text("expected")),
                    Calendar(vector).Add(Start(vector), Duration.FromSeconds(vector.GetProperty("seconds").GetInt64()), Pauses(vector)));
                break;
            case "between":
                Assert.Equal(
                    Duration.FromSeconds(vector.GetProperty("expectedSeconds").GetInt64()),
                    Calendar(vector).Between(Start(vector), Vectors.Instant(vector.Text("end")), Pauses(vector)));
                break;
            case "add_working_days":
                WorkingDays reading = vector.Text("mode") == "same_time" ? WorkingDays.SameTime : WorkingDays.EndOfDay;
                Assert.Equal(
                    Vectors.Instant(vector.Text("expected")),
                    Calendar(vector).AddWorkingDays(Start(vector), vector.GetProperty("days").GetInt32(), reading));
                break;
            case "next_segments":
                Assert.Equal(
                    vector.Items("expectedSegments").Select(pair => new Interval(Vectors.Instant(pair[0].GetString()!), Vectors.Instant(pair[1].GetString()!))),
                    Calendar(vector).Segments(Start(vector)).Take(vector.GetProperty("count").GetInt32()));
                break;
            case "resolve_local":
                DateTimeZone zone = DateTimeZoneProviders.Tzdb[vector.Text("tz")];
                Instant resolved = BusinessCalendar.Resolve(Vectors.Local(vector.Text("local")), zone);
                Assert.Equal(Vectors.Instant(vector.Text("expected")), resolved);
                Assert.Equal(Vectors.Local(vector.TextOr("expectedLocalWall", resolved.InZone(zone).LocalDateTime.ToString("uuuu-MM-dd'T'HH:mm:ss", null))), resolved.InZone(zone).LocalDateTime);
                break;
            case "validate_calendar":
                Assert.Contains(
                    BusinessCalendar.Compile(Vectors.Definition(id, vector.GetProperty("spec"))).Errors,
                    error => error.Code == CodeOf(vector.Text("expectedError")));
                break;
            default:
                Assert.Fail($"Nobody knows the operation {vector.Text("op")}.");
                break;
        }
    }

    [Fact]
    public void All_116_examples_of_stage_foundation_run() =>
        Assert.Equal(116, Vectors.Arithmetic.Count(vector => vector.Text("stage") == "foundation" && vector.Text("op") != "validate_phone"));

    private static TheoryDataRow<string> Row(JsonElement vector, bool notBuilt)
    {
        string stage = vector.Text("stage");
        return new TheoryDataRow<string>(vector.Text("id"))
        {
            TestDisplayName = $"{vector.Text("id")} {vector.Text("title")}",
            Traits = { ["stage"] = [stage] },
            Skip = notBuilt ? $"stage {stage}" : null,
        };
    }

    private static BusinessCalendar Calendar(JsonElement vector) =>
        BusinessCalendar.Compile(Vectors.Definition(vector.Text("calendar"))).OrThrow();

    private static Instant Start(JsonElement vector) => Vectors.Instant(vector.Text("start"));

    private static Interval[] Pauses(JsonElement vector) => [.. vector.Items("pauses").Select(Vectors.Interval)];

    private static string CodeOf(string vectorError) => vectorError switch
    {
        "BAD_WINDOW" => CalendarCodes.BadWindow,
        "BAD_TIME_ZONE" => CalendarCodes.BadTimeZone,
        "BAD_RANGE" => CalendarCodes.BadRange,
        "NO_OPEN_TIME" => CalendarCodes.NeverOpen,
        _ => throw new ArgumentOutOfRangeException(nameof(vectorError), vectorError, "An error that no rule stands for."),
    };
}
