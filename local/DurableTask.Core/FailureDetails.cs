#pragma warning disable CS8765 // The package says that this Equals is never asked about null.
namespace DurableTask.Core;

/// <summary>Why a task or an orchestration failed, as its history says it.</summary>
/// <param name="errorType">Full name of the exception's type.</param>
/// <param name="errorMessage">Its message.</param>
/// <param name="stackTrace">Where it was thrown.</param>
/// <param name="innerFailure">Its cause.</param>
/// <param name="isNonRetriable">Whether another attempt is pointless: the task does not exist.</param>
/// <param name="properties">What the application asked to keep besides.</param>
public class FailureDetails(
    string errorType, string errorMessage, string? stackTrace, FailureDetails? innerFailure, bool isNonRetriable, IDictionary<string, object?>? properties = null)
    : IEquatable<FailureDetails>
{
    /// <summary>Full name of the exception's type.</summary>
    public string ErrorType { get; } = errorType;

    /// <summary>Its message.</summary>
    public string ErrorMessage { get; } = errorMessage;

    /// <summary>Where it was thrown.</summary>
    public string? StackTrace { get; } = stackTrace;

    /// <summary>Its cause.</summary>
    public FailureDetails? InnerFailure { get; } = innerFailure;

    /// <summary>Whether another attempt is pointless.</summary>
    public bool IsNonRetriable { get; } = isNonRetriable;

    /// <summary>What the application asked to keep besides.</summary>
    public IDictionary<string, object?>? Properties { get; } = properties;

    /// <summary>Whether the failure was an exception of this type or of a type derived from it. False when its type cannot be found here.</summary>
    public bool IsCausedBy<T>()
        where T : Exception =>
        AppDomain.CurrentDomain.GetAssemblies().Any(assembly => typeof(T).IsAssignableFrom(assembly.GetType(ErrorType, throwOnError: false)));

    /// <summary>Type and message.</summary>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    /// <inheritdoc/>
    public override bool Equals(object other) => Equals(other as FailureDetails);

    /// <inheritdoc/>
    public bool Equals(FailureDetails? other) =>
        other is not null
        && (ErrorType, ErrorMessage, StackTrace) == (other.ErrorType, other.ErrorMessage, other.StackTrace)
        && Equals(InnerFailure, other.InnerFailure);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ErrorType, ErrorMessage, StackTrace, InnerFailure);
}
