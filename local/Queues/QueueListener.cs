using System.Globalization;
using System.Text;
using Caseward.Local.Chaos;
using Caseward.Local.Engine;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Settings;
using Caseward.Local.Storage;
using Caseward.Local.Time;
using Microsoft.Extensions.Logging;

namespace Caseward.Local.Queues;

/// <summary>
/// Runs one function for the messages of one queue, several at a time. It sleeps until a message arrives or becomes visible; there is
/// no polling. A message is deleted after its function succeeded, so a crash in between delivers it again.
/// </summary>
internal sealed partial class QueueListener : IDisposable
{
    /// <summary>How long a message of a poison queue rests after each failure: there is no further queue to move it to.</summary>
    private static readonly TimeSpan PoisonRest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly LocalFunction _function;
    private readonly QueueStore _store;
    private readonly FunctionInvoker _invoker;
    private readonly QueueSettings _settings;
    private readonly Checkpoints _checkpoints;
    private readonly LocalClock _clock;
    private readonly StorageComplaints _complaints;
    private readonly ILogger _logger;
    private readonly LocalAlarm _alarm;
    private readonly CancellationTokenSource _stopping = new();
    private Task _pump = Task.CompletedTask;
    private int _busy;

    public QueueListener(
        LocalFunction function, string queue, QueueStore store, FunctionInvoker invoker, QueueSettings settings, Checkpoints checkpoints, LocalClock clock, StorageComplaints complaints, ILogger logger)
    {
        _function = function;
        Queue = queue;
        _store = store;
        _invoker = invoker;
        _settings = settings;
        _checkpoints = checkpoints;
        _clock = clock;
        _complaints = complaints;
        _logger = logger;
        _alarm = new LocalAlarm(clock);
        _store.Arrived += OnArrived;
    }

    public string Queue { get; }

    public string FunctionName => _function.Name;

    /// <summary>The queue for messages that cannot be handled; null when this is one itself, or its name leaves no room for the suffix.</summary>
    public string? PoisonQueue => QueueStore.SourceOf(Queue) is null && QueueName.IsValid(Queue + QueueStore.PoisonSuffix) ? Queue + QueueStore.PoisonSuffix : null;

    public bool IsIdle => Volatile.Read(ref _busy) == 0 && !(_store.NextVisible(Queue) <= _clock.GetUtcNow());

    public void Start() => _pump = Task.Run(PumpAsync);

