using Azure;
using Azure.Communication.Email;
using Azure.Data.Tables;
using Caseward.Local.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Storage;

/// <summary>
/// A little of everything that a file holds: an orchestration in the middle of its life, a timer, rows of a table, a message that nobody
/// took, a mail with an attachment, a schedule, a clock. It is brought about on one file and carried on from another.
/// </summary>
internal sealed class LifeOnFile
{
    [Function("Journey")]
    public static async Task<string> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, string name)
    {
        string packed = await context.CallActivityAsync<string>("Pack", name);
        string ticket = await context.WaitForExternalEvent<string>("Ticket");
        await context.CreateTimer(TimeSpan.FromDays(2), CancellationToken.None);
        return $"{packed}, {ticket}, {await context.CallActivityAsync<string>("Pack", "souvenirs")}";
    }

    [Function("Nap")]
    public static Task NapAsync([OrchestrationTrigger] TaskOrchestrationContext context) => context.CreateTimer(TimeSpan.FromDays(5), CancellationToken.None);

    [Function("Pack")]
    public static string Pack([ActivityTrigger] string what) => $"packed {what}";

    [Function("Nightly")]
    public static void Nightly([TimerTrigger("0 0 3 * * *")] TimerInfo timer) => ArgumentNullException.ThrowIfNull(timer);

    /// <summary>Lives until the journey waits for its ticket.</summary>
    public static async Task BeginAsync(TestApp app)
    {
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Journey", "a suitcase", new StartOrchestrationOptions("journey"));
        await app.Runtime.Client.ScheduleNewOrchestrationInstanceAsync("Nap", null, new StartOrchestrationOptions("nap"));
        TableClient table = Table(app);
        await table.CreateAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["Text"] = "kept", ["Number"] = 42L, ["When"] = TestApp.Noon, ["Blob"] = new byte[] { 1, 2 } });
        await app.Http.PutAsync($"/{app.Account}/parcels", null);
        using var parcel = new StringContent("<QueueMessage><MessageText>unopened</MessageText></QueueMessage>");
        (await app.Http.PostAsync($"/{app.Account}/parcels/messages", parcel)).EnsureSuccessStatusCode();
        var mail = new EmailMessage("desk@example.com", "jan@example.com", new EmailContent("The journey") { PlainText = "It has begun." });
        mail.Attachments.Add(new EmailAttachment("plan.txt", "text/plain", BinaryData.FromString("north")));
        await new EmailClient($"endpoint=http://localhost/{app.Account};accesskey=a2V5").SendAsync(WaitUntil.Completed, mail);
        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(1));
    }

    /// <summary>Carries on from where <see cref="BeginAsync"/> ended, on whatever file, and looks at everything.</summary>
    public static async Task AssertGoesOnAsync(TestApp app)
    {
        Assert.True(app.Runtime.Clock.GetUtcNow() >= TestApp.Noon.AddHours(1));
        TableEntity row = await Table(app).GetEntityAsync<TableEntity>("p", "r");
        Assert.Equal(("kept", 42L, TestApp.Noon), (row.GetString("Text"), row.GetInt64("Number"), row.GetDateTimeOffset("When")));
        Assert.Contains("unopened", await app.Http.GetStringAsync("/local/queues/parcels"), StringComparison.Ordinal);
        Assert.Contains("The journey", await app.Http.GetStringAsync("/local/mail?to=jan@example.com"), StringComparison.Ordinal);

        await app.Runtime.Client.RaiseEventAsync("journey", "Ticket", "window seat");
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal("packed a suitcase, window seat, packed souvenirs", await OutputAsync(app, "journey"));
        await app.Runtime.AdvanceAsync(TimeSpan.FromDays(3));
        Assert.Equal(Microsoft.DurableTask.Client.OrchestrationRuntimeStatus.Completed, (await app.Runtime.Client.GetInstanceAsync("nap"))!.RuntimeStatus);
    }

    private static TableClient Table(TestApp app) =>
        new($"AccountName={app.Account};AccountKey=a2V5;TableEndpoint=http://127.0.0.1/{app.Account}", "Things");

    private static async Task<string?> OutputAsync(TestApp app, string id) =>
        (await app.Runtime.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadOutputAs<string>();
}
