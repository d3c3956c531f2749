using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Caseward.Local.Tests.Hosting;

internal sealed class ChaosSamples(Notes notes)
{
    public const int Fills = 40;

    private const int RowsPerFill = 30;

    public static TableClient Table(string account) => new($"AccountName={account};AccountKey=a2V5;TableEndpoint=http://127.0.0.1/{account}", "Things");

    /// <summary>Adds a row once, and says what storage had against it.</summary>
    [Function("AddRow")]
    public static async Task<IActionResult> AddAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "add/{account}/{row}")] HttpRequest request, string account, string row)
    {
        try
        {
            await Table(account).AddEntityAsync(new TableEntity("p", row));
            return new ContentResult { Content = "" };
        }
        catch (RequestFailedException failed)
        {
            return new ContentResult { Content = failed.ErrorCode };
        }
    }

    [Function("FillAll")]
    public static async Task<string> FillAllAsync([OrchestrationTrigger] TaskOrchestrationContext context, string account)
    {
        for (int i = 0; i < Fills; i++)
        {
            await context.CallActivityAsync("Fill", account);
        }

        return "filled";
    }

    [Function("Fill")]
    public async Task FillAsync([ActivityTrigger] string account)
    {
        notes.Add("filling");
        for (int i = 0; i < RowsPerFill; i++)
        {
            await Table(account).UpsertEntityAsync(new TableEntity("filled", $"{i}"));
        }
    }

    /// <summary>Notes how much too late its timer rang.</summary>
    [Function("Wait")]
    public static async Task WaitAsync([OrchestrationTrigger] TaskOrchestrationContext context, TimeSpan wait)
    {
        DateTime due = context.CurrentUtcDateTime + wait;
        await context.CreateTimer(due, CancellationToken.None);
        await context.CallActivityAsync("NoteLateness", context.CurrentUtcDateTime - due);
    }

    [Function("NoteLateness")]
    public void NoteLateness([ActivityTrigger] TimeSpan late) => notes.Add($"{late}");
}
