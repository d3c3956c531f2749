using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Azure;
using Azure.Communication.Email;
using Caseward.Local.Hosting;
using Caseward.Local.Mailbox;
using Caseward.Local.Queues;
using Caseward.Local.Tests.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Caseward.Local.Tests.Mail;

public sealed class DeliveryReportTests
{
    private const string Queue = "mail-reports";

    [Fact]
    public async Task A_report_has_the_shape_that_event_grid_documents()
    {
        await using TestApp app = await StartAsync();

        EmailSendOperation sent = await SendAsync(app, "ada@contoso.example");

        JsonElement report = Assert.Single(Reports(app));
        JsonElement data = report.GetProperty("data");
        Assert.Equal(["id", "topic", "subject", "data", "eventType", "dataVersion", "metadataVersion", "eventTime"], Names(report));
        Assert.Equal("Microsoft.Communication.EmailDeliveryReportReceived", Text(report, "eventType"));
        Assert.Equal($"sender/desk@caseward.example/message/{sent.Id}", Text(report, "subject"));
        Assert.Equal("2026-06-01T12:00:00.0000000Z", Text(report, "eventTime"));
        Assert.Equal(["sender", "recipient", "internetMessageId", "messageId", "status", "deliveryStatusDetails", "deliveryAttemptTimestamp"], Names(data));
        Assert.Equal(("desk@caseward.example", "ada@contoso.example", sent.Id, "Delivered"), (Text(data, "sender"), Text(data, "recipient"), Text(data, "messageId"), Text(data, "status")));
        Assert.Equal(["statusMessage", "recipientMailServerHostName"], Names(data.GetProperty("deliveryStatusDetails")));
        Assert.Equal(TestApp.Noon, data.GetProperty("deliveryAttemptTimestamp").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(MailDeliveryStatus.Delivered)]
    [InlineData(MailDeliveryStatus.Expanded)]
    [InlineData(MailDeliveryStatus.Failed)]
    [InlineData(MailDeliveryStatus.Bounced)]
    [InlineData(MailDeliveryStatus.Suppressed)]
    [InlineData(MailDeliveryStatus.Quarantined)]
    [InlineData(MailDeliveryStatus.FilteredSpam)]
    public async Task What_becomes_of_mail_is_chosen_for_each_address(MailDeliveryStatus status)
    {
        await using TestApp app = await StartAsync();
        MailDeliveries deliveries = Mailbox(app).Deliveries;
        deliveries.Add(new MailDelivery("*@bounce.example", status) { Message = "as asked" });

        await SendAsync(app, "ada@contoso.example", "Grace@Bounce.example");

        Assert.Equal(["ada@contoso.example Delivered No error.", $"Grace@Bounce.example {status} as asked"], Reports(app).Select(Summary));
    }

    [Fact]
    public async Task The_last_choice_that_fits_an_address_counts_until_all_are_cleared()
    {
        await using TestApp app = await StartAsync();
        MailDeliveries deliveries = Mailbox(app).Deliveries;
        deliveries.Add(new MailDelivery("*", MailDeliveryStatus.Failed));
        deliveries.Add(new MailDelivery("ada@contoso.example", MailDeliveryStatus.Bounced));

        Assert.Equal(MailDeliveryStatus.Bounced, deliveries.Of("ADA@contoso.example").Status);
        Assert.Equal(MailDeliveryStatus.Failed, deliveries.Of("grace@contoso.example").Status);
        deliveries.Add(new MailDelivery("*", MailDeliveryStatus.Quarantined));
        Assert.Equal(MailDeliveryStatus.Quarantined, deliveries.Of("ada@contoso.example").Status);
        deliveries.Clear();
        Assert.Equal(MailDeliveryStatus.Delivered, deliveries.Of("ada@contoso.example").Status);
    }

    [Fact]
    public async Task Copies_get_reports_and_an_address_named_twice_gets_one()
    {
        await using TestApp app = await StartAsync();
        var recipients = new EmailRecipients(
            [new EmailAddress("ada@contoso.example")], [new EmailAddress("boss@contoso.example")], [new EmailAddress("ADA@contoso.example")]);

        await Client(app).SendAsync(WaitUntil.Started, new EmailMessage("desk@caseward.example", recipients, new EmailContent("s") { PlainText = "t" }));

        Assert.Equal(["ada@contoso.example", "boss@contoso.example"], Reports(app).Select(report => Text(report.GetProperty("data"), "recipient")));
    }

    [Theory]
    [InlineData(1, "2026-06-01T13:00:00.0000000Z")]
    [InlineData(240, "2026-06-11T12:00:00.0000000Z")]
    public async Task A_report_can_take_its_time_even_longer_than_a_message_lives(int hours, string sent)
    {
        await using TestApp app = await StartAsync();
        Mailbox(app).Deliveries.Add(new MailDelivery("*", MailDeliveryStatus.Bounced) { After = TimeSpan.FromHours(hours) });

        await SendAsync(app, "ada@contoso.example");

        Assert.Empty(Reports(app));
        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(hours));
        Assert.Equal(sent, Text(Assert.Single(Reports(app)), "eventTime"));
    }

