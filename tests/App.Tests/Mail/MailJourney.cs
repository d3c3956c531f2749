using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Caseward.Local.Mailbox;
using Caseward.Testing;

namespace Caseward.App.Tests.Mail;

/// <summary>A running application with one case in it, in the words of the tests about what it mails.</summary>
internal sealed class MailJourney : IAsyncDisposable
{
    private MailJourney(CasewardHost host) => Host = host;

    public CasewardHost Host { get; }

    public LocalMailbox Mailbox { get; private set; } = null!;

    /// <summary>The case opened last.</summary>
    public string Number { get; private set; } = "";

    public static async Task<MailJourney> StartAsync(params string[] settings)
    {
        var journey = new MailJourney(await CasewardHost.StartAsync(settings));
        journey.Mailbox = journey.Host.Mailbox();
        return journey;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    /// <summary>Opens a case by phone; Jan Jansen gets a receipt.</summary>
    public async Task OpenAsync(string language = "en")
    {
        Answered opened = await Host.As("anna").PostAsync("/api/phone/cases", Forms.Case().With("language", language));
        Number = opened.Text("number");
        await Host.Runtime.WhenIdleAsync();
    }

    /// <summary>Gives a command as Anna; fails when it is refused.</summary>
    public async Task DoAsync(string command, JsonObject? body = null, string who = "anna", string? number = null)
    {
        Answered answered = await Host.As(who).PostAsync($"/api/cases/{number ?? Number}/{command}", body ?? []);
        Assert.True((int)answered.Status < 300, $"{command}: {(int)answered.Status} {answered.Json}");
        await Host.Runtime.WhenIdleAsync();
    }

    public Task SolveAsync() => DoAsync("resolve", new JsonObject { ["solution"] = "A new charger." });

    /// <summary>Solves it, and waits for the mail that says so.</summary>
    /// <returns>The path of its link for the customer to confirm.</returns>
    public async Task<string> SolveAndMailAsync()
    {
        string? earlier = FindLink("confirm");
        await SolveAsync();
        await Host.UntilAsync(() => FindLink("confirm") is { } link && link != earlier);
        return LinkTo("confirm");
    }

    /// <summary>Solves, confirms and waits until the survey is mailed.</summary>
    public async Task CloseAsync()
    {
        await SolveAsync();
        await DoAsync("confirm");
        await PassAsync(TimeSpan.FromHours(25));
    }

    /// <summary>Stops the application and starts it again on the same file.</summary>
    public async Task RestartAsync()
    {
        await Host.RestartAsync();
        Mailbox = Host.Mailbox();
    }

    public Task PassAsync(TimeSpan time) => Host.Runtime.AdvanceAsync(time);

    /// <summary>The mails about the case to an address, oldest first.</summary>
    public IReadOnlyList<LocalMail> MailsTo(string address) => [.. Mailbox.List(to: address, subject: Number).Reverse()];

    /// <summary>The path of a link in the last mail to the customer.</summary>
    public string LinkTo(string page) => FindLink(page) ?? throw new InvalidOperationException($"No link to {page} in the last mail.");

    /// <summary>The facts of a kind that are written on the case.</summary>
    public async Task<IReadOnlyList<JsonNode>> FactsAsync(string kind, string? number = null)
    {
        Answered timeline = await Host.As("willem").ReadAsync($"/api/cases/{number ?? Number}/timeline?take=100");
        return [.. timeline["items"].AsArray().Select(entry => entry!["what"]!).Where(what => what["fact"]!.GetValue<string>() == kind)];
    }

    public async Task<string> StatusAsync() => (await Host.As("willem").ReadAsync($"/api/cases/{Number}")).Text("status");

    private string? FindLink(string page) =>
        MailsTo("jan@example.com") is [.., { } last] && Regex.Match(last.Text!, $"http://localhost:7071(?<path>/{page}/\\S+)") is { Success: true } link
            ? link.Groups["path"].Value
            : null;
}
