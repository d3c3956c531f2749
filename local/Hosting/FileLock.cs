namespace Caseward.Local.Hosting;

/// <summary>Keeps a database file to one process at a time; the system frees it when the process ends, however it ends.</summary>
internal sealed class FileLock : IDisposable
{
    private readonly FileStream _handle;

    private FileLock(FileStream handle) => _handle = handle;

    /// <exception cref="StartRefusedException">Another process has the file, or it cannot be written.</exception>
    public static FileLock Take(string databaseFile)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(databaseFile)!);
            return new FileLock(new FileStream(databaseFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException(
                $"The file {databaseFile} is in use by another process or cannot be written. Stop that process, or choose another file with --Caseward:Local:File=PATH. ({error.Message})", error);
        }
    }

    public void Dispose() => _handle.Dispose();
}
