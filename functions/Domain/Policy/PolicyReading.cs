using System.Diagnostics.CodeAnalysis;
using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

/// <summary>The outcome of reading a policy document: the policy, or everything that is wrong with it. The fields are JSON pointers into the document.</summary>
public sealed record PolicyReading
{
    internal PolicyReading(ServicePolicy policy, IReadOnlyList<Violation> warnings)
    {
        Policy = policy;
        Warnings = warnings;
    }

    internal PolicyReading(IReadOnlyList<Violation> errors, IReadOnlyList<Violation> warnings)
    {
        Errors = errors;
        Warnings = warnings;
    }

    /// <summary>The policy, ready to be asked; absent when the document was refused.</summary>
    public ServicePolicy? Policy { get; }

    /// <summary>Every reason for the refusal; empty when there is a policy.</summary>
    public IReadOnlyList<Violation> Errors { get; } = [];

    /// <summary>What is allowed but probably not meant.</summary>
    public IReadOnlyList<Violation> Warnings { get; init; }

    /// <summary>Whether the document was refused.</summary>
    [MemberNotNullWhen(false, nameof(Policy))]
    public bool IsRefused => Policy is null;

    /// <summary>The policy, for callers that cannot go on without one.</summary>
    /// <exception cref="InvalidOperationException">The document was refused; the message lists every error with its path.</exception>
    public ServicePolicy OrThrow() =>
        Policy ?? throw new InvalidOperationException(
            $"The policy is refused:{string.Concat(Errors.Select(error => $"{Environment.NewLine}  {error.Field}: {error.Message} ({error.Code})"))}");
}
