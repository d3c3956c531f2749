using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Caseward.Kill;

/// <summary>Every mail that left, as far as it can be told whether one left twice.</summary>
internal sealed partial class SentMail
{
    private readonly Dictionary<string, List<string>> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Recipient, string Number), int> _mentions = [];

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

    /// <summary>How many mails to somebody have the subject of another one to them.</summary>
    public int RepeatedSubjects(string address) => _subjects.TryGetValue(address, out List<string>? subjects) ? subjects.Count - subjects.Distinct().Count() : 0;

    /// <summary>How often mails to somebody speak of a case, by themselves or in a digest.</summary>
    public int Mentions(string address, string number) => _mentions.GetValueOrDefault((address, number));

    [GeneratedRegex("(?<=<)[^>]+(?=>)")]
    private static partial Regex InBrackets();

    [GeneratedRegex(@"(?<=\[#)\d+(?=\])")]
    private static partial Regex InSubject();

    [GeneratedRegex(@"(?<=/api/cases/)\d+(?=\s*$)", RegexOptions.Multiline)]
    private static partial Regex InDigest();

    private void Add(JsonElement mail)
    {
        string to = mail.GetProperty("to")[0].GetString()!;
        string address = InBrackets().Match(to) is { Success: true } named ? named.Value : to;
        string subject = mail.GetProperty("subject").GetString()!;
        if (!_subjects.TryGetValue(address, out List<string>? subjects))
        {
            _subjects.Add(address, subjects = []);
        }

        subjects.Add(subject);
        IEnumerable<string> numbers = InSubject().Match(subject) is { Success: true } one
            ? [one.Value]
            : InDigest().Matches(mail.GetProperty("text").GetString()!).Select(each => each.Value);
        foreach (string number in numbers)
        {
            _mentions[(address, number)] = Mentions(address, number) + 1;
        }
    }
}
