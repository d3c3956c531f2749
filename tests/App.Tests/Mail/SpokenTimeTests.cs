using Caseward.App.Mail;
using Caseward.Testing;
using NodaTime;

namespace Caseward.App.Tests.Mail;

public sealed class SpokenTimeTests
{
    private static readonly DateTimeZone Amsterdam = DateTimeZoneProviders.Tzdb["Europe/Amsterdam"];

    [Theory]
    [InlineData("nl", "maandag 12 augustus 2024 om 09:05 uur (tijd in Amsterdam)")]
    [InlineData("es", "el lunes 12 de agosto de 2024 a las 09:05 (hora de Amsterdam)")]
    [InlineData("en", "Monday 12 August 2024 at 09:05 (Amsterdam time)")]
    [InlineData("fr", "Monday 12 August 2024 at 09:05 (Amsterdam time)")]
    public void An_instant_is_written_in_the_words_of_its_language(string language, string expected) =>
        Assert.Equal(expected, SpokenTime.At(CaseScenario.Local("2024-08-12T09:05"), Amsterdam, language));

    [Fact]
    public void One_o_clock_is_singular_in_Spanish() =>
        Assert.Equal("el domingo 1 de diciembre de 2024 a la 01:30 (hora de Amsterdam)", SpokenTime.At(CaseScenario.Local("2024-12-01T01:30"), Amsterdam, "es"));

    [Fact]
    public void Summer_and_winter_time_are_those_of_the_zone()
    {
        Assert.Contains("at 14:00", SpokenTime.At(Instant.FromUtc(2024, 7, 1, 12, 0), Amsterdam, "en"), StringComparison.Ordinal);
        Assert.Contains("at 13:00", SpokenTime.At(Instant.FromUtc(2024, 12, 2, 12, 0), Amsterdam, "en"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("America/New_York", "(New York time)")]
    [InlineData("Etc/UTC", "(UTC)")]
    [InlineData("UTC", "(UTC)")]
    public void The_zone_is_named_by_its_place(string zone, string expected) =>
        Assert.EndsWith(expected, SpokenTime.At(Instant.FromUtc(2024, 7, 1, 12, 0), DateTimeZoneProviders.Tzdb[zone], "en"), StringComparison.Ordinal);

    [Theory]
    [InlineData("nl", "op woensdag 14 augustus 2024 tussen 10:00 en 12:00 uur (tijd in Amsterdam)")]
    [InlineData("es", "el miércoles 14 de agosto de 2024 entre las 10:00 y las 12:00 (hora de Amsterdam)")]
    [InlineData("en", "on Wednesday 14 August 2024 between 10:00 and 12:00 (Amsterdam time)")]
    public void A_window_within_a_day_names_the_day_once(string language, string expected) =>
        Assert.Equal(expected, SpokenTime.Between(CaseScenario.Local("2024-08-14T10:00"), CaseScenario.Local("2024-08-14T12:00"), Amsterdam, language));

    [Theory]
    [InlineData("nl", "tussen woensdag 14 augustus 2024 om 16:00 uur en donderdag 15 augustus 2024 om 10:00 uur (tijd in Amsterdam)")]
    [InlineData("es", "entre el miércoles 14 de agosto de 2024 a las 16:00 y el jueves 15 de agosto de 2024 a las 10:00 (hora de Amsterdam)")]
    [InlineData("en", "between Wednesday 14 August 2024 at 16:00 and Thursday 15 August 2024 at 10:00 (Amsterdam time)")]
    public void A_window_over_days_names_both(string language, string expected) =>
        Assert.Equal(expected, SpokenTime.Between(CaseScenario.Local("2024-08-14T16:00"), CaseScenario.Local("2024-08-15T10:00"), Amsterdam, language));

    [Theory]
    [InlineData(-5, "0 seconds")]
    [InlineData(1, "1 second")]
    [InlineData(59, "59 seconds")]
    [InlineData(60, "1 minute")]
    [InlineData(3_600, "1 hour")]
    [InlineData(12_060, "3 hours and 21 minutes")]
    [InlineData(86_400 + 300, "1 day and 5 minutes")]
    [InlineData((2 * 86_400) + 7_200 + 300, "2 days and 2 hours")]
    public void A_length_of_time_is_told_in_its_two_largest_units(int seconds, string expected) =>
        Assert.Equal(expected, SpokenTime.HowLong(Duration.FromSeconds(seconds), "en"));

    [Theory]
    [InlineData("nl", "3 uur en 21 minuten")]
    [InlineData("es", "3 horas y 21 minutos")]
    public void A_length_of_time_is_told_in_the_words_of_its_language(string language, string expected) =>
        Assert.Equal(expected, SpokenTime.HowLong(Duration.FromMinutes(201), language));
}
