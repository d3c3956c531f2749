using System.Globalization;
using System.Text;
using System.Text.Json;
using Caseward.Local.Accounts;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Caseward.Local.Mailbox;

/// <summary>
/// The mailbox for people: <c>/local/mail</c> lists every mail, newest first, as a page or, when asked for <c>application/json</c>, as
/// data, a hundred at a time; <c>?to=</c> and <c>?subject=</c> narrow it, and the header <c>Link</c> leads to older ones. <c>/local/mail/faults</c> lets sends fail on demand.
/// </summary>
internal sealed class MailEndpoints(LocalAccount account) : ILocalEndpoints
{
    private const int MostShown = 100;

    /// <summary>What the application mailed: the same, in a sandbox, with the styles and pictures that it carries itself.</summary>
    private const string MailPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private readonly LocalMailbox _mailbox = LocalMailbox.Of(account);

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("mail", ListAsync);
        local.MapDelete("mail", ClearAsync);
        local.MapGet("mail/faults", ShowFaultsAsync);
        local.MapPost("mail/faults", AddFaultAsync);
        local.MapDelete("mail/faults", ClearFaultsAsync);
        local.MapGet("mail/{id}", ShowAsync);
        local.MapGet("mail/{id}/html", http => BodyAsync(http, "text/html", static (box, mail) => mail.Html is null ? null : MailPages.Framed(mail, name => box.Attachment(mail.OperationId, name))));
        local.MapGet("mail/{id}/text", http => BodyAsync(http, "text/plain", static (_, mail) => mail.Text));
        local.MapGet("mail/{id}/attachments/{name}", AttachmentAsync);
    }

    private static Task NotFoundAsync(HttpContext http) =>
        LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, "There is no such mail here, or it has nothing like that.");

    private async Task ListAsync(HttpContext http)
    {
        string? to = http.Request.Query["to"];
        string? subject = http.Request.Query["subject"];
        long after = long.MaxValue;
        if (http.Request.Query["after"].ToString() is { Length: > 0 } asked && !long.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, "A page begins after a number: follow the link of the page before.");
            return;
        }

        IReadOnlyList<(LocalMail Mail, long Number)> found = _mailbox.Page(to, subject, after, MostShown + 1);
        string? next = found.Count > MostShown ? MailPages.Address(to, subject, found[MostShown - 1].Number) : null;
        if (next is not null)
        {
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        }

        LocalMail[] mails = [.. found.Take(MostShown).Select(each => each.Mail)];
        await (LocalPages.WantsJson(http)
            ? http.Response.WriteAsJsonAsync(mails.Select(mail => new MailView(mail)), MailView.Json, http.RequestAborted)
            : LocalPages.AnswerAsync(http, MailPages.List(mails, to, subject, next).ToString(), "text/html"));
    }

    private async Task ShowAsync(HttpContext http)
    {
        LocalMail? mail = _mailbox.Find(LocalPages.RouteValue(http, "id"));
        await (mail is null ? NotFoundAsync(http)
            : LocalPages.WantsJson(http) ? http.Response.WriteAsJsonAsync(new MailView(mail), MailView.Json, http.RequestAborted)
            : LocalPages.AnswerAsync(http, MailPages.Mail(mail).ToString(), "text/html"));
    }

    private async Task BodyAsync(HttpContext http, string type, Func<LocalMailbox, LocalMail, string?> body)
    {
        string? content = _mailbox.Find(LocalPages.RouteValue(http, "id")) is { } mail ? body(_mailbox, mail) : null;
        await (content is null ? NotFoundAsync(http) : LocalPages.AnswerAsync(http, content, type, MailPolicy));
    }

    private async Task AttachmentAsync(HttpContext http)
    {
        string name = LocalPages.RouteValue(http, "name");
        LocalMailAttachment? file = _mailbox.Find(LocalPages.RouteValue(http, "id"))?.Attachments.FirstOrDefault(file => file.Name == name);
        if (file is null || _mailbox.Attachment(LocalPages.RouteValue(http, "id"), name) is not { } content)
        {
            await NotFoundAsync(http);
            return;
        }

        http.Response.ContentType = Ascii.IsValid(file.ContentType) && MediaTypeHeaderValue.TryParse(file.ContentType, out MediaTypeHeaderValue? type) ? type.ToString() : "application/octet-stream";
        http.Response.Headers.ContentSecurityPolicy = MailPolicy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.Name);
        http.Response.Headers.ContentDisposition = disposition.ToString();
        await http.Response.Body.WriteAsync(content.ToMemory(), http.RequestAborted);
    }

    private async Task ClearAsync(HttpContext http)
    {
        await _mailbox.ClearAsync();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task ShowFaultsAsync(HttpContext http) =>
        http.Response.WriteAsJsonAsync(_mailbox.Faults.Pending.Select(MailFaultView.Of), MailView.Json, http.RequestAborted);

    private async Task AddFaultAsync(HttpContext http)
    {
        MailFault? fault = null;
        try
        {
            MailFaultView? asked = await JsonSerializer.DeserializeAsync<MailFaultView>(http.Request.Body, MailView.Json, http.RequestAborted);
            fault = asked?.ToFault();
        }
        catch (JsonException)
        {
            // Answered below, with what would have been right.
        }

        if (fault is null)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, MailFaultView.Usage);
            return;
        }

        _mailbox.Faults.Add(fault);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task ClearFaultsAsync(HttpContext http)
    {
        _mailbox.Faults.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
