using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Caseward.Kill;

/// <summary>What became of the cases that were accepted. All but the first figure ought to be nought.</summary>
internal sealed class Reckoning
{
    private readonly List<string> _examples = [];

    private int Accepted { get; set; }

    private int Lost { get; set; }

    private int Doubled { get; set; }

    private int RungsMissed { get; set; }

    private int RungsDoubled { get; set; }

    private int NoticesDoubled { get; set; }

    private int RungsCarriedOut { get; set; }

    private int NoticesDecided { get; set; }

    private int RungsExpected { get; set; }

    private int StepsExpected { get; set; }

    /// <summary>Whether there was something to lose, and nothing of it was lost or doubled.</summary>
    public bool IsClean => Accepted > 0 && RungsExpected > 0 && StepsExpected > 0 && Lost + Doubled + RungsMissed + RungsDoubled + NoticesDoubled == 0;

    /// <param name="client">The app, running undisturbed.</param>
    /// <param name="cases">The cases that it accepted.</param>
    /// <param name="controls">Cases that were opened when nothing died any more, and left alone for as long as the others: one that is solved, one that is not.</param>
    public static async Task<Reckoning> OfAsync(HttpClient client, IReadOnlyList<Accepted> cases, IReadOnlyList<Accepted> controls)
    {
        var sum = new Reckoning { Accepted = cases.Count };
        Dictionary<bool, HashSet<string>> expected = [];
        foreach (Accepted control in controls)
        {
            expected.Add(control.Solved, [.. Due(control, await FactsAsync(client, control.Number))]);
        }

        sum.RungsExpected = expected[false].Count;
        sum.StepsExpected = expected[true].Count;
        SentMail mail = await SentMail.ReadAsync(client);
        foreach (Accepted each in cases)
        {
            await sum.AddAsync(client, each, expected[each.Solved], mail);
        }

        return sum;
    }

    public string ToTable() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        cases accepted   {Accepted,8}
        cases lost       {Lost,8}
        cases doubled    {Doubled,8}
        rungs missed     {RungsMissed,8}   of {RungsCarriedOut} carried out, {RungsExpected} in the life of a case that nobody takes, {StepsExpected} steps after a case is solved
        rungs doubled    {RungsDoubled,8}
        notices doubled  {NoticesDoubled,8}   of {NoticesDecided} decided
        {string.Join('\n', _examples.Take(10))}
        """);

    private static async Task<List<JsonElement>> FactsAsync(HttpClient client, string number)
    {
        var facts = new List<JsonElement>();
        string query = "?take=200";
        while (true)
        {
            JsonElement page = await GetAsync(client, $"api/cases/{number}/timeline{query}", "willem");
            facts.AddRange(page.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("what")));
            if (!page.TryGetProperty("continuation", out JsonElement next))
            {
                return facts;
            }

            query = $"?take=200&continuation={Uri.EscapeDataString(next.GetString()!)}";
        }
    }

    private static IEnumerable<string> Rungs(IEnumerable<JsonElement> facts) => facts
        .Where(fact => Kind(fact) is "rungCarriedOut" or "clockBreached")
        .Select(fact => $"{Kind(fact)} {fact.GetProperty("clock")} {fact.GetProperty("generation")} {(fact.TryGetProperty("rung", out JsonElement rung) ? rung : default)}");

    // What must have come by itself: the rungs where nobody did anything, else what follows the solving.
    private static IEnumerable<string> Due(Accepted each, IReadOnlyList<JsonElement> facts) => each.Solved
        ? facts.SkipWhile(fact => Kind(fact) != "caseResolved").Skip(1).Select(Kind)
        : Rungs(facts);

    private static string Kind(JsonElement fact) => fact.GetProperty("fact").GetString()!;

    private static async Task<JsonElement> GetAsync(HttpClient client, string path, string signIn)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Development", signIn);
        using HttpResponseMessage response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? JsonDocument.Parse(text).RootElement.Clone()
            : throw new HttpRequestException($"{path} answered {(int)response.StatusCode}: {text}", null, response.StatusCode);
    }

    private async Task AddAsync(HttpClient client, Accepted each, HashSet<string> expected, SentMail mail)
    {
        List<JsonElement> facts;
        try
        {
            facts = await FactsAsync(client, each.Number);
        }
        catch (HttpRequestException missing)
        {
            Lost++;
            _examples.Add($"{each}: {missing.Message}");
            return;
        }

        List<JsonElement> theirs = [.. (await GetAsync(client, "api/portal/cases", each.Customer)).GetProperty("items").EnumerateArray()];
        if (theirs.Count == 0 || (each.Solved && facts.Count(fact => Kind(fact) == "caseResolved") != 1))
        {
            Lost++;
            _examples.Add($"{each}: not in the customer's list, or not solved once");
        }

        Doubled += Math.Max(0, theirs.Count - 1);
        List<string> rungs = [.. Rungs(facts)];
        RungsCarriedOut += rungs.Count;
        RungsDoubled += Note(each, "rung twice", rungs.Count - rungs.Distinct().Count());
        string[] missed = [.. expected.Except(Due(each, facts))];
        RungsMissed += Note(each, $"missed: {string.Join(", ", missed)}", missed.Length);
        NoticesDoubled += Note(each, "notice twice", RepeatedNotices(each, facts, mail));
    }

    // A key once, a subject to the customer once, and a colleague hears of a case as often as it was decided: a digest may leave some out, and none may say more.
    private int RepeatedNotices(Accepted each, IReadOnlyList<JsonElement> facts, SentMail mail)
    {
        (string Key, string Recipient)[] decided = [.. facts
            .Where(fact => Kind(fact) == "noticeDecided")
            .Select(fact => (fact.GetProperty("key").GetString()!, fact.GetProperty("recipient").GetString()!))];
        NoticesDecided += decided.Length;
        int heardTwice = decided
            .GroupBy(notice => notice.Recipient, notice => notice.Key)
            .Where(notices => notices.Key != "customer")
            .Sum(notices => Math.Max(0, mail.Mentions($"{notices.Key}@caseward.example", each.Number) - notices.Distinct().Count()));
        return decided.Length - decided.Distinct().Count() + mail.RepeatedSubjects(each.Customer) + heardTwice;
    }

    private int Note(Accepted each, string what, int count)
    {
        if (count > 0)
        {
            _examples.Add($"{each}: {what}");
        }

        return count;
    }
}
