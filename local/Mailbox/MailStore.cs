using System.Text.Json;
using Azure.Communication.Email;
using Caseward.Local.Storage;

namespace Caseward.Local.Mailbox;

/// <summary>An account's mail in its database: one row a mail, the newest with the highest number.</summary>
internal sealed class MailStore(LocalDatabase database, TimeProvider clock)
{
    private const string Columns = "status, document, operation_id, number";

    private static readonly JsonSerializerOptions Whole = new() { RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };

    public static readonly SchemaPart Schema = new(
        "mail",
        """
        CREATE TABLE mails (
          number INTEGER PRIMARY KEY AUTOINCREMENT, operation_id TEXT NOT NULL UNIQUE,
          status TEXT NOT NULL, running_reads INTEGER NOT NULL, failure TEXT,
          recipients TEXT NOT NULL, subject TEXT NOT NULL, document TEXT NOT NULL);
        CREATE TABLE mail_attachments (number INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL);
        CREATE INDEX mail_attachments_by_mail ON mail_attachments (number)
        """);

    public MailFaults Faults { get; } = new();

    public MailDeliveries Deliveries { get; } = new();

    /// <summary>Where delivery reports go; <see langword="null"/> when nobody wants any.</summary>
    public MailReports? Reports { get; set; }

    public TimeProvider Clock => clock;

    public void Pass(string checkpoint) => database.Checkpoints.Pass(checkpoint);

    /// <summary>Keeps a mail unless one of its operation id is there.</summary>
    public async Task KeepAsync(LocalMail mail, IReadOnlyList<EmailAttachment> attachments, MailFault? fault)
    {
        string document = JsonSerializer.Serialize(mail);
        string recipients = Searchable(string.Join(' ', mail.Recipients));
        int kept = await database.WriteAsync(db =>
        {
            int kept = db.Execute(
                "INSERT INTO mails (operation_id, status, running_reads, failure, recipients, subject, document) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
                mail.OperationId,
                mail.Status,
                fault?.RunningReads ?? 0,
                fault?.Fails == true ? fault.Code : null,
                recipients,
                Searchable(mail.Subject),
                document);
            for (int i = 0; kept == 1 && i < attachments.Count; i++)
            {
                db.Execute(
                    "INSERT INTO mail_attachments SELECT number, ?2, ?3 FROM mails WHERE operation_id = ?1",
                    mail.OperationId,
                    attachments[i].Name,
                    attachments[i].Content.ToArray());
            }

            if (kept == 1 && mail.Status == EmailSendStatus.Values.Succeeded)
            {
                Reports?.Put(db, mail, Deliveries);
            }

            return kept;
        }).ConfigureAwait(false);
        if (kept == 1)
        {
            Reports?.Announce();
        }
    }

    /// <summary>How far an operation is, and why it failed; <see langword="null"/> when there is none. Each call brings a slow one on.</summary>
    public async Task<(string Status, string? Failure)?> AskStatusAsync(string operationId)
    {
        (string Status, string? Failure, long RunningReads)? found = database.Read(db => db.Single<(string, string?, long)?>(
            "SELECT status, failure, running_reads FROM mails WHERE operation_id = ?1",
            row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetInt64(2)),
            operationId));
        if (found is not { } mail)
        {
            return null;
        }

        if (mail.RunningReads > 0)
        {
            await database.WriteAsync(db => db.Execute("UPDATE mails SET running_reads = running_reads - 1 WHERE operation_id = ?1", operationId)).ConfigureAwait(false);
            return (EmailSendStatus.Values.Running, null);
        }

        return (mail.Status, mail.Failure);
    }

    /// <summary>The newest mails that fit, each with its number, at most so many.</summary>
    /// <param name="to">Part of a recipient's address.</param>
    /// <param name="subject">Part of the subject.</param>
    /// <param name="before">Only those with a lower number.</param>
    /// <param name="limit">How many.</param>
    public List<(LocalMail Mail, long Number)> List(string? to, string? subject, long before, int limit) => database.Read(db => db.Query(
        $"SELECT {Columns} FROM mails WHERE (?1 IS NULL OR instr(recipients, ?1) > 0) AND (?2 IS NULL OR instr(subject, ?2) > 0) AND number < ?3 ORDER BY number DESC LIMIT ?4",
        row => (Mail(row), row.GetInt64(3)),
        to is null ? null : Searchable(to),
        subject is null ? null : Searchable(subject),
        before,
        limit));

    public LocalMail? Find(string operationId) =>
        database.Read(db => db.Single($"SELECT {Columns} FROM mails WHERE operation_id = ?1", Mail, Normal(operationId)));

    public BinaryData? Attachment(string operationId, string name) => database.Read(db => db.Single(
        "SELECT content FROM mail_attachments JOIN mails USING (number) WHERE operation_id = ?1 AND name = ?2",
        row => new BinaryData(row.GetBytes(0)),
        Normal(operationId),
        name));

    public Task ClearAsync() => database.WriteAsync(db => db.Execute("DELETE FROM mail_attachments") + db.Execute("DELETE FROM mails"));

    private static LocalMail Mail(LocalRow row)
    {
        try
        {
            if (JsonSerializer.Deserialize<LocalMail>(row.GetString(1), Whole) is { } mail)
            {
                return mail with { Status = row.GetString(0) };
            }
        }
        catch (JsonException)
        {
            // A row that somebody changed by hand must not hide all the others.
        }

        return new LocalMail(
            row.GetString(2), default, row.GetString(0), "", [], [], [], [], "(this mail cannot be read)", null, null, new Dictionary<string, string>(), []);
    }

    private static string Normal(string operationId) => Guid.TryParse(operationId, out Guid id) ? id.ToString() : operationId;

#pragma warning disable CA1308 // Both sides of a search are folded the same way, and people search in lower case.
    private static string Searchable(string text) => text.ToLowerInvariant();
#pragma warning restore CA1308
}
