using System.Collections.Concurrent;
using Caseward.Local.Engine.History;
using Microsoft.DurableTask;

namespace Caseward.Local.Engine.Replay;

/// <summary>
/// Who waits for which event, and what has come that nobody waits for yet. Waiters of one name are a stack, buffered events of one name a
/// queue; names are compared without regard to case. A cancelled waiter stays on its stack and swallows the next event of its name, as in
/// the SDK up to 1.25.
/// </summary>
internal sealed class ExternalEvents(DataConverter converter)
{
    // Only turns change it, one at a time; people may look at any time.
    private readonly ConcurrentDictionary<string, Waiter> _waiters = new(concurrencyLevel: 1, capacity: 2, StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> _buffer = [];

    public bool HasWaiters => !_waiters.IsEmpty;

    /// <summary>Who waits at this moment, from any thread. A wait that was cancelled counts as long as it still takes an event.</summary>
    public IEnumerable<EventWait> Waits => _waiters.Select(waiting => new EventWait(waiting.Key, waiting.Value.Depth));

    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        Waiter? below = _waiters.GetValueOrDefault(name);
        if (below is not null && below.Type != typeof(T))
        {
            throw new ArgumentException(
                $"Somebody already waits for the event '{name}' with a payload of type {below.Type}; it cannot be awaited as {typeof(T)} at the same time.", nameof(name));
        }

        var waiter = new Waiter<T>(below);
        _waiters[name] = waiter;
        int buffered = _buffer.FindIndex(raised => string.Equals(raised.Name, name, StringComparison.OrdinalIgnoreCase));
        if (buffered >= 0)
        {
            EventRaised raised = _buffer[buffered];
            _buffer.RemoveAt(buffered);
            TryDeliver(raised);
        }

        cancellation.Register(() => waiter.Cancel(cancellation));
        return waiter.Task;
    }

    public void Deliver(EventRaised raised)
    {
        if (!TryDeliver(raised))
        {
            _buffer.Add(raised);
        }
    }

    /// <summary>Hands the event to the latest waiter; false when there is none.</summary>
    /// <remarks>A payload that cannot be read throws: the instance then fails.</remarks>
    private bool TryDeliver(EventRaised raised)
    {
        if (!_waiters.TryRemove(raised.Name, out Waiter? waiter))
        {
            return false;
        }

        if (waiter.Below is not null)
        {
            _waiters[raised.Name] = waiter.Below;
        }

        waiter.Complete(converter.Deserialize(raised.Input, waiter.Type));
        return true;
    }

    public List<EventRaised> TakeBuffered()
    {
        List<EventRaised> taken = [.. _buffer];
        _buffer.Clear();
        return taken;
    }

    private abstract class Waiter(Waiter? below, Type type)
    {
        public Waiter? Below { get; } = below;

        public Type Type { get; } = type;

        public int Depth { get; } = (below?.Depth ?? 0) + 1;

        public abstract void Complete(object? value);
    }

    private sealed class Waiter<T>(Waiter? below) : Waiter(below, typeof(T))
    {
        private readonly TaskCompletionSource<T> _source = new();

        public Task<T> Task => _source.Task;

        public override void Complete(object? value) => _source.TrySetResult((T)value!);

        public void Cancel(CancellationToken cancellation) => _source.TrySetCanceled(cancellation);
    }
}
