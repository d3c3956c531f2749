using System.Text.Json;
using Caseward.Domain.Cases;
using NodaTime;

namespace Caseward.Domain.Tests.Cases;

/// <summary>Instants, dates and durations at the ends of what there is: each is written whole and read back as it was.</summary>
public sealed class StoredJsonExtremesTests
{
    [Fact]
    public void The_first_and_the_last_instant_come_back()
    {
        ComesBack(Instant.MinValue);
        ComesBack(Instant.MinValue + Duration.Epsilon);
        ComesBack(Instant.MaxValue);
    }

    [Fact]
    public void The_first_and_the_last_date_come_back()
    {
        ComesBack(LocalDate.MinIsoValue);
        ComesBack(LocalDate.MaxIsoValue);
    }

    [Fact]
    public void Durations_of_nearly_three_hundred_years_come_back()
    {
        ComesBack(Duration.FromNanoseconds(long.MaxValue));
        ComesBack(-Duration.FromNanoseconds(long.MaxValue));
    }

    [Theory]
    [InlineData("P200000W")]
    [InlineData("-P200000W")]
    [InlineData("PT9223372036854775807H")]
    [InlineData("P99999999999999999999D")]
    public void A_duration_of_more_than_that_is_refused(string text) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Duration>($"\"{text}\"", CaseJson.Options));

    private static void ComesBack<T>(T value) => Assert.Equal(value, JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, CaseJson.Options), CaseJson.Options));
}
