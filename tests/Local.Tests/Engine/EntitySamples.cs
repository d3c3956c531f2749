using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Caseward.Local.Tests.Engine;

public sealed class Counter : TaskEntity<int>
{
    public int Add(int amount) => State += amount;

    public int Get() => State;

    public async Task<int> AddSlowly(int amount, TaskEntityContext context)
    {
        await Task.Yield();
        State += amount;
        return context.Id.Key.Length;
    }

    public void Break(TaskEntityContext context)
    {
        State = -1;
        context.SignalEntity(new EntityInstanceId("log", "all"), "write", "never sent");
        throw new InvalidOperationException("broken");
    }

    public void AddTo(string key, TaskEntityContext context) => context.SignalEntity(new EntityInstanceId("counter", key), "add", State);

    public void BeginWith(string version, TaskEntityContext context) => context.ScheduleNewOrchestration(
        "Echo", options: new StartOrchestrationOptions($"begun {version}") { Version = version });

    public string Begin(TaskEntityContext context) => context.ScheduleNewOrchestration("Echo", State, new StartOrchestrationOptions("by the counter"));
}

/// <summary>Keeps every line that it is told, in order.</summary>
public sealed class Log : TaskEntity<List<string>>
{
    public void Write(string line) => State.Add(line);

    public string Read() => string.Join(' ', State);
}

public sealed class Account
{
    public int Balance { get; set; }

    public void Deposit(int amount) => Balance += amount;

    public int Withdraw(int amount) => Balance -= amount;
}

public sealed class AccountEntity : TaskEntity<Account>
{
    protected override bool AllowStateDispatch => true;

    public int Limit() => 1000;
}

/// <summary>Speaks to the operation itself.</summary>
public sealed class Plain : ITaskEntity
{
    public ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        string state = operation.State.GetState("new")!;
        operation.State.SetState(operation.HasInput ? operation.GetInput<string>() : null);
        return ValueTask.FromResult<object?>($"{operation.Name} {operation} {state}");
    }
}
