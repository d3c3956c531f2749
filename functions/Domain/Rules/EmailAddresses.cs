namespace Caseward.Domain.Rules;

/// <summary>
/// When two e-mail addresses are the same one. Capitals do not count, but only those of ASCII: other alphabets have letters that turn into
/// an ASCII letter when they are lowered (U+212A, the Kelvin sign, becomes k), and whoever owns such an address is somebody else.
/// </summary>
public static class EmailAddresses
{
    /// <summary>The one spelling under which an address is compared, hashed and remembered.</summary>
    public static string Fold(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return string.Create(address.Length, address, static (folded, written) =>
        {
            for (int i = 0; i < folded.Length; i++)
            {
                folded[i] = char.IsAsciiLetterUpper(written[i]) ? (char)(written[i] | 0x20) : written[i];
            }
        });
    }

    /// <summary>Whether two addresses are the same; an absent one is nobody's, not even another absent one's.</summary>
    public static bool AreSame(string? one, string? other) => one is not null && other is not null && Fold(one) == Fold(other);
}
