namespace Caseward.App.Cases;

/// <summary>Under what a request is carried out once.</summary>
/// <param name="Value">The key.</param>
/// <param name="Request">The hash of what was asked, so that the key is not taken for another request's; absent when the key itself says it all.</param>
internal sealed record RequestKey(string Value, string? Request = null)
{
    /// <summary>Tells the caller's repeats apart: written down with what was carried out, it says whether this very request did so.</summary>
    public long Attempt { get; } = Random.Shared.NextInt64();

    public static implicit operator RequestKey?(string? value) => value is null ? null : new RequestKey(value);

    /// <summary>Whether an answer was given to another request than this one.</summary>
    public bool IsReused(GivenAnswer given) => IsReused(given.Request);

    /// <summary>The same of a request by its hash.</summary>
    public bool IsReused(string? request) => Request is not null && request is not null && Request != request;
}

/// <summary>What was answered under a key.</summary>
/// <param name="Case">The case as the first answer showed it.</param>
/// <param name="Request">The hash of what was asked; absent when the key was not given with one.</param>
/// <param name="Attempt">Which request it was; absent on old rows.</param>
internal sealed record GivenAnswer(CaseSummary Case, string? Request, long? Attempt);
