using Microsoft.Data.Sqlite;

namespace Caseward.Local.Storage;

/// <summary>
/// The file could not be opened, read or written. The message is for the person who runs it: what is wrong and what to do about it. Nothing
/// that was answered before is lost, and nothing in the file was changed by what failed; whoever asked may ask again once the cause is gone.
/// </summary>
#pragma warning disable CA1032 // Made here only, always with a reason.
public sealed class LocalStorageException : IOException
{
    internal LocalStorageException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>What an error of SQLite means for the person who runs it; the error itself when it is about a statement and not about the file.</summary>
    internal static Exception Explain(Exception error, string path) =>
        error is SqliteException sqlite && Reason(sqlite, path) is { } reason ? new LocalStorageException($"{reason} ({sqlite.Message})", sqlite) : error;

    internal static LocalStorageException ReadOnly(string path, Exception? inner = null) => new(
        $"The file {path} cannot be written: it or its folder is read-only. Make both writable for this user, or choose another file with --Caseward:Local:File=PATH.", inner);

    internal static LocalStorageException Newer(string path, SchemaPart part, int version) => new(
        $"The file {path} was written by a newer version of Caseward Local ('{part.Name}' {version}, this one knows {part.Migrations.Count}). Use that version, or choose another file with --Caseward:Local:File=PATH.");

    internal static LocalStorageException NotOurs(string path) =>
        new($"The file {path} is not a database of Caseward Local and was left as it is. Choose another file with --Caseward:Local:File=PATH.");

    internal static LocalStorageException Damaged(string path, string finding, Exception? inner = null) => new(
        $"The file {path} is damaged and was left as it is ({finding}). Keep a copy of it and of its -wal file, then start with a backup: --Caseward:Local:File=BACKUP. "
        + "What is readable comes out with: sqlite3 FILE .recover",
        inner);

    // https://www.sqlite.org/rescode.html
    private static string? Reason(SqliteException error, string path) => error.SqliteErrorCode switch
    {
        5 or 6 => $"The file {path} is locked by another program. Close what has it open (a database tool, a copy program) and try again.",
        8 => ReadOnly(path).Message,
        10 => $"The file {path} could not be read or written: the disk reports an error. Look at the disk and its free space; what waits is tried again by itself.",
        11 => Damaged(path, "some of it is not what was written").Message,
        13 => $"The file {path} cannot grow: the disk is full. Nothing of this was written, and what was answered before is kept. Free some space; what waits is tried again by itself.",
        14 => $"The file {path} cannot be opened or made. Look whether its folder exists and is writable for this user, or choose another file with --Caseward:Local:File=PATH.",
        26 => NotOurs(path).Message,
        _ => null,
    };
}
#pragma warning restore CA1032
