using System.Text.Json;
using Caseward.Testing;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// What is left of a case's life when it is over. The life: a phone case at 10:00 on Tuesday 2 June 2026 that nobody takes; it climbs to tier 2 at 14:00. Kees takes
/// it, solves it, the customer confirms, a day later the survey goes out.
/// </summary>
/// <param name="Facts">The facts of its stream, in order.</param>
/// <param name="Mails">Subjects and recipients of the mails that left, in order of their text.</param>
/// <param name="Cases">How many cases the customer has.</param>
internal sealed record CaseLife(IReadOnlyList<string> Facts, IReadOnlyList<string> Mails, int Cases)
{
    public const string Begin = "2026-06-02T08:00:00Z";

    public static async Task<CaseLife> LiveAsync(MortalApp app)
    {
        JsonElement opened = await app.PostAsync("api/phone/cases", "anna", "call-1", Forms.Case().With("language", "en"));
        string number = opened.GetProperty("number").GetString()!;

        await app.GoToAsync("2026-06-02T12:05:00Z");
        await app.PostAsync($"api/cases/{number}/claim", "kees", "claim-1");
        await app.GoToAsync("2026-06-02T12:20:00Z");
        await app.PostAsync($"api/cases/{number}/resolve", "kees", "resolve-1", new { solution = "New charger" });
        await app.GoToAsync("2026-06-02T13:00:00Z");
        await app.PostAsync($"api/cases/{number}/confirm", "jan@example.com", "confirm-1");
        await app.GoToAsync("2026-06-04T09:00:00Z");

        return new CaseLife(
            [.. (await app.GetAsync($"api/cases/{number}/timeline?take=200")).GetProperty("items").EnumerateArray().Select(Fact)],
            [.. (await app.GetAsync("local/mail")).EnumerateArray().Select(Mail).Order(StringComparer.Ordinal)],
            (await app.GetAsync("api/portal/cases", "jan@example.com")).GetProperty("items").GetArrayLength());

        string Fact(JsonElement entry) => entry.GetProperty("what").GetProperty("fact").GetString()!;

        string Mail(JsonElement mail) => $"{mail.GetProperty("to")[0]}: {mail.GetProperty("subject").GetString()!.Replace(number, "NUMBER", StringComparison.Ordinal)}";
    }

    /// <summary>All of it as one text, to compare.</summary>
    public override string ToString() => string.Join('\n', [$"{Cases} cases", .. Facts, .. Mails]);
}
