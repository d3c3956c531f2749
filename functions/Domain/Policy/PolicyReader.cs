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

    /// <summary>Reads and checks a document. Never throws for what it contains.</summary>
    public static PolicyReading Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (Encoding.UTF8.GetByteCount(json) > MaxBytes)
        {
            return Refused([new Violation("", PolicyCodes.TooLarge, $"A policy document has at most {MaxBytes} bytes.")]);
        }

        PolicyDocument document;
        try
        {
            using var parsed = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            IReadOnlyList<Violation> form = PolicyShape.Check<PolicyDocument>(parsed.RootElement, PolicyJson.Options);
            if (form.Count > 0)
            {
                return Refused(form);
            }

            document = parsed.Deserialize<PolicyDocument>(PolicyJson.Options)!;
        }
        catch (JsonException wrong)
        {
            return Refused([new Violation("", PolicyCodes.NotJson, wrong.Message)]);
        }

        return Check(document);
    }

    /// <summary>Checks a document that is an object already.</summary>
    public static PolicyReading Check(PolicyDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var findings = new PolicyFindings();
        var calendars = new PolicyCalendars(document);
        PolicyCheck.Organisation(document, findings);
        PolicyCheck.Promises(document, findings);
        PolicyCheck.Routing(document, findings);
        PolicyCheck.Ladders(document, findings);
        calendars.Check(findings);
        return findings.Errors.Count > 0
            ? new PolicyReading(findings.Errors, findings.Warnings)
            : new PolicyReading(new ServicePolicy(document, calendars), findings.Warnings);
    }

    private static PolicyReading Refused(IReadOnlyList<Violation> errors) => new(errors, []);
}
