using System.Diagnostics.CodeAnalysis;

namespace Caseward.Domain.Cases;

/// <summary>
/// The number that customers read out on the phone: nine digits, the first not zero, the last a check digit (Damm), so that one wrong
/// digit or two swapped neighbours never lead to somebody else's case. Numbers are drawn at random and say nothing about how many there are.
/// </summary>
public readonly record struct CaseNumber
{
    private const int Length = 9;

    /// <summary>How many different numbers there are.</summary>
    public const int Count = 90_000_000;

    // The quasigroup of Damm's dissertation (2004), order 10.
    private static ReadOnlySpan<byte> Damm =>
    [
        0, 3, 1, 7, 5, 9, 8, 6, 4, 2,
        7, 0, 9, 2, 1, 5, 4, 8, 6, 3,
        4, 2, 0, 6, 8, 7, 1, 3, 5, 9,
        1, 7, 5, 0, 9, 8, 3, 4, 2, 6,
        6, 1, 2, 3, 0, 4, 5, 9, 7, 8,
        3, 6, 7, 4, 2, 0, 9, 5, 8, 1,
        5, 8, 6, 9, 7, 2, 0, 1, 3, 4,
        8, 9, 4, 5, 3, 6, 2, 0, 1, 7,
        9, 4, 3, 8, 6, 1, 7, 2, 0, 5,
        2, 5, 8, 1, 4, 3, 6, 7, 9, 0,
    ];

    private readonly string? _digits;

    private CaseNumber(string digits) => _digits = digits;

    /// <summary>The nine digits, without spaces.</summary>
    public string Value => _digits ?? throw new InvalidOperationException("This case number was never given a value.");

    /// <summary>The number of a random draw.</summary>
    /// <param name="draw">From 0 to <see cref="Count"/> - 1, from a cryptographic source.</param>
    public static CaseNumber FromDraw(int draw)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(draw);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(draw, Count);
        string digits = (draw + 10_000_000).ToString("D8");
        return new CaseNumber(digits + (char)('0' + Interim(digits)));
    }

    /// <summary>Reads a number as people type it: spaces, dots and dashes between the digits are ignored.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CaseNumber number)
    {
        number = default;
        if (text is null || text.Length > 3 * Length)
        {
            return false;
        }

        string digits = text.Replace(" ", "").Replace("-", "").Replace(".", "");
        if (digits.Length != Length || digits[0] == '0' || !digits.All(char.IsAsciiDigit) || Interim(digits) != 0)
        {
            return false;
        }

        number = new CaseNumber(digits);
        return true;
    }

    /// <summary>Reads a number that Caseward wrote.</summary>
    /// <exception cref="FormatException">It is not a case number.</exception>
    public static CaseNumber Parse(string text) =>
        TryParse(text, out CaseNumber number) ? number : throw new FormatException($"'{text}' is not a case number.");

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static int Interim(string digits)
    {
        int interim = 0;
        foreach (char digit in digits)
        {
            interim = Damm[(interim * 10) + (digit - '0')];
        }

        return interim;
    }
}
