using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caseward.Kill;

/// <summary>Every mail that left, as far as it can be told whether one left twice.</summary>
internal sealed partial class SentMail
{
    private readonly Dictionary<string, int> _notices = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Address, string Number), int> _mentions = [];

    /// <summary>Reads the mailbox from its newest mail to its oldest.</summary>
    public static async Task<SentMail> ReadAsync(HttpClient client)
    {
        var sent = new SentMail();
        string? page = "local/mail";
        while (page is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Authorization = new AuthenticationHeaderValue("Development", "willem");
            using HttpResponseMessage response = await client.SendAsync(request);
            response.EnsureSuccessStatusCode();
            using JsonDocument mails = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            foreach (JsonElement mail in mails.RootElement.EnumerateArray())
            {
                sent.Add(mail);
            }

            page = response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? InBrackets().Match(links.First()).Value : null;
        }

        return sent;
    }

    /// <summary>How many notices somebody got: a mail is one, a digest as many as its subject says.</summary>
    public int Notices(string address) => _notices.GetValueOrDefault(address);

    [GeneratedRegex("(?<=<)[^>]+(?=>)")]
    private static partial Regex InBrackets();

    /// <summary>Everybody who got mail.</summary>
    public IEnumerable<string> Addresses => _notices.Keys;

    /// <summary>How often somebody's mail speaks of a case, by itself or in the lines of a digest, which lists some and counts the others.</summary>
    public int Mentions(string address, string number) => _mentions.GetValueOrDefault((address, number));

    [GeneratedRegex(@"(?<=\[#)\d+(?=\])")]
    private static partial Regex InSubject();

    [GeneratedRegex(@"(?<=/api/cases/)\d+(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex InDigest();

    [GeneratedRegex(@"^\d+(?= )")]
    private static partial Regex Count();

    private void Add(JsonElement mail)
    {
        string to = mail.GetProperty("to")[0].GetString()!;
        string address = InBrackets().Match(to) is { Success: true } named ? named.Value : to;
        string subject = mail.GetProperty("subject").GetString()!;
        Match digest = Count().Match(subject);
        _notices[address] = Notices(address) + (digest.Success ? int.Parse(digest.Value, NumberStyles.None, CultureInfo.InvariantCulture) : 1);
        foreach (Match number in digest.Success ? InDigest().Matches(mail.GetProperty("text").GetString()!) : InSubject().Matches(subject))
        {
            _mentions[(address, number.Value)] = Mentions(address, number.Value) + 1;
        }
    }
}