    /// <summary>Fetches nothing more, cancels what runs and waits for it until the token is cancelled. What is left is delivered again after a restart.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _pump.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (Volatile.Read(ref _busy) > 0 && !cancellationToken.IsCancellationRequested)
        {
            await _alarm.WaitAsync(until: null, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose()
    {
        _store.Arrived -= OnArrived;
        _alarm.Dispose();
        _stopping.Dispose();
    }

    private void OnArrived(string queue)
    {
        if (queue == Queue)
        {
            _alarm.Ring();
        }
    }

    private async Task PumpAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                bool full = Volatile.Read(ref _busy) > _settings.NewBatchThreshold;
                if (full || await FetchAsync() == 0)
                {
                    await _alarm.WaitAsync(full ? null : _store.NextVisible(Queue), _stopping.Token);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (_complaints.Allow(error))
                {
                    LogFetchFailed(_logger, error, Queue);
                }

                await Task.Delay(Retry, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> FetchAsync()
    {
        // Counts as busy itself, so that a message is never between being visible and being worked on.
        Interlocked.Increment(ref _busy);
        try
        {
            List<QueueMessage> messages = await _store.LeaseAsync(Queue, _settings.BatchSize);
            foreach (QueueMessage message in messages)
            {
                Interlocked.Increment(ref _busy);
                _ = Task.Run(() => HandleAsync(message));
            }

            return messages.Count;
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    private async Task HandleAsync(QueueMessage message)
    {
        try
        {
            _checkpoints.Pass($"queues/{Queue}/leased");
            if (QueueText.Decode(message.Text, _settings.Base64) is not { } body)
            {
                LogUndecodable(_logger, message.Id, Queue);
                await GiveUpAsync(message);
            }
            else if (message.DequeueCount > _settings.MaxDequeueCount)
            {
                // Taken that often and never finished, because the process ended: nobody was left to count it against the message. Without a poison queue it was
                // tried often enough, too: it is not run any more, and stays until it expires.
                await GiveUpAsync(message);
            }
            else if (await TryRunAsync(message, body))
            {
                _checkpoints.Pass($"queues/{Queue}/handled");
                await SettleAsync(message, () => _store.CompleteAsync(message));
            }
            else if (message.DequeueCount >= _settings.MaxDequeueCount || PoisonQueue is null)
            {
                await GiveUpAsync(message);
            }
            else
            {
                await SettleAsync(message, () => _store.ReleaseAsync(message, _settings.VisibilityTimeout));
            }
        }
        catch (Exception error)
        {
            LogLost(_logger, error, message.Id, Queue);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
            _alarm.Ring();
        }
    }

    // A disk that is full for a while leaves no message leased for good, and makes no function run again that has succeeded.
    private async Task SettleAsync(QueueMessage message, Func<Task> write)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (LocalStorageException error) when (!_stopping.IsCancellationRequested)
            {
                if (_complaints.Allow(error))
                {
                    LogNotSettled(_logger, error, message.Id, Queue);
                }

                await Task.Delay(Retry, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> TryRunAsync(QueueMessage message, byte[] body)
    {
        try
        {
            await _invoker.InvokeAsync(_function, new InvocationRequest(Inputs(message, body), _stopping.Token) { LinkedTrace = message.Trace });
            return true;
        }
        catch (Exception)
        {
            return false; // The invoker has logged it; the message says how often it was tried.
        }
    }

    private async Task GiveUpAsync(QueueMessage message)
    {
        if (PoisonQueue is { } poison)
        {
            LogPoisoned(_logger, message.Id, Queue, message.DequeueCount, poison);
            await SettleAsync(message, () => _store.PoisonAsync(message, poison));
        }
        else
        {
            await SettleAsync(message, () => _store.ReleaseAsync(message, PoisonRest));
        }
    }

    /// <summary>The body under the parameter's name, as bytes only where the parameter is some, and the service's metadata as texts.</summary>
    private Dictionary<string, object?> Inputs(QueueMessage message, byte[] body)
    {
        string text = Encoding.UTF8.GetString(body);
        return new(StringComparer.OrdinalIgnoreCase)
        {
            ["QueueTrigger"] = text,
            ["Id"] = message.Id,
            ["PopReceipt"] = message.PopReceipt,
            ["DequeueCount"] = message.DequeueCount.ToString(CultureInfo.InvariantCulture),
            ["InsertionTime"] = message.Inserted.ToString("o", CultureInfo.InvariantCulture),
            ["ExpirationTime"] = message.Expires.ToString("o", CultureInfo.InvariantCulture),
            ["NextVisibleTime"] = message.Visible.ToString("o", CultureInfo.InvariantCulture),
            [_function.TriggerParameter.Name] = TakesBytes(_function.TriggerParameter.Type) ? new ReadOnlyMemory<byte>(body) : text,
        };
    }

    private static bool TakesBytes(Type type) => type == typeof(byte[]) || type == typeof(BinaryData) || type == typeof(ReadOnlyMemory<byte>);

    [LoggerMessage(1, LogLevel.Warning, "Message {MessageId} of the queue '{Queue}' was delivered {Times} times without success and is moved to '{Poison}'.")]
    private static partial void LogPoisoned(ILogger logger, string messageId, string queue, int times, string poison);

    [LoggerMessage(2, LogLevel.Warning, "Message {MessageId} of the queue '{Queue}' is not base64, which host.json asks for (extensions.queues.messageEncoding).")]
    private static partial void LogUndecodable(ILogger logger, string messageId, string queue);

    [LoggerMessage(3, LogLevel.Error, "Message {MessageId} of the queue '{Queue}' could not be finished; it is delivered again after a restart.")]
    private static partial void LogLost(ILogger logger, Exception error, string messageId, string queue);

    [LoggerMessage(4, LogLevel.Error, "The queue '{Queue}' could not be read; trying again in a second.")]
    private static partial void LogFetchFailed(ILogger logger, Exception error, string queue);

    [LoggerMessage(5, LogLevel.Error, "What became of message {MessageId} of the queue '{Queue}' could not be written; trying again in a second.")]
    private static partial void LogNotSettled(ILogger logger, Exception error, string messageId, string queue);
}
