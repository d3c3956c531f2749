using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using NodaTime;
using NodaTime.Text;

namespace Caseward.App.Http;

/// <summary>
/// Reads the members of a JSON object one by one and remembers everything that is wrong, so that a request is refused with all its
/// mistakes at once (rule P1). A wrong or absent member reads as <see langword="null"/>; members nobody asked for are mistakes too.
/// </summary>
internal sealed class Fields
{
    private const int MaxViolations = 100;

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly List<Violation> _violations;
    private readonly List<Fields> _children = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public Fields(JsonElement element)
        : this(element, "", [])
    {
    }

    private Fields(JsonElement element, string path, List<Violation> violations)
    {
        _object = element;
        _path = path;
        _violations = violations;
    }

    /// <summary>The hash of everything that was sent, however it was spelled. Only when nothing is wrong with it.</summary>
    public string Hash() => CanonicalJson.Hash(_object);

    /// <summary>A text; absent is fine.</summary>
    public string? Text(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Decode(name, text),
        _ => WrongType(name, "a text"),
    };

    /// <summary>A whole number; absent is fine.</summary>
    public int? Integer(string name)
    {
        if (Member(name) is not { } member)
        {
            return null;
        }

        if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out int number))
        {
            return number;
        }

        WrongType(name, "a whole number");
        return null;
    }

    /// <summary><c>true</c> or <c>false</c>; absent is fine.</summary>
    public bool? Flag(string name)
    {
        switch (Member(name)?.ValueKind)
        {
            case null:
                return null;
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            default:
                WrongType(name, "true or false");
                return null;
        }
    }

    /// <summary>An instant; absent is fine.</summary>
    public Instant? Instant(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        ParseResult<OffsetDateTime> parsed = OffsetDateTimePattern.ExtendedIso.Parse(text);
        if (parsed.Success && parsed.Value.Year is >= 1900 and <= 2999)
        {
            return parsed.Value.ToInstant();
        }

        Refuse(name, RuleCodes.OutOfRange, "Write an instant with its offset, such as 2024-08-12T10:30:00Z or 2024-08-12T12:30:00+02:00, between the years 1900 and 2999.");
        return null;
    }

    /// <summary>A local date; absent is fine.</summary>
    public LocalDate? Date(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        ParseResult<LocalDate> parsed = LocalDatePattern.Iso.Parse(text);
        if (parsed.Success && parsed.Value.Year is >= 1900 and <= 2999)
        {
            return parsed.Value;
        }

        Refuse(name, RuleCodes.OutOfRange, "Write a date such as 2024-08-12, between the years 1900 and 2999.");
        return null;
    }

    /// <summary>The number of a case, with or without spaces and dashes; absent is fine.</summary>
    public CaseNumber? CaseNumber(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (Domain.Cases.CaseNumber.TryParse(text, out CaseNumber number))
        {
            return number;
        }

        Refuse(name, RuleCodes.Unknown, "That is no case number.");
        return null;
    }

    /// <summary>One of the names of an enumeration, in camel case; absent is fine.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreach (T value in Enum.GetValues<T>())
        {
            if (CamelCase(value) == text)
            {
                return value;
            }
        }

        Refuse(name, RuleCodes.Unknown, $"Choose one of: {string.Join(", ", Enum.GetValues<T>().Select(CamelCase))}.");
        return null;
    }

    /// <summary>An object; an absent one reads as an empty one.</summary>
    public Fields Object(string name)
    {
        JsonElement? member = Member(name);
        if (member is { ValueKind: not JsonValueKind.Object })
        {
            WrongType(name, "an object");
        }

        var child = new Fields(member is { ValueKind: JsonValueKind.Object } found ? found : default, $"{_path}/{name}", _violations);
        _children.Add(child);
        return child;
    }

    /// <summary>A list or object that somebody else reads; it must be there.</summary>
    public JsonElement? Json(string name, JsonValueKind kind)
    {
        if (Member(name) is not { } member || member.ValueKind != kind)
        {
            string wanted = kind == JsonValueKind.Array ? "a list" : "an object";
            Refuse(name, Has(name) ? RequestCodes.WrongType : RuleCodes.Required, $"This must be {wanted}.");
            return null;
        }

        try
        {
            CanonicalJson.Hash(member);
            return member;
        }
        catch (InvalidOperationException)
        {
            Refuse(name, RuleCodes.BadCharacters, "A text in this holds broken symbols; remove them.");
            return null;
        }
    }

    /// <summary>Whether a member is there, and not as <c>null</c>.</summary>
    public bool Has(string name) => Member(name) is not null;

    /// <summary>The member must be there: reads as the fallback when it is not, and as the value when it is.</summary>
    public T Required<T>(string name, T? value, T fallback)
        where T : struct
    {
        if (!Has(name))
        {
            Refuse(name, RuleCodes.Required, "This field must be filled in.");
        }

        return value ?? fallback;
    }

    /// <summary>The text must be there; reads as empty when it is not.</summary>
    public string RequiredText(string name)
    {
        string? text = Text(name);
        if (!Has(name))
        {
            Refuse(name, RuleCodes.Required, "This field must be filled in.");
        }

        return text ?? "";
    }

    public void Refuse(string name, string code, string message) => Add(new Violation($"{_path}/{Escape(name)}", code, message));

    /// <summary>
    /// Everything that is wrong: what was noticed while reading, members that nobody asked for, and the rules of the command that was
    /// made of it. A field that could not be read is told once, with the reason why it could not.
    /// </summary>
    public IReadOnlyList<Violation> Violations(IEnumerable<Violation> ofCommand)
    {
        RefuseUnknownMembers();
        string[] told = [.. _violations.Select(violation => violation.Field)];
        foreach (Violation violation in ofCommand.Where(violation => !told.Any(field => Covers(field, violation.Field))))
        {
            Add(violation);
        }

        return _violations;
    }

    private void RefuseUnknownMembers()
    {
        _children.ForEach(child => child.RefuseUnknownMembers());
        if (_object.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty member in _object.EnumerateObject())
        {
            if (!_known.Contains(member.Name))
            {
                string shown = member.Name.Length <= 64 ? member.Name : "(a long name)";
                Refuse(shown, RequestCodes.UnknownMember, $"This means nothing here. Known are: {string.Join(", ", _known)}.");
            }
        }
    }

    private JsonElement? Member(string name)
    {
        _known.Add(name);
        return _object.ValueKind == JsonValueKind.Object && _object.TryGetProperty(name, out JsonElement member) && member.ValueKind != JsonValueKind.Null
            ? member
            : null;
    }

    private string? Decode(string name, JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8.
            Refuse(name, RuleCodes.BadCharacters, "This holds control characters or broken symbols; remove them.");
            return null;
        }
    }

    private string? WrongType(string name, string wanted)
    {
        Refuse(name, RequestCodes.WrongType, $"This must be {wanted}.");
        return null;
    }

    private void Add(Violation violation)
    {
        if (_violations.Count < MaxViolations)
        {
            _violations.Add(violation);
        }
    }

    private static bool Covers(string told, string field) =>
        field.StartsWith(told, StringComparison.Ordinal) && (field.Length == told.Length || field[told.Length] == '/');

    private static string CamelCase<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static string Escape(string name) => name.Replace("~", "~0").Replace("/", "~1");
}
