using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Caseward.Domain.Calendars;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Policy;

/// <summary>How a policy document is written as JSON.</summary>
public static class PolicyJson
{
    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    private static readonly LocalDateTimePattern ToTheMinute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");

    /// <summary>Without the values that can be written in short.</summary>
    private static readonly JsonSerializerOptions InFull = CreateInFull();

    /// <summary>The options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>How a document is read that an earlier release may have taken: lengths of time in every form that was ever taken.</summary>
    internal static JsonSerializerOptions SavedOptions { get; } = CreateSaved();

    /// <summary>
    /// How a value is written in full that can also be written as one text; <see langword="null"/> for a type that has one form only.
    /// </summary>
    public static JsonTypeInfo? LongFormOf(Type type) => type == typeof(ServiceLevel) ? InFull.GetTypeInfo(type) : null;

    /// <summary>How a weekday is called in a document.</summary>
    internal static string NameOf(IsoDayOfWeek day) => DayNames[(int)day - 1];

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(InFull);
        options.Converters.Insert(0, new ShortConverter<ServiceLevel>(
            "a level such as \"premier\" or { \"id\": \"premier\", ... }",
            text => new ServiceLevel { Id = text },
            level => level is { Name: null, Calendar: null } ? level.Id : null));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static JsonSerializerOptions CreateSaved()
    {
        var options = new JsonSerializerOptions(Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
        options.Converters.Insert(0, CaseJson.Options.GetConverter(typeof(Duration)));
        options.Converters.Insert(0, new WordConverter<WallOffset>("a distance such as P7D or PT4H", WallOffset.ParseSaved, offset => offset.ToString()));
        options.MakeReadOnly();
        return options;
    }

    private static JsonSerializerOptions CreateInFull()
    {
        var options = new JsonSerializerOptions(CaseJson.Options)
        {
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WriteOpenTimeInHours } },
            WriteIndented = true,
            PropertyNameCaseInsensitive = false,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
        };
        options.Converters.Insert(0, new WordConverter<IsoDayOfWeek>("a weekday: mon, tue, wed, thu, fri, sat or sun", ParseDay, NameOf));
        options.Converters.Insert(0, new WordConverter<LocalDate>("a date such as 2024-08-19", text => Parsed(LocalDatePattern.Iso, text), LocalDatePattern.Iso.Format));
        options.Converters.Insert(0, new WordConverter<LocalDateTime>(
            "a local time such as 2024-08-19T10:30", text => Parsed(ToTheMinute, text), ToTheMinute.Format));
        options.Converters.Insert(0, new WordConverter<AnnualMonthDay>("a day of every year such as 12-25", ParseAnnual, day => $"{day.Month:00}-{day.Day:00}"));
        options.Converters.Insert(0, new WordConverter<OpeningWindow>("opening hours such as 08:30-17:00", ParseWindow, window => window.ToString()));
        options.Converters.Insert(0, new WordConverter<WallOffset>(LengthOfTime.Expected, WallOffset.Parse, offset => offset.ToString()));
        options.Converters.Insert(0, new WordConverter<Duration>(LengthOfTime.Expected, LengthOfTime.Parse, LengthOfTime.InDays));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void WriteOpenTimeInHours(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo member in type.Type == typeof(Budget) || type.Type == typeof(RungMoment) ? type.Properties : [])
        {
            member.CustomConverter = member.PropertyType == typeof(Duration?) ? new OpenTimeConverter() : member.CustomConverter;
        }
    }

    private static T? Parsed<T>(IPattern<T> pattern, string text)
        where T : struct => pattern.Parse(text) is { Success: true } parsed ? parsed.Value : null;

    private static IsoDayOfWeek? ParseDay(string text) => Array.IndexOf(DayNames, text) is >= 0 and var index ? (IsoDayOfWeek)(index + 1) : null;

    private static AnnualMonthDay? ParseAnnual(string text) =>
        AnnualDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? new AnnualMonthDay(day.Month, day.Day) : null;

    private static OpeningWindow? ParseWindow(string text) =>
        text is [_, _, _, _, _, '-', ..] ? OpeningWindow.Parse(text[..5], text[6..]) : null;

    /// <summary>A value written as one text when that says it all, else in full.</summary>
    private sealed class ShortConverter<T>(string expected, Func<string, T> parse, Func<T, string?> format) : JsonConverter<T>
        where T : class
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.String => parse(reader.GetString()!),
            JsonTokenType.StartObject => JsonSerializer.Deserialize<T>(ref reader, InFull)!,
            _ => throw new JsonException($"Expected {expected}."),
        };

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (format(value) is { } text)
            {
                writer.WriteStringValue(text);
            }
            else
            {
                JsonSerializer.Serialize(writer, value, InFull);
            }
        }
    }

    /// <summary>Open time is written in hours: forty-eight hours of it are no two days.</summary>
    private sealed class OpenTimeConverter : JsonConverter<Duration?>
    {
        public override Duration? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Duration>(ref reader, options);

        public override void Write(Utf8JsonWriter writer, Duration? value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LengthOfTime.InHours(value!.Value));
    }

    /// <summary>A value written as one word, also when it is the name of a member.</summary>
    private sealed class WordConverter<T>(string expected, Func<string, T?> parse, Func<T, string> format) : JsonConverter<T>
        where T : struct
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && parse(reader.GetString()!) is { } value
                ? value
                : throw new JsonException($"Expected {expected}.");

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Read(ref reader, typeToConvert, options);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(format(value));
    }
}
