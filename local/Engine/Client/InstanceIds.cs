namespace Caseward.Local.Engine.Client;

/// <summary>What the Azure Storage back end allows as an instance id.</summary>
internal static class InstanceIds
{
    private const int MaxLength = 256;

    /// <exception cref="ArgumentException">The id breaks a rule.</exception>
    public static void Check(string id)
    {
        string? broken = id switch
        {
            "" => "must not be empty",
            { Length: > MaxLength } => $"must not be longer than {MaxLength} characters",
            _ when id.StartsWith('@') => "must not begin with '@', which marks entities",
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
