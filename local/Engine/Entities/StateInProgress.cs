using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Engine.Entities;

/// <summary>The state while operations run. What an operation that failed has changed is undone.</summary>
internal sealed class StateInProgress(DataConverter converter, string? state) : TaskEntityState
{
    private string? _kept = state;
    private object? _object;

    public override bool HasState => Serialized is not null;

    public string? Serialized { get; private set; } = state;

    // The object of the operation before serves the next one, as in the SDK: an entity may hold on to what it has loaded. One of a derived type does not.
    public override object? GetState(Type type)
    {
        if (_object?.GetType().IsAssignableFrom(type) != true)
        {
            _object = converter.Deserialize(Serialized, type);
        }

        return _object;
    }

    public override void SetState(object? state)
    {
        Serialized = converter.Serialize(state);
        _object = state;
    }

    public void Keep() => _kept = Serialized;

    public void Undo()
    {
        Serialized = _kept;
        _object = null;
    }
}
