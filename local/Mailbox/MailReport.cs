using System.Globalization;
using System.Text.Json;

namespace Caseward.Local.Mailbox;

/// <summary>A delivery report as Event Grid puts it on a storage queue: one event in Event Grid's own schema.</summary>
internal static class MailReport
{
    public const string EventType = "Microsoft.Communication.EmailDeliveryReportReceived";

    public static byte[] Write(LocalMail mail, string recipient, MailDelivery delivery, string account, DateTimeOffset attempted) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        id = Guid.CreateVersion7(attempted).ToString(),
        topic = $"/subscriptions/{Guid.Empty}/resourceGroups/local/providers/microsoft.communication/communicationservices/{account}",
        subject = $"sender/{mail.From}/message/{mail.OperationId}",
        data = new
        {
            sender = mail.From,
            recipient,
            internetMessageId = $"<{mail.OperationId}@{Domain(mail.From)}>",
            messageId = mail.OperationId,
            status = delivery.Status.ToString(),
            deliveryStatusDetails = new { statusMessage = delivery.EffectiveMessage, recipientMailServerHostName = $"mx.{Domain(recipient)}" },
            deliveryAttemptTimestamp = attempted.ToString("o", CultureInfo.InvariantCulture),
        },
        eventType = EventType,
        dataVersion = "1.0",
        metadataVersion = "1",
        eventTime = attempted.UtcDateTime.ToString("o", CultureInfo.InvariantCulture),
    });

    private static string Domain(string address) => address[(address.LastIndexOf('@') + 1)..];
}
