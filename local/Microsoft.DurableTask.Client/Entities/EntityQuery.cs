namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which entities to list.</summary>
public record EntityQuery
{
    /// <summary>Entities per page when nothing else is said.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>How the id begins. A leading <c>@</c> may be left out; the name's part is taken in lower case, as ids are.</summary>
    public string? InstanceIdStartsWith
    {
        get;
        init => field = value is null ? field : Normalize(value);
    }

    /// <summary>Only those in which an operation ran at this instant or later.</summary>
    public DateTimeOffset? LastModifiedFrom { get; init; }

    /// <summary>Only those in which an operation last ran at this instant or earlier.</summary>
    public DateTimeOffset? LastModifiedTo { get; init; }

    /// <summary>Whether states are read too.</summary>
    public bool IncludeState { get; init; } = true;

    /// <summary>Whether entities without a state are listed too.</summary>
    public bool IncludeTransient { get; init; }

    /// <summary>Entities per page.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }

    private static string Normalize(string text)
    {
        string prefix = text.StartsWith('@') ? text : "@" + text;
        int key = prefix.IndexOf('@', 1);

        // Lower case is the stored form of names.
#pragma warning disable CA1308
        return key < 0 ? prefix.ToLowerInvariant() : prefix[..key].ToLowerInvariant() + prefix[key..];
#pragma warning restore CA1308
    }
}
