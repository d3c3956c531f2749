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
    private readonly MailDeliveries _deliveries = LocalMailbox.Of(account).Deliveries;

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("mail/deliveries", ShowAsync);
        local.MapPost("mail/deliveries", AddAsync);
        local.MapDelete("mail/deliveries", ClearAsync);
    }

    private Task ShowAsync(HttpContext http) =>
        http.Response.WriteAsJsonAsync(_deliveries.All.Select(MailDeliveryView.Of), MailView.Json, http.RequestAborted);

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

        _deliveries.Add(delivery);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private Task ClearAsync(HttpContext http)
    {
        _deliveries.Clear();
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
