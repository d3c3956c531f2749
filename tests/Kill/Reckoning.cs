using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Caseward.Kill;

/// <summary>What became of the cases that were accepted. All but the first figure ought to be nought.</summary>
internal sealed class Reckoning
{
    private const string Customer = "customer";

    private readonly List<string> _examples = [];

    // The keys of what was to reach an address.
    private readonly Dictionary<string, HashSet<string>> _decided = new(StringComparer.Ordinal);

    // How often mail to an address spoke of a case without anybody's having decided so.
    private readonly Dictionary<string, int> _tooOften = new(StringComparer.Ordinal);

    private int Accepted { get; set; }

    private int Lost { get; set; }

    private int Doubled { get; set; }

    private int RungsMissed { get; set; }

    private int RungsDoubled { get; set; }

    private int NoticesDoubled { get; set; }

    private int RungsCarriedOut { get; set; }

    private int NoticesDecided { get; set; }

    private int NoticesMissed { get; set; }

    private int NoticesSent { get; set; }

    private int RungsExpected { get; set; }

    private int StepsExpected { get; set; }

    /// <summary>Whether there was something to lose, and nothing of it was lost or doubled.</summary>
    public bool IsClean => Accepted > 0 && RungsExpected > 0 && StepsExpected > 0 && NoticesSent > 0 && Lost + Doubled + RungsMissed + RungsDoubled + NoticesMissed + NoticesDoubled == 0;

    /// <param name="client">The app, running undisturbed.</param>
    /// <param name="cases">The cases that it accepted.</param>
    /// <param name="controls">Cases that were opened when nothing died any more, and left alone for as long as the others: one that is solved, one that is not.</param>
    public static async Task<Reckoning> OfAsync(HttpClient client, IReadOnlyList<Accepted> cases, IReadOnlyList<Accepted> controls)
    {
        var sum = new Reckoning { Accepted = cases.Count };
        Dictionary<bool, HashSet<string>> expected = [];
        foreach (Accepted control in controls)
        {
            List<JsonElement> facts = await FactsAsync(client, control.Number);
            expected.Add(control.Solved, [.. Due(control, facts)]);
            sum.NoteNotices(control, facts);
        }

        sum.RungsExpected = expected[false].Count;
        sum.StepsExpected = expected[true].Count;
        SentMail mail = await SentMail.ReadAsync(client);
        foreach (Accepted each in cases)
        {
            await sum.AddAsync(client, each, expected[each.Solved], mail);
        }

        sum.BalanceNotices(mail);
        return sum;
    }

    public string ToTable() => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        cases accepted   {Accepted,8}
        cases lost       {Lost,8}
        cases doubled    {Doubled,8}
        rungs missed     {RungsMissed,8}   of {RungsCarriedOut} carried out, {RungsExpected} in the life of a case that nobody takes; and steps after a solving, {StepsExpected} in each
        rungs doubled    {RungsDoubled,8}
        notices missed   {NoticesMissed,8}   of {NoticesDecided} decided and not withdrawn, {NoticesSent} in the mail
        notices doubled  {NoticesDoubled,8}
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

    // What must have come by itself, once: the rungs where nobody did anything, else what follows the solving.
    private static IEnumerable<string> Due(Accepted each, IReadOnlyList<JsonElement> facts) => each.Solved ? AfterSolving(facts) : Rungs(facts);

    private static IEnumerable<string> AfterSolving(IReadOnlyList<JsonElement> facts) => facts
        .SkipWhile(fact => Kind(fact) != "caseResolved")
        .Where(fact => Kind(fact) is "caseClosed" or "surveyOffered" or "surveySkipped" || (Kind(fact) == "noticeDecided" && Recipient(fact) == Customer))
        .Select(fact => Kind(fact) == "noticeDecided" ? $"notice {fact.GetProperty("kind")}" : Kind(fact));

    private static string Recipient(JsonElement notice) => notice.GetProperty("recipient").GetString()!;

    private static string Key(JsonElement notice) => notice.GetProperty("key").GetString()!;

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
        string[] rungs = [.. Rungs(facts)];
        string[] due = [.. Due(each, facts)];
        string[] missed = [.. expected.Except(due)];
        RungsCarriedOut += rungs.Length;
        RungsMissed += Note(each, $"missed: {string.Join(", ", missed)}", missed.Length);
        RungsDoubled += Note(each, "rung or step twice", rungs.Length - rungs.Distinct().Count() + (each.Solved ? due.Length - due.Distinct().Count() : 0));

        string[] keys = [.. facts.Where(fact => Kind(fact) == "noticeDecided").Select(Key)];
        NoticesDoubled += Note(each, "notice twice", keys.Length - keys.Distinct().Count());
        NoteNotices(each, facts);
        foreach (IGrouping<string, string> notices in facts.Where(fact => Kind(fact) == "noticeDecided").GroupBy(fact => AddressOf(each, fact), Key))
        {
            _tooOften[notices.Key] = _tooOften.GetValueOrDefault(notices.Key)
                + Note(each, $"{notices.Key} heard of it too often", mail.Mentions(notices.Key, each.Number) - notices.Distinct().Count());
        }
    }

    private static string AddressOf(Accepted each, JsonElement notice) => Recipient(notice) == Customer ? each.Customer : $"{Recipient(notice)}@caseward.example";

    private void NoteNotices(Accepted each, IReadOnlyList<JsonElement> facts)
    {
        HashSet<string> withdrawn = [.. facts.Where(fact => Kind(fact) == "noticeWithdrawn").Select(Key)];
        foreach (JsonElement notice in facts.Where(fact => Kind(fact) == "noticeDecided" && !withdrawn.Contains(Key(fact))))
        {
            string address = AddressOf(each, notice);
            if (!_decided.TryGetValue(address, out HashSet<string>? keys))
            {
                _decided.Add(address, keys = []);
            }

            keys.Add(Key(notice));
        }
    }

    // By itself or in a digest, which says how many it holds: everybody gets as many as were decided.
    private void BalanceNotices(SentMail mail)
    {
        foreach (string address in _decided.Keys.Union(mail.Addresses))
        {
            int decided = _decided.TryGetValue(address, out HashSet<string>? keys) ? keys.Count : 0;
            int sent = mail.Notices(address);
            NoticesSent += sent;
            NoticesDecided += decided;
            int doubled = Math.Max(sent - decided, _tooOften.GetValueOrDefault(address));
            NoticesDoubled += doubled;
            NoticesMissed += decided - (sent - doubled);
            if (sent != decided)
            {
                _examples.Add($"{address}: {sent} of {decided} notices");
            }
        }
    }

    private int Note(Accepted each, string what, int count)
    {
        if (count > 0)
        {
            _examples.Add($"{each}: {what}");
        }

        return Math.Max(0, count);
    }
}