    [Fact]
    public async Task A_trigger_reads_a_report_as_json()
    {
        await using TestApp app = TestApp.Of(typeof(ReportReader));
        app.Settings = [$"--Caseward:Local:MailReportsQueue={Queue}"];
        await app.StartAsync();

        await SendAsync(app, "ada@contoso.example");
        await app.Runtime.WhenIdleAsync();

        Assert.Equal(["Microsoft.Communication.EmailDeliveryReportReceived"], app.Notes.Lines);
    }

    [Fact]
    public async Task A_repeated_send_and_one_that_fails_or_is_refused_have_no_report()
    {
        await using TestApp app = await StartAsync();
        LocalMailbox mailbox = Mailbox(app);
        var id = Guid.NewGuid();

        await Client(app).SendAsync(WaitUntil.Started, Message(), id);
        await Client(app).SendAsync(WaitUntil.Started, Message(), id);
        mailbox.Faults.Add(MailFault.EndsFailed() with { Times = 1 });
        await Client(app).SendAsync(WaitUntil.Started, Message());
        mailbox.Faults.Add(MailFault.TooManyRequests(TimeSpan.FromSeconds(5)) with { Times = 1 });
        await Assert.ThrowsAsync<RequestFailedException>(() => Client(app).SendAsync(WaitUntil.Started, Message()));

        Assert.Equal(id.ToString(), Text(Assert.Single(Reports(app)).GetProperty("data"), "messageId"));
    }

    [Fact]
    public async Task Without_the_setting_there_is_neither_queue_nor_report()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));

        await SendAsync(app, "ada@contoso.example");

        Assert.Empty(app.Services.GetRequiredService<QueueStore>().Names());
    }

    [Fact]
    public async Task A_setting_that_is_no_queue_name_is_refused_at_start()
    {
        await using TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = ["--Caseward:Local:MailReportsQueue=Mail_Reports"];

        var refused = await Assert.ThrowsAsync<StartRefusedException>(app.StartAsync);

        Assert.Contains("MailReportsQueue", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_are_asked_for_shown_and_cleared_over_http()
    {
        await using TestApp app = await StartAsync();

        HttpResponseMessage added = await app.Http.PostAsJsonAsync("/local/mail/deliveries", new { recipient = "*@bounce.example", status = "Bounced", after = 5 });
        HttpResponseMessage wrong = await app.Http.PostAsJsonAsync("/local/mail/deliveries", new { recipient = "*@bounce.example", status = "Lost" });

        Assert.Equal(HttpStatusCode.NoContent, added.StatusCode);
        Assert.Equal("""[{"recipient":"*@bounce.example","status":"Bounced","after":5}]""", await app.Http.GetStringAsync("/local/mail/deliveries"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Contains("FilteredSpam", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await app.Http.DeleteAsync("/local/mail/deliveries");
        Assert.Equal("[]", await app.Http.GetStringAsync("/local/mail/deliveries"));
    }

    private static async Task<TestApp> StartAsync()
    {
        TestApp app = TestApp.Of(typeof(HttpSamples));
        app.Settings = [$"--Caseward:Local:MailReportsQueue={Queue}"];
        return await app.StartAsync();
    }

    private static EmailClient Client(TestApp app) => new($"endpoint={app.Runtime.BaseAddress}{app.Account};accesskey=a2V5");

    private static EmailMessage Message() => new("desk@caseward.example", "ada@contoso.example", new EmailContent("s") { PlainText = "t" });

    private static LocalMailbox Mailbox(TestApp app) => LocalMailbox.Of(app.Services.GetRequiredService<Caseward.Local.Accounts.LocalAccount>());

    private static Task<EmailSendOperation> SendAsync(TestApp app, params string[] to) => Client(app).SendAsync(
        WaitUntil.Started,
        new EmailMessage("desk@caseward.example", new EmailRecipients(to.Select(address => new EmailAddress(address))), new EmailContent("Your case") { PlainText = "Hello" }));

    private static JsonElement[] Reports(TestApp app) =>
    [
        .. app.Services.GetRequiredService<QueueStore>().Peek(Queue, 32)
            .Select(message => JsonDocument.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(message.Text))).RootElement),
    ];

    private static string Summary(JsonElement report)
    {
        JsonElement data = report.GetProperty("data");
        return $"{Text(data, "recipient")} {Text(data, "status")} {Text(data.GetProperty("deliveryStatusDetails"), "statusMessage")}";
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}

/// <summary>Notes what kind of events come.</summary>
internal sealed class ReportReader(Notes notes)
{
    [Function("ReadReport")]
    public void Read([QueueTrigger("mail-reports")] JsonElement report) => notes.Add(report.GetProperty("eventType").GetString()!);
}
