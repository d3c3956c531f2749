using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Communication.Email;
using Caseward.Local.Mailbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Tests.Mail;

public sealed class MailPagesTests : MailSpec
{
    [Fact]
    public async Task The_list_shows_the_newest_first_with_everything_escaped()
    {
        await SendAsync(Message(subject: "older"), Guid.NewGuid());
        EmailMessage newer = Message(subject: "<script>alert(1)</script>");
        newer.Recipients.To.Add(new EmailAddress("grace@contoso.example", "<b>Grace</b>"));
        await SendAsync(newer, Guid.NewGuid());
        await using Server server = await ServeAsync();

        string page = await server.Client.GetStringAsync("/local/mail");

        Assert.True(page.IndexOf("&lt;script&gt;", StringComparison.Ordinal) is var first and > 0 && first < page.IndexOf("older", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_recipient_and_subject_whatever_the_letter_case()
    {
        EmailMessage copied = Message(to: "grace@contoso.example", subject: "Survey");
        copied.Recipients.CC.Add(new EmailAddress("Boss@contoso.example"));
        await SendAsync(copied, Guid.NewGuid());
        await SendAsync(Message(subject: "Receipt"), Guid.NewGuid());
        await using Server server = await ServeAsync();

        Assert.Equal(["Survey"], await SubjectsAsync(server, "?to=boss@"));
        Assert.Equal(["Receipt"], await SubjectsAsync(server, "?subject=RECEIPT"));
        Assert.Empty(await SubjectsAsync(server, "?to=boss&subject=receipt"));
        Assert.Contains("“&lt;x” in to", await server.Client.GetStringAsync("/local/mail?to=%3Cx"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_is_data_for_scripts_with_the_links_that_people_would_click()
    {
        await SendAsync(Message(text: "Answer: http://localhost:7071/survey/t0ken?a=1&b=2.", html: "<a href=\"http://localhost:7071/survey/t0ken?a=1&amp;b=2\">Answer</a> <a href='javascript:alert(1)'>no</a>"));
        await using Server server = await ServeAsync();

        JsonElement mail = await server.JsonAsync($"/local/mail/{SomeId}");

        Assert.Equal(SomeId.ToString(), mail.GetProperty("id").GetString());
        Assert.Equal(["http://localhost:7071/survey/t0ken?a=1&b=2"], mail.GetProperty("links").EnumerateArray().Select(link => link.GetString()!));
        Assert.Equal("2026-03-02T12:00:00+00:00", mail.GetProperty("sentAt").GetString());
    }

    [Fact]
    public async Task A_mails_page_frames_its_html_in_a_sandbox_and_shows_headers_text_and_files()
    {
        EmailMessage message = Message(text: "a < b", html: "<p onclick=\"x()\">Hello</p>");
        message.Headers.Add("X-Case-Loop", "<7>");
        message.Attachments.Add(new EmailAttachment("call back.ics", "text/calendar", new BinaryData("BEGIN")));
        await SendAsync(message);
        await using Server server = await ServeAsync();

        string page = await server.Client.GetStringAsync($"/local/mail/{SomeId}");
        HttpResponseMessage framed = await server.Client.GetAsync($"/local/mail/{SomeId}/html");

        Assert.Contains($"<iframe src=\"/local/mail/{SomeId}/html\" sandbox=", page, StringComparison.Ordinal);
        Assert.Contains("a &lt; b", page, StringComparison.Ordinal);
        Assert.Contains("<th>X-Case-Loop</th><td>&lt;7&gt;</td>", page, StringComparison.Ordinal);
        Assert.Contains($"/local/mail/{SomeId}/attachments/call%20back.ics", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onclick", page, StringComparison.Ordinal);
        Assert.Equal("<p onclick=\"x()\">Hello</p>", await framed.Content.ReadAsStringAsync());
        Assert.StartsWith("sandbox ", framed.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("a < b", await server.Client.GetStringAsync($"/local/mail/{SomeId}/text"));
    }

    [Fact]
    public async Task Every_page_forbids_scripts_and_content_from_elsewhere()
    {
        await SendAsync(Message(html: "<p>h</p>"));
        await using Server server = await ServeAsync();

        foreach (string path in new[] { "/local/mail", $"/local/mail/{SomeId}", $"/local/mail/{SomeId}/html", $"/local/mail/{SomeId}/text" })
        {
            HttpResponseMessage response = await server.Client.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        }
    }

    [Fact]
    public async Task Attachments_are_downloads_of_the_type_that_the_application_gave()
    {
        EmailMessage message = Message();
        message.Attachments.Add(new EmailAttachment("größe.ics", "text/calendar; method=REQUEST", new BinaryData("BEGIN")));
        message.Attachments.Add(new EmailAttachment("odd", "no type\r\n", new BinaryData("x")));
        message.Attachments.Add(new EmailAttachment("bills/may.pdf", "application/pdf; name=\"größe.pdf\"", new BinaryData("x")));
        await SendAsync(message);
        await using Server server = await ServeAsync();

        HttpResponseMessage calendar = await server.Client.GetAsync($"/local/mail/{SomeId}/attachments/gr%C3%B6%C3%9Fe.ics");
        HttpResponseMessage odd = await server.Client.GetAsync($"/local/mail/{SomeId}/attachments/odd");
        HttpResponseMessage bill = await server.Client.GetAsync($"/local/mail/{SomeId}/attachments/bills%2Fmay.pdf");

        Assert.Equal(("BEGIN", "text/calendar", "attachment"), (await calendar.Content.ReadAsStringAsync(), calendar.Content.Headers.ContentType!.MediaType, calendar.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Equal("größe.ics", calendar.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("application/octet-stream", odd.Content.Headers.ContentType!.MediaType);
        Assert.Equal((HttpStatusCode.OK, "application/octet-stream"), (bill.StatusCode, bill.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Pictures_that_the_html_names_by_content_id_are_put_inside()
    {
        EmailMessage message = Message(html: "<img src=\"cid:logo\">");
        message.Attachments.Add(new EmailAttachment("logo.png", "image/png", new BinaryData(new byte[] { 1, 2, 3 })) { ContentId = "logo" });
        await SendAsync(message);
        await using Server server = await ServeAsync();

        Assert.Equal("<img src=\"data:image/png;base64,AQID\">", await server.Client.GetStringAsync($"/local/mail/{SomeId}/html"));
    }

    [Fact]
    public async Task What_is_not_there_is_404()
    {
        await SendAsync(Message());
        await using Server server = await ServeAsync();

        foreach (string path in new[] { "/local/mail/none", $"/local/mail/{Guid.Empty}/text", $"/local/mail/{SomeId}/html", $"/local/mail/{SomeId}/attachments/none" })
        {
            HttpResponseMessage answer = await server.Client.GetAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        }
    }

    [Fact]
    public async Task The_list_shows_a_hundred_and_leads_to_older_ones_until_all_were_shown()
    {
        for (int i = 0; i < 201; i++)
        {
            await SendAsync(Message(subject: $"number {i}"), Guid.NewGuid());
        }

        await using Server server = await ServeAsync();
        server.Client.DefaultRequestHeaders.Add("Accept", "application/json");
        var pages = new List<int>();
        var subjects = new HashSet<string>();
        string? next = "/local/mail?to=ada&subject=number";
        while (next is not null)
        {
            using HttpResponseMessage answer = await server.Client.GetAsync(next);
            using JsonDocument page = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            pages.Add(page.RootElement.GetArrayLength());
            subjects.UnionWith(page.RootElement.EnumerateArray().Select(mail => mail.GetProperty("subject").GetString()!));
            next = answer.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal([100, 100, 1], pages);
        Assert.Equal(201, subjects.Count);
        server.Client.DefaultRequestHeaders.Accept.Clear();
        Assert.Contains("Older mail", await server.Client.GetStringAsync("/local/mail"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Client.GetAsync("/local/mail?after=garbage")).StatusCode);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    public async Task A_mail_that_cannot_be_read_is_marked_and_hides_no_other(string document)
    {
        await SendAsync();
        await SendAsync(Message(subject: "whole"), Guid.NewGuid());
        await Served.Account.Database.WriteAsync(db => db.Execute("UPDATE mails SET document = ?1 WHERE operation_id = ?2", document, SomeId.ToString()));
        await using Server server = await ServeAsync();

        Assert.Equal(["whole", "(this mail cannot be read)"], await SubjectsAsync(server, ""));
        Assert.Contains("cannot be read", await server.Client.GetStringAsync($"/local/mail/{SomeId}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_empties_the_mailbox()
    {
        await SendAsync();
        await using Server server = await ServeAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/local/mail")).StatusCode);

        Assert.Empty(Mailbox.List());
        Assert.Contains("No mail here yet", await server.Client.GetStringAsync("/local/mail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_are_asked_for_shown_and_cleared_over_http()
    {
        await using Server server = await ServeAsync();

        HttpResponseMessage added = await server.Client.PostAsJsonAsync("/local/mail/faults", new { status = 429, retryAfter = 30, recipient = "ada@contoso.example", times = 2 });
        await server.Client.PostAsJsonAsync("/local/mail/faults", new { running = 3 });
        string shown = await server.Client.GetStringAsync("/local/mail/faults");
        await RefusedAsync(429, "TooManyRequests", () => SendAsync());
        await server.Client.DeleteAsync("/local/mail/faults");
        await SendAsync();

        Assert.Equal(HttpStatusCode.NoContent, added.StatusCode);
        Assert.Equal("""[{"recipient":"ada@contoso.example","times":2,"status":429,"retryAfter":30,"code":"TooManyRequests"},{"running":3}]""", shown);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"status":200}""")]
    [InlineData("""{"status":429,"failed":true}""")]
    [InlineData("""{"status":429,"times":0}""")]
    [InlineData("""{"failed":true,"retryAfter":5}""")]
    [InlineData("""{"running":0}""")]
    [InlineData("""{"state":429}""")]
    [InlineData("""{"status":"429x"}""")]
    public async Task A_fault_that_makes_no_sense_is_answered_with_what_would(string body)
    {
        await using Server server = await ServeAsync();

        HttpResponseMessage response = await server.Client.PostAsync("/local/mail/faults", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("retryAfter", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(Mailbox.Faults.Pending);
    }

    private static async Task<string[]> SubjectsAsync(Server server, string query) =>
        [.. (await server.JsonAsync("/local/mail" + query)).EnumerateArray().Select(mail => mail.GetProperty("subject").GetString()!)];

    private async Task<Server> ServeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        new MailEndpoints(Served.Account).Map(app.MapGroup("/local"));
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Server(app, new HttpClient { BaseAddress = new Uri(address) });
    }

    private sealed record Server(WebApplication App, HttpClient Client) : IAsyncDisposable
    {
        public async Task<JsonElement> JsonAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.ParseAdd("application/json");
            using HttpResponseMessage response = await Client.SendAsync(request);
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await App.DisposeAsync();
        }
    }
}
