using System.Text.Json;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;

namespace Caseward.Domain.Notices;

/// <summary>
/// The keys that make a notice happen once: case, clock, generation, rung, recipient. They are row keys and instance ids, so they hold
/// only letters, digits, dashes and tildes.
/// </summary>
public static class NoticeKeys
{
    /// <summary>The recipient of everything that goes to the customer.</summary>
    public const string Customer = "customer";

    /// <summary>The key of a rung's notice.</summary>
    public static string Rung(CaseNumber number, ClockName clock, int generation, string rung, string recipient) =>
        $"{number}~{Camel(clock)}~{generation}~{rung}~{recipient}";

    /// <summary>The key of a mail to the customer.</summary>
    /// <param name="number">The case.</param>
    /// <param name="kind">Which mail.</param>
    /// <param name="occasion">1 for the first occasion of its kind on the case, and so on.</param>
    public static string ToCustomer(CaseNumber number, NoticeKind kind, int occasion) => $"{number}~{Camel(kind)}~{occasion}~{Customer}";

    /// <summary>The key of a notice that a colleague caused.</summary>
    /// <param name="number">The case.</param>
    /// <param name="occasion">1 for the first time that somebody escalated the case, and so on.</param>
    /// <param name="recipient">Whom it goes to.</param>
    public static string ByHand(CaseNumber number, int occasion, string recipient) => $"{number}~manual~{occasion}~{recipient}";

    /// <summary>The key of the notice to whoever was given a callback.</summary>
    /// <param name="number">The case.</param>
    /// <param name="callback">The callback's number within the case.</param>
    /// <param name="time">1 for whoever was given it first, and so on.</param>
    /// <param name="assignee">Who.</param>
    public static string ForCallback(CaseNumber number, int callback, int time, string assignee) => $"{number}~callback~{callback}~{time}~{assignee}";

    /// <summary>The occasion that a key of <see cref="ToCustomer"/> was made for.</summary>
    public static int OccasionOf(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return int.Parse(key.Split('~')[2]);
    }

    private static string Camel<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
