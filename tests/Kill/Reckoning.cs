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

    /// <summary>Whether there was something to lose, and nothing of it was lost or doubled.</summary>
    public bool IsClean => Accepted > 0 && RungsExpected > 0 && Lost + Doubled + RungsMissed + RungsDoubled + NoticesDoubled == 0;

    /// <param name="client">The app, running undisturbed.</param>
    /// <param name="cases">The cases that it accepted.</param>
    /// <param name="control">A case that was opened when nothing died any more, and left alone for as long as the others.</param>
    public static async Task<Reckoning> OfAsync(HttpClient client, IReadOnlyList<Accepted> cases, Accepted control)
    {
        var sum = new Reckoning { Accepted = cases.Count };
        HashSet<string> expected = [.. Rungs(await FactsAsync(client, control.Number))];
        sum.RungsExpected = expected.Count;
        foreach (Accepted each in cases)
        {
            await sum.AddAsync(client, each, expected);
        }

        return sum;
    }

    public string ToTable() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        cases accepted   {Accepted,8}
        cases lost       {Lost,8}
        cases doubled    {Doubled,8}
        rungs missed     {RungsMissed,8}   of {RungsCarriedOut} carried out, {RungsExpected} in the life of a case that nobody takes
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

    private async Task AddAsync(HttpClient client, Accepted each, HashSet<string> expected)
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
        if (!each.Solved)
        {
            RungsMissed += Note(each, $"missed: {string.Join(", ", expected.Except(rungs))}", expected.Except(rungs).Count());
        }

        List<string> notices = [.. facts.Where(fact => Kind(fact) == "noticeDecided").Select(fact => fact.GetProperty("key").GetString()!)];
        List<string> subjects = [.. (await GetAsync(client, $"local/mail?to={each.Customer}", "willem")).EnumerateArray().Select(mail => mail.GetProperty("subject").GetString()!)];
        NoticesDecided += notices.Count;
        NoticesDoubled += Note(each, "notice twice", notices.Count - notices.Distinct().Count() + subjects.Count - subjects.Distinct().Count());
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
