using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Caseward.Local.Storage;

/// <summary>
/// One SQLite connection with its prepared statements. Parameters are positional: <c>?1</c> is the first argument.
/// Not thread safe: the writer owns one, each reader borrows one. Statements run through SQLite's own functions: a data reader and its
/// command cost more than most of them.
/// </summary>
public sealed class LocalConnection : IDisposable
{
    /// <summary>For so long a statement waits while another program holds a lock.</summary>
    private static readonly int BusyMilliseconds = (int)TimeSpan.FromSeconds(5).TotalMilliseconds;

    private readonly SqliteConnection _connection;
    private readonly sqlite3 _handle;
    private readonly Dictionary<string, sqlite3_stmt> _statements = [];

    internal LocalConnection(SqliteConnection connection)
    {
        _connection = connection;
        _handle = connection.Handle!;
        raw.sqlite3_busy_timeout(_handle, BusyMilliseconds);
    }

    /// <summary>The connection as SQLite's own functions take it.</summary>
    internal sqlite3 Handle => _handle;

    /// <summary>Whether a transaction is open. SQLite ends one by itself when the disk fails it at certain points.</summary>
    internal bool IsInTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>How many rows this connection has inserted, updated and deleted so far, undone ones included; tables made and dropped do not count.</summary>
    internal int TotalChanges => raw.sqlite3_total_changes(_handle);

    /// <summary>Another number after each change of the schema that this connection sees, its own ones included.</summary>
    internal long SchemaVersion => Single("PRAGMA schema_version", static row => row.GetInt64(0));

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> arguments)
    {
        sqlite3_stmt statement = Bind(sql, arguments);
        try
        {
            while (Step(statement))
            {
            }

            return raw.sqlite3_changes(_handle);
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first column of the first row; <see langword="null"/> when there is no row or it holds NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> arguments) => Single(sql, static row => row.GetValue(0), arguments);

    /// <summary>How many pages this connection has written to the write-ahead log since it was asked last.</summary>
    internal int TakePagesWritten()
    {
        raw.sqlite3_db_status(_handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out int pages, out _, resetFlg: 1);
        return pages;
    }

    /// <summary>Copies what it can of the write-ahead log into the file.</summary>
    /// <param name="sql">How.</param>
    /// <param name="patience">How long it waits for readers of what the log held before.</param>
    /// <returns>Whether anything could be copied: false when somebody else is at it.</returns>
    internal bool CopyLog(string sql, TimeSpan patience)
    {
        raw.sqlite3_busy_timeout(_handle, (int)patience.TotalMilliseconds);
        try
        {
            return Single(sql, static row => row.GetInt64(1)) >= 0; // the log's pages; -1 when nobody looked at it
        }
        finally
        {
            raw.sqlite3_busy_timeout(_handle, BusyMilliseconds);
        }
    }

    /// <summary>All rows, mapped.</summary>
    public List<T> Query<T>(string sql, Func<LocalRow, T> map, params ReadOnlySpan<object?> arguments)
    {
        sqlite3_stmt statement = Bind(sql, arguments);
        try
        {
            var rows = new List<T>();
            while (Step(statement))
            {
                rows.Add(map(new LocalRow(statement)));
            }

            return rows;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>Hands over row by row until <paramref name="visit"/> says to stop; it must not run the same statement again.</summary>
    public void Scan(string sql, Func<LocalRow, bool> visit, params ReadOnlySpan<object?> arguments)
    {
        sqlite3_stmt statement = Bind(sql, arguments);
        try
        {
            while (Step(statement) && visit(new LocalRow(statement)))
            {
            }
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <summary>The first row, mapped; the default of <typeparamref name="T"/> when there is none. The statement runs to its end.</summary>
    public T? Single<T>(string sql, Func<LocalRow, T> map, params ReadOnlySpan<object?> arguments)
    {
        sqlite3_stmt statement = Bind(sql, arguments);
        try
        {
            if (!Step(statement))
            {
                return default;
            }

            T first = map(new LocalRow(statement));
            while (Step(statement))
            {
            }

            return first;
        }
        finally
        {
            raw.sqlite3_reset(statement);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (sqlite3_stmt statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private sqlite3_stmt Bind(string sql, ReadOnlySpan<object?> arguments)
    {
        ref sqlite3_stmt? statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, sql, out _);
        if (statement is null)
        {
            int prepared = raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out sqlite3_stmt made);
            if (prepared != raw.SQLITE_OK)
            {
                _statements.Remove(sql);
                throw Failure(prepared);
            }

            statement = made;
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            int bound = Bind(statement, i + 1, arguments[i]);
            if (bound != raw.SQLITE_OK)
            {
                throw Failure(bound);
            }
        }

        return statement;
    }

    private static int Bind(sqlite3_stmt statement, int position, object? argument) => argument switch
    {
        null => raw.sqlite3_bind_null(statement, position),
        long number => raw.sqlite3_bind_int64(statement, position, number),
        int number => raw.sqlite3_bind_int64(statement, position, number),
        bool flag => raw.sqlite3_bind_int64(statement, position, flag ? 1 : 0),
        double number => raw.sqlite3_bind_double(statement, position, number),
        string text => raw.sqlite3_bind_text(statement, position, text),
        byte[] { Length: 0 } => raw.sqlite3_bind_zeroblob(statement, position, 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, position, bytes),
        Enum value => raw.sqlite3_bind_int64(statement, position, Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"A {argument.GetType().Name} is not a value of SQLite.", nameof(argument)),
    };

    private bool Step(sqlite3_stmt statement) => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        var failed => throw Failure(failed),
    };

    private SqliteException Failure(int code) =>
        new(raw.sqlite3_errmsg(_handle).utf8_to_string(), code & 0xff, raw.sqlite3_extended_errcode(_handle));
}
