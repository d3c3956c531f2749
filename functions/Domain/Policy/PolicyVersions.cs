using Caseward.Domain.Rules;

namespace Caseward.Domain.Policy;

/// <summary>The names of versions that people save. They stand in addresses and keys.</summary>
public static class PolicyVersions
{
    private const int MaxLength = 64;

    /// <summary>Whether a text is a name: 1 to 64 ASCII letters, digits, dots, dashes and underscores, beginning with a letter or digit.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxLength
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
    }

    /// <summary>What is wrong with the name of a version, with the pointer to it in the document.</summary>
    public static IEnumerable<Violation> Check(string version) => IsName(version)
        ? []
        : [new Violation("/version", PolicyCodes.BadVersion, $"Name the version with 1 to {MaxLength} letters, digits, dots, dashes and underscores, beginning with a letter or digit.")];
}
