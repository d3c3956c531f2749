using Azure;
using Azure.Communication.Email;
using Azure.Data.Tables;
using Caseward.Local.Tests.Hosting;

namespace Caseward.Local.Tests.Mail;

public sealed class MailOfAnApplicationTests
{
    [Fact]
    public async Task A_running_application_keeps_its_mail_and_rows_on_its_own_clock_and_shows_the_mail()
    {
        await using TestApp app = await TestApp.StartAsync(typeof(HttpSamples));
        await app.Runtime.AdvanceAsync(TimeSpan.FromHours(1));

        var client = new EmailClient($"endpoint={app.Runtime.BaseAddress}{app.Account};accesskey=a2V5");
        await client.SendAsync(WaitUntil.Completed, "desk@caseward.example", "ada@contoso.example", "Your case", "<p>Hello</p>");
        var table = new TableClient($"AccountName={app.Account};AccountKey=a2V5", "Cases");
        await table.CreateIfNotExistsAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        string page = await app.Http.GetStringAsync("/local/mail");
        Assert.Contains("Your case", page, StringComparison.Ordinal);
        Assert.Contains("2026-06-01 13:00:00Z", page, StringComparison.Ordinal);
        Assert.Equal(TestApp.Noon.AddHours(1), (await table.GetEntityAsync<TableEntity>("p", "r")).Value.Timestamp);
    }
}
