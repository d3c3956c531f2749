using System.Text.Json;

namespace Caseward.App.Tests.Crash;

/// <summary>
/// The process is killed in each gap of a command and of a turn (architecture: "no change is ever unknown to its lifecycle"), then started
/// again. Whatever the gap, the case's life must read the same as without the power cut: nothing lost, nothing doubled.
///
/// The life: a phone case at 10:00 on Tuesday 2 June 2026 that nobody takes; it climbs to tier 2 at 14:00. Kees takes it, solves it, the
/// customer confirms, a day later the survey goes out.
/// </summary>
[Undisturbed("chaos", "It starts processes of its own, which the chaos of this one does not reach.")]
public sealed class LifecycleGapTests(LifecycleGapTests.Undisturbed undisturbed) : IClassFixture<LifecycleGapTests.Undisturbed>
{
    public static TheoryData<string> Gaps =>
    [
        "tables/Intake/insert/before",
        "tables/Intake/insert/after",
        "tables/DueIndex/transaction/before",
        "tables/DueIndex/transaction/after",
        "tables/DueIndex/transaction/before#2",
        "tables/DueIndex/transaction/after#2",
        "tables/DueIndex/upsert/before",
        "tables/DueIndex/upsert/after",
        "tables/CaseIndex/upsert/before",
        "tables/CaseViews/transaction/after",
        "tables/Cases/transaction/before",
        "tables/Cases/transaction/after",
        "tables/CaseViews/upsert/after",
        "engine/start/before-commit",
        "engine/start/after-commit",
        "engine/activity/before-run",
        "engine/activity/after-run",
        "engine/activity/after-commit",
        "engine/turn/before-commit",
        "engine/turn/after-commit",
        "tables/MailAttempts/insert/after",
        "mail/send/before",
        "mail/send/after",
        "tables/Cases/transaction/after#2",
        "tables/DueIndex/delete/after#2",
        "tables/Cases/transaction/before#3",
        "tables/Cases/transaction/after#3",
        "tables/Cases/transaction/after#4",
        "engine/turn/after-commit#6",
        "engine/activity/after-run#4",
    ];

    [Theory]
    [MemberData(nameof(Gaps))]
    public async Task Killed_in_a_gap_and_started_again_the_life_of_the_case_reads_the_same(string gap)
    {
        Life disturbed = await Life.LiveAsync(gap);

        Assert.Equal(undisturbed.Life.Facts, disturbed.Facts);
        Assert.Equal(undisturbed.Life.Mails, disturbed.Mails);
        Assert.Equal(1, disturbed.Cases);
        Assert.Equal(1, disturbed.Restarts);
    }

    /// <summary>The life without a power cut.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        internal Life Life { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Life = await Life.LiveAsync(killAt: null);

        public ValueTask DisposeAsync() => default;
    }

    /// <summary>What is left of a case's life when it is over.</summary>
    /// <param name="Facts">The facts of its stream, in order.</param>
    /// <param name="Mails">Subjects and recipients of the mails that left, in order of their text.</param>
    /// <param name="Cases">How many cases the customer has.</param>
    /// <param name="Restarts">How often the process died.</param>
    internal sealed record Life(IReadOnlyList<string> Facts, IReadOnlyList<string> Mails, int Cases, int Restarts)
    {
        public static async Task<Life> LiveAsync(string? killAt)
        {
            await using var app = new AppProcess("2026-06-02T08:00:00Z", killAt);
            JsonElement opened = await app.PostAsync("api/phone/cases", "anna", "call-1", new
            {
                subject = "The scooter does not charge",
                description = "The light stays red.",
                priority = 4,
                department = "werkplaats",
                language = "en",
                contact = new { name = "Jan Jansen", email = "jan@example.com", phone = "0612345678" },
            });
            string number = opened.GetProperty("number").GetString()!;

            await app.GoToAsync("2026-06-02T12:05:00Z");
            await app.PostAsync($"api/cases/{number}/claim", "kees", "claim-1");
            await app.GoToAsync("2026-06-02T12:20:00Z");
            await app.PostAsync($"api/cases/{number}/resolve", "kees", "resolve-1", new { solution = "New charger" });
            await app.GoToAsync("2026-06-02T13:00:00Z");
            await app.PostAsync($"api/cases/{number}/confirm", "jan@example.com", "confirm-1");
            await app.GoToAsync("2026-06-04T09:00:00Z");

            return new Life(
                [.. (await app.GetAsync($"api/cases/{number}/timeline?take=200")).GetProperty("items").EnumerateArray().Select(Fact)],
                [.. (await MailsAsync(app)).Order(StringComparer.Ordinal)],
                (await app.GetAsync("api/portal/cases", "jan@example.com")).GetProperty("items").GetArrayLength(),
                app.Restarts);

            string Fact(JsonElement entry) => entry.GetProperty("what").GetProperty("fact").GetString()!;

            async Task<IEnumerable<string>> MailsAsync(AppProcess from) =>
                (await from.GetAsync("local/mail")).EnumerateArray().Select(mail =>
                    $"{mail.GetProperty("to")[0]}: {mail.GetProperty("subject").GetString()!.Replace(number, "NUMBER", StringComparison.Ordinal)}");
        }
    }
}
