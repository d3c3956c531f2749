using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// One SQLite connection with its prepared statements. Parameters are positional: <c>?1</c> is the first argument.
/// Not thread safe: the writer owns one, each reader borrows one.
/// </summary>
public sealed class LocalConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = [];

    internal LocalConnection(SqliteConnection connection) => _connection = connection;

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments) => Bind(sql, arguments).ExecuteNonQuery();

    /// <summary>The first column of the first row; <see langword="null"/> when there is no row or it holds NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments)
    {
        object? value = Bind(sql, arguments).ExecuteScalar();
        return value is DBNull ? null : value;
    }

    /// <summary>Reads every row before it returns, so the statement can be used again inside <paramref name="map"/>'s consumer.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(map(reader));
        }

        return rows;
    }

    /// <summary>Hands over row by row until <paramref name="visit"/> says to stop; nothing else may use this connection meanwhile.</summary>
    public void Scan(string sql, Func<SqliteDataReader, bool> visit, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        while (reader.Read() && visit(reader))
        {
        }
    }

    /// <summary>The first row, mapped; the default of <typeparamref name="T"/> when there is none.</summary>
    public T? Single<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> arguments)
    {
        using SqliteDataReader reader = Bind(sql, arguments).ExecuteReader();
        return reader.Read() ? map(reader) : default;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        if (!_statements.TryGetValue(sql, out SqliteCommand? command))
        {
            command = _connection.CreateCommand();
#pragma warning disable CA2100 // The SQL texts are constants of this assembly; values travel as parameters.
            command.CommandText = sql;
#pragma warning restore CA2100
            _statements.Add(sql, command);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            object value = arguments[i] ?? DBNull.Value;
            if (i < command.Parameters.Count)
            {
                command.Parameters[i].Value = value;
            }
            else
            {
                command.Parameters.AddWithValue("?" + (i + 1), value);
            }
        }

        return command;
    }
}
