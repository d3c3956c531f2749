namespace Caseward.Local.Engine.Client;

/// <summary>What the Azure Storage back end allows as an instance id.</summary>
internal static class InstanceIds
{
    private const int MaxLength = 256;

    /// <param name="id">The id.</param>
    /// <param name="entitySupport">Whether there are entities at all.</param>
    /// <exception cref="ArgumentException">The id is one of an entity.</exception>
    public static void RefuseEntities(string id, bool entitySupport)
    {
        if (entitySupport && id.StartsWith('@'))
        {
            throw new ArgumentException($"The instance id '{id}' must not begin with '@', which marks entities.", nameof(id));
        }
    }

    /// <exception cref="ArgumentException">The id breaks a rule.</exception>
    public static void Check(string id)
    {
        string? broken = id switch
        {
            "" => "must not be empty",
            { Length: > MaxLength } => $"must not be longer than {MaxLength} characters",
            _ when id.AsSpan().ContainsAny("/\\#?") => "must not contain any of / \\ # ?",
            _ when id.Any(char.IsControl) => "must not contain control characters",
            _ => null,
        };
        if (broken is not null)
        {
            throw new ArgumentException($"The instance id '{id}' {broken}.", nameof(id));
        }
    }
}
