using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace Caseward.Domain.Cases;

/// <summary>How the domain's records are written as JSON, in storage and over HTTP: camel case, enums as strings, instants in UTC, durations in ISO 8601.</summary>
public static class CaseJson
{
    /// <summary>The options; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Adds the domain's converters to somebody else's options.</summary>
    public static void AddConverters(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TextConverter<Instant>(InstantPattern.ExtendedIso));
        options.Converters.Add(new TextConverter<LocalDate>(LocalDatePattern.Iso));
        options.Converters.Add(new TextConverter<Duration>(new IsoDurationPattern()));
        options.Converters.Add(new CaseNumberConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            NumberHandling = JsonNumberHandling.Strict,
        };
        AddConverters(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class TextConverter<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        /// <summary>Longer than any instant, date or duration that is written.</summary>
        private const int LongestText = 64;

        /// <summary>A case is written with dozens of them: they share one buffer.</summary>
        [ThreadStatic]
        private static StringBuilder? OfThisThread;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException($"Expected a text, found {reader.TokenType}.");
            }

            ParseResult<T> parsed = pattern.Parse(reader.GetString()!);
            return parsed.Success ? parsed.Value : throw new JsonException(parsed.Exception.Message);
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            StringBuilder text = (OfThisThread ??= new StringBuilder(LongestText)).Clear();
            pattern.AppendFormat(value, text);
            Span<char> characters = stackalloc char[LongestText];
            text.CopyTo(0, characters, text.Length);
            writer.WriteStringValue(characters[..text.Length]);
        }
    }

    private sealed class CaseNumberConverter : JsonConverter<CaseNumber>
    {
        public override CaseNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && CaseNumber.TryParse(reader.GetString(), out CaseNumber number)
                ? number
                : throw new JsonException("Expected a case number.");

        public override void Write(Utf8JsonWriter writer, CaseNumber value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);
    }

    /// <summary>ISO 8601 durations of weeks, days, hours, minutes and seconds; a day is 24 hours.</summary>
    private sealed class IsoDurationPattern : IPattern<Duration>
    {
        public ParseResult<Duration> Parse(string text)
        {
            ParseResult<Period> parsed = PeriodPattern.NormalizingIso.Parse(text);
            if (!parsed.Success)
            {
                return parsed.ConvertError<Duration>();
            }

            if (parsed.Value is not { Years: 0, Months: 0 })
            {
                return ParseResult<Duration>.ForException(() => new FormatException("A duration has no years or months; write weeks, days, hours, minutes or seconds."));
            }

            try
            {
                return ParseResult<Duration>.ForValue(parsed.Value.ToDuration());
            }
            catch (OverflowException)
            {
                return ParseResult<Duration>.ForException(() => new FormatException("A duration is at most 292 years long."));
            }
        }

        public string Format(Duration value)
        {
            Period period = Period.FromNanoseconds(value.ToInt64Nanoseconds()).Normalize();
            return PeriodPattern.NormalizingIso.Format(period);
        }

        public StringBuilder AppendFormat(Duration value, StringBuilder builder) => builder.Append(Format(value));
    }
}
