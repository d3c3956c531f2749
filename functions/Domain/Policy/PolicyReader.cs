using System.Text;
using System.Text.Json;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

/// <summary>
/// Reads a policy document strictly: nothing unknown is skipped, nothing wrong is repaired. What is wrong with its form is told first,
/// all of it; when the form is right, everything that is wrong with its content.
/// </summary>
public static class PolicyReader
{
    /// <summary>The largest document, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1_048_576;

    /// <summary>Reads and checks a document that is to be saved. Never throws for what it contains.</summary>
    /// <param name="json">The document.</param>
    /// <param name="cancellationToken">Ends the check, when nobody waits for it any more.</param>
    public static PolicyReading Read(string json, CancellationToken cancellationToken = default) => Read(json, PolicyJson.Options, cancellationToken);

    /// <summary>
    /// Reads a document that was taken once, perhaps by an earlier release. What only bounds the work of new documents, or tells a person what they
    /// should not have written, does not count any more: the cases that were opened under it need it.
    /// </summary>
    public static PolicyReading ReadSaved(string json) => Read(json, PolicyJson.SavedOptions, CancellationToken.None);

    /// <summary>Checks a document that is an object already.</summary>
    public static PolicyReading Check(PolicyDocument document, CancellationToken cancellationToken = default) => Check(document, isSaved: false, cancellationToken);

    private static PolicyReading Read(string json, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxBytes || Encoding.UTF8.GetByteCount(json) > MaxBytes)
        {
            return Refused([new Violation("", PolicyCodes.TooLarge, $"A policy document has at most {MaxBytes} bytes.")]);
        }

        try
        {
            using JsonDocument parsed = Parse(json);
            IReadOnlyList<Violation> form = PolicyShape.Check<PolicyDocument>(parsed.RootElement, options);
            return form.Count > 0 ? Refused(form) : Check(parsed.RootElement, options, cancellationToken);
        }
        catch (JsonException wrong)
        {
            return Refused([new Violation("", PolicyCodes.NotJson, wrong.Message)]);
        }
    }

    /// <exception cref="JsonException">It is no JSON, names a member twice, or a name in it is half a symbol, which cannot even be compared.</exception>
    private static JsonDocument Parse(string json)
    {
        try
        {
            var parsed = JsonDocument.Parse(json.TrimStart('\uFEFF'), new JsonDocumentOptions { AllowDuplicateProperties = false });
            ReadNames(parsed.RootElement);
            return parsed;
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("The name of a member has half a symbol, such as \\ud800 alone.", broken);
        }
    }

    private static void ReadNames(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in value.EnumerateObject())
            {
                _ = member.Name;
                ReadNames(member.Value);
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                ReadNames(item);
            }
        }
    }

    private static PolicyReading Check(JsonElement document, JsonSerializerOptions options, CancellationToken cancellationToken)
    {
        bool isSaved = options == PolicyJson.SavedOptions;
        PolicyReading reading = Check(document.Deserialize<PolicyDocument>(options)!, isSaved, cancellationToken);
        return isSaved ? reading : reading with { Warnings = [.. reading.Warnings, .. OpenTimeInDays.In(document)] };
    }

    private static PolicyReading Check(PolicyDocument document, bool isSaved, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        var findings = new PolicyFindings { IsSaved = isSaved };
        if (!PolicyCheck.HasSizesThatCanBeChecked(document, findings))
        {
            return new PolicyReading(findings.Errors, findings.Warnings);
        }

        var calendars = new PolicyCalendars(document);
        PolicyCheck.Organisation(document, findings);
        PolicyCheck.Promises(document, findings);
        PolicyCheck.Routing(document, findings);
        PolicyCheck.Ladders(document, findings);
        calendars.Check(findings, cancellationToken);
        return findings.Errors.Count > 0
            ? new PolicyReading(findings.Errors, findings.Warnings)
            : new PolicyReading(new ServicePolicy(document, calendars), findings.Warnings);
    }

    private static PolicyReading Refused(IReadOnlyList<Violation> errors) => new(errors, []);
}
