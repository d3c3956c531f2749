using System.Text.Json;
using Caseward.Domain.Calendars;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Tests.Calendars;

/// <summary>The worked examples of <c>Vectors/sla_vectors.json</c>; its <c>howToRead</c> explains the members.</summary>
internal static class Vectors
{
    private static readonly JsonElement Root = Load();
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static IEnumerable<JsonElement> Arithmetic => Root.GetProperty("arithmetic").EnumerateArray();

    public static IEnumerable<JsonElement> Scenarios => Root.GetProperty("scenarios").EnumerateArray();

    public static JsonElement Find(string id) => Arithmetic.Single(vector => vector.Text("id") == id);

    public static CalendarDefinition Definition(string id) => Definition(id, Root.GetProperty("calendars").GetProperty(id));

    public static CalendarDefinition Definition(string id, JsonElement calendar) => new()
    {
        Id = id,
        Zone = calendar.TextOr("tz", ""),
        Weekly = calendar.Members("weekly").ToDictionary(day => (IsoDayOfWeek)(Array.IndexOf(Days, day.Name) + 1), day => Windows(day.Value)),
        Overrides = calendar.Members("overrides").ToDictionary(date => Date(date.Name), date => Windows(date.Value)),
        Holidays = [.. calendar.Items("holidays").Select(date => Date(date.GetString()!))],
        AnnualHolidays = [.. calendar.Items("annualHolidays").Select(day => Annual(day.GetString()!))],
        Closures = [.. calendar.Items("closures").Select(range => new Closure(Date(range.Text("from")), Date(range.Text("to"))))],
        Breaks = [.. calendar.Items("breaks").Select(range => new Break(Local(range.Text("from")), Local(range.Text("to"))))],
        AllowOvernight = !calendar.TryGetProperty("allowOvernight", out JsonElement allow) || allow.GetBoolean(),
    };

    public static Instant Instant(string text) => InstantPattern.General.Parse(text).Value;

    public static Interval Interval(JsonElement range) => new(Instant(range.Text("from")), Instant(range.Text("to")));

    /// <summary>A wall time; <c>24:00</c> is midnight of the next date.</summary>
    public static LocalDateTime Local(string text) =>
        text.EndsWith("T24:00", StringComparison.Ordinal) ? Date(text[..10]).PlusDays(1).AtMidnight()
        : text.Length == 16 ? LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text).Value
        : LocalDateTimePattern.GeneralIso.Parse(text).Value;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string TextOr(this JsonElement element, string name, string otherwise) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString()! : otherwise;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.EnumerateArray() : [];

    private static JsonElement.ObjectEnumerator Members(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.EnumerateObject() : default;

    private static IReadOnlyList<OpeningWindow> Windows(JsonElement windows) =>
        [.. windows.EnumerateArray().Select(window => OpeningWindow.Parse(window[0].GetString()!, window[1].GetString()!)!.Value)];

    private static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;

    private static AnnualMonthDay Annual(string text) => new(int.Parse(text[..2]), int.Parse(text[3..]));

    private static JsonElement Load()
    {
        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Vectors", "sla_vectors.json"));
        return JsonDocument.Parse(file).RootElement;
    }
}
