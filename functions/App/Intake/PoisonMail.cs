using System.Globalization;
using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.App.Mail;
using Caseward.App.Policy;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Caseward.App.Intake;

/// <summary>
/// Queue messages that could not be handled: kept as they came, readable, and sent again when a manager says so (requirement A7).
/// </summary>
internal sealed class PoisonMail(PoisonMessages messages, PolicyCatalog policies, CaseAddress ours, Paging paging, ILogger<PoisonMail> logger)
{
    /// <summary>How often the host delivers a message (<c>maxDequeueCount</c> in host.json).</summary>
    public const int Deliveries = 5;

    private const string List = "poison";

    /// <summary>
    /// Takes a message off the poison queue and keeps it. The same message again, also after a replay, is the same entry. After the last delivery the host
    /// would leave it alone until its week is over, and then it is gone: one that cannot be kept by then goes back on the queue as a new message.
    /// </summary>
    /// <returns>The message, when it goes back.</returns>
    [Function("KeepPoisonMail")]
    [QueueOutput(MailIntake.Queue + "-poison")]
    public async Task<string?> Keep([QueueTrigger(MailIntake.Queue + "-poison")] string message, FunctionContext context)
    {
        string text = QueueBody.Read(message);
        try
        {
            PoisonMessage kept = await messages.KeepAsync(text, context.CancellationToken);
            IntakeLog.PoisonKept(logger, MailIntake.Queue, kept.Id, kept.Times);
            return null;
        }
        catch (Exception error) when (IsLastDelivery(context) && !context.CancellationToken.IsCancellationRequested)
        {
            IntakeLog.PoisonPutBack(logger, error, MailIntake.Queue);
            return QueueBody.Write(text);
        }
    }

    /// <summary>The kept messages, the latest first.</summary>
    [Function("GetPoisonMessages")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> All(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/poison")] HttpRequest request, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(request);
        if (!paging.TryRead(request, caller, List, out PageRequest page, out Answer? problem))
        {
            return problem!;
        }

        (IReadOnlyList<PoisonMessage> kept, string? last) = await messages.ReadAsync(page.Position, page.Take, cancellationToken);
        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        return Answer.Ok(new Page<PoisonView>([.. kept.Select(message => View(message, current, withReason: false))], paging.Continuation(caller, List, last)));
    }

    /// <summary>One kept message, with its text and what is wrong with it.</summary>
    [Function("GetPoisonMessage")]
    [AllowedFor(Roles.Manager)]
    public async Task<IActionResult> One(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/poison/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        await messages.FindAsync(id, cancellationToken) is { } kept
            ? Answer.Ok(View(kept, await policies.CurrentAsync(cancellationToken), withReason: true))
            : NotFound();

    /// <summary>
    /// Puts a kept message back on its queue. With the <c>Idempotency-Key</c> of the last replay it is not sent a second time; a message
    /// that fails again comes back here. On Azure the host writes the queue behind the answer: one of which nothing is heard is replayed once more, under another key or none.
    /// </summary>
    [Function("ReplayPoisonMessage")]
    [AllowedFor(Roles.Manager)]
    public async Task<PoisonReplay> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/poison/{id}/replay")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out string? key, out Answer? problem))
        {
            return new PoisonReplay { Answer = problem! };
        }

        ServicePolicy current = await policies.CurrentAsync(cancellationToken);
        return await messages.ReplayAsync(id, Caller.Of(request).Actor.Id, key, cancellationToken) switch
        {
            null => new PoisonReplay { Answer = NotFound() },
            { Repeated: true } replayed => new PoisonReplay { Answer = Answer.Ok(View(replayed.Message, current, withReason: false)).Repeated(true) },
            var replayed => new PoisonReplay { Answer = Answer.Ok(View(replayed.Message, current, withReason: false)), Message = QueueBody.Write(replayed.Message.Text) },
        };
    }

    private static bool IsLastDelivery(FunctionContext context) =>
        context.BindingContext.BindingData.TryGetValue("DequeueCount", out object? said)
        && int.TryParse(Convert.ToString(said, CultureInfo.InvariantCulture), NumberStyles.None, CultureInfo.InvariantCulture, out int delivery)
        && delivery >= Deliveries;

    private static Answer NotFound() => Problem.NotFound(RequestCodes.PoisonNotFound, "No message is kept under that id.");

    private PoisonView View(PoisonMessage kept, ServicePolicy current, bool withReason)
    {
        var reading = new LocalReading(current, current.Document.Departments[0].Id);
        return new PoisonView
        {
            Id = kept.Id,
            Queue = MailIntake.Queue,
            State = kept.ReplayedAt is null ? PoisonState.Waiting : PoisonState.Replayed,
            Times = kept.Times,
            FirstSeen = reading.Of(kept.FirstSeen),
            LastSeen = reading.Of(kept.LastSeen),
            ReplayedAt = reading.Of(kept.ReplayedAt),
            ReplayedBy = kept.ReplayedBy,
            Reason = withReason ? ReasonFor(kept.Text, current) : null,
            Message = withReason ? kept.Text : null,
        };
    }

    private string ReasonFor(string text, ServicePolicy current)
    {
        try
        {
            MailReading.Of(text, current, ours);
            return "Nothing is wrong with the message itself; handling it failed for another reason. Replay it.";
        }
        catch (UnreadableMailException unreadable)
        {
            return unreadable.Message;
        }
    }
}

/// <summary>What a replay does: an answer, and the message for the queue.</summary>
internal sealed class PoisonReplay
{
    [HttpResult]
    public required IActionResult Answer { get; init; }

    [QueueOutput(MailIntake.Queue)]
    public string? Message { get; init; }
}

/// <summary>A kept message as managers see it.</summary>
internal sealed record PoisonView
{
    public required string Id { get; init; }

    public required string Queue { get; init; }

    public required PoisonState State { get; init; }

    /// <summary>How often it came to the poison queue.</summary>
    public required int Times { get; init; }

    public required Moment FirstSeen { get; init; }

    public required Moment LastSeen { get; init; }

    public Moment? ReplayedAt { get; init; }

    public string? ReplayedBy { get; init; }

    /// <summary>What is wrong with it; only with the message itself.</summary>
    public string? Reason { get; init; }

    /// <summary>The message, as it came.</summary>
    public string? Message { get; init; }
}

/// <summary>Where a kept message stands.</summary>
internal enum PoisonState
{
    /// <summary>Nobody has sent it again since it came here last.</summary>
    Waiting,

    /// <summary>It was sent again and has not come back.</summary>
    Replayed,
}
