using System.Text.Json;
using Caseward.Local.Accounts;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Mailbox;

/// <summary><c>/local/mail/deliveries</c>: what becomes of mail at which address, and so what its delivery report says.</summary>
internal sealed class MailDeliveryEndpoints(LocalAccount account) : ILocalEndpoints
{
    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("mail/deliveries", ShowAsync);
        local.MapPost("mail/deliveries", AddAsync);
        local.MapDelete("mail/deliveries", ClearAsync);
    }

    private async Task<MailDeliveries> OpenAsync() => (await LocalMailbox.OfAsync(account)).Deliveries;

    private async Task ShowAsync(HttpContext http) =>
        await http.Response.WriteAsJsonAsync((await OpenAsync()).All.Select(MailDeliveryView.Of), MailView.Json, http.RequestAborted);

    private async Task AddAsync(HttpContext http)
    {
        MailDelivery? delivery = null;
        try
        {
            delivery = (await JsonSerializer.DeserializeAsync<MailDeliveryView>(http.Request.Body, MailView.Json, http.RequestAborted))?.ToDelivery();
        }
        catch (JsonException)
        {
            // Answered below, with what would have been right.
        }

        if (delivery is null)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, MailDeliveryView.Usage);
            return;
        }

        (await OpenAsync()).Add(delivery);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task ClearAsync(HttpContext http)
    {
        (await OpenAsync()).Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
