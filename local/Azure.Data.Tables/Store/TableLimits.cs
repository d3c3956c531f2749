using System.Buffers;
using System.Globalization;

namespace Caseward.Local.Tables;

/// <summary>The limits that the service documents, enforced here so that nobody meets them first in production.</summary>
internal static class TableLimits
{
    public const int ActionsPerTransaction = 100;
    public const long TransactionBytes = 4L << 20;
    public const long EntityBytes = 1L << 20;
    public const int Properties = 252;
    public const int ValueBytes = 64 << 10;
    public const int KeyCharacters = 512;
    public const int NameCharacters = 255;
    public const int PageSize = 1000;
    public const int FilterComparisons = 15;

    private static readonly DateTime FirstDate = new(1601, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly SearchValues<char> ForbiddenInKeys = SearchValues.Create(
        "/\\#?" + string.Concat(Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Select(code => (char)code)));

    public static TableRefusal? CheckTableName(string name) =>
        name.Length is < 3 or > 63 ? TableRefusal.TableNameLength(name)
        : char.IsAsciiLetter(name[0]) && name.All(char.IsAsciiLetterOrDigit) && !name.Equals("tables", StringComparison.OrdinalIgnoreCase) ? null
        : TableRefusal.TableNameInvalid(name);

    public static void CheckKey(string name, string? key)
    {
        if (key is null)
        {
            throw TableRefusal.KeyMissing(name).Refuse();
        }

        if (key.Length > KeyCharacters)
        {
            throw TableRefusal.KeyTooLarge(name).Refuse();
        }

        if (key.AsSpan().ContainsAny(ForbiddenInKeys))
        {
            throw TableRefusal.KeyForbidden(name, key).Refuse();
        }
    }

    public static void CheckPropertyName(string name)
    {
        if (name.Length > NameCharacters)
        {
            throw TableRefusal.NameTooLong(name).Refuse();
        }

        if (name.Length == 0 || !IsIdentifierStart(name[0]))
        {
            throw TableRefusal.NameInvalid(name).Refuse();
        }

        foreach (char letter in name)
        {
            if (!IsIdentifierPart(letter))
            {
                throw TableRefusal.NameInvalid(name).Refuse();
            }
        }
    }

    public static void CheckDate(string name, DateTime utc)
    {
        if (utc < FirstDate)
        {
            throw TableRefusal.DateOutOfRange(name, utc).Refuse();
        }
    }

    private static bool IsIdentifierStart(char letter) => letter == '_' || char.IsLetter(letter);

    private static bool IsIdentifierPart(char letter) => IsIdentifierStart(letter) || char.IsDigit(letter) || char.GetUnicodeCategory(letter)
        is UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;
}
