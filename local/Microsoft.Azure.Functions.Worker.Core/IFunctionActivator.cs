namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes the objects whose instance methods are functions.</summary>
public interface IFunctionActivator
{
    /// <summary>Makes one for one invocation; constructor arguments come from the invocation's services.</summary>
    object? CreateInstance(Type instanceType, FunctionContext context);
}
