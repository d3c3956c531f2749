using SQLitePCL;

namespace Caseward.Local.Storage;

/// <summary>One row of a result. Good until the next row is read: take what you need of it at once.</summary>
public readonly struct LocalRow
{
    private readonly sqlite3_stmt _statement;

    internal LocalRow(sqlite3_stmt statement) => _statement = statement;

    /// <summary>Whether a column holds NULL.</summary>
    public bool IsDBNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    /// <summary>A column as an integer; 0 for NULL.</summary>
    public long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A column as an integer; 0 for NULL.</summary>
    /// <exception cref="OverflowException">It is larger than 32 bits.</exception>
    public int GetInt32(int column) => checked((int)GetInt64(column));

    /// <summary>A column as a number; 0 for NULL.</summary>
    public double GetDouble(int column) => raw.sqlite3_column_double(_statement, column);

    /// <summary>A column as text; empty for NULL.</summary>
    public string GetString(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? string.Empty;

    /// <summary>A copy of a column's bytes; empty for NULL.</summary>
    public byte[] GetBytes(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    internal object? GetValue(int column) => raw.sqlite3_column_type(_statement, column) switch
    {
        raw.SQLITE_INTEGER => GetInt64(column),
        raw.SQLITE_FLOAT => GetDouble(column),
        raw.SQLITE_TEXT => GetString(column),
        raw.SQLITE_BLOB => GetBytes(column),
        _ => null,
    };
}
