using Azure.Data.Tables;

namespace Caseward.App.Storage;

/// <summary>
/// Texts that may be longer than one table property holds (64 KiB): cut into numbered properties, put together again on reading.
/// </summary>
internal static class LongText
{
    // In UTF-16 characters; 32 KiB characters is the limit of the service.
    private const int PieceLength = 30_000;

    public static void Set(TableEntity entity, string name, string text)
    {
        foreach ((int piece, string part) in TextPieces.Of(text, PieceLength).Index())
        {
            entity[$"{name}{piece}"] = part;
        }
    }

    public static string Get(TableEntity entity, string name)
    {
        string first = entity.GetString($"{name}0");
        if (!entity.ContainsKey($"{name}1"))
        {
            return first;
        }

        var text = new System.Text.StringBuilder(first);
        for (int piece = 1; entity.TryGetValue($"{name}{piece}", out object? next); piece++)
        {
            text.Append((string)next);
        }

        return text.ToString();
    }
}
