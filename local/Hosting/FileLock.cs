using Caseward.Local.Storage;

namespace Caseward.Local.Hosting;

/// <summary>Keeps a database file to one process at a time; the system frees it when the process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _handle;

    private FileLock(FileStream handle) => _handle = handle;

    /// <exception cref="StartRefusedException">Another process has the file.</exception>
    /// <exception cref="LocalStorageException">The folder cannot be made or written.</exception>
    public static FileLock Take(string databaseFile)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(databaseFile)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw LocalStorageException.ReadOnly(databaseFile, error);
        }

        try
        {
            return new FileLock(new FileStream(databaseFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw LocalStorageException.ReadOnly(databaseFile, error);
        }
        catch (IOException error)
        {
            throw new StartRefusedException(
                $"The file {databaseFile} is in use by another process. Stop that process, or choose another file with --Caseward:Local:File=PATH. ({error.Message})", error);
        }
    }

    public void Dispose() => _handle.Dispose();
}
