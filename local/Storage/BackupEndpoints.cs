using System.Globalization;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Storage;

/// <summary>
/// <c>POST /local/backup</c> copies the database of the running app to a new file beside it and answers with its name. The name is chosen
/// here: a program that may call this is not thereby allowed to write anywhere.
/// </summary>
internal sealed class BackupEndpoints(LocalDatabase database) : ILocalEndpoints
{
    public void Map(IEndpointRouteBuilder local) => local.MapPost("backup", BackUpAsync);

    private async Task BackUpAsync(HttpContext http)
    {
        string stamp = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        string copy = Path.Combine(Path.GetDirectoryName(database.Path)!, $"{Path.GetFileNameWithoutExtension(database.Path)}-{stamp}.db");
        try
        {
            await database.BackupAsync(copy);
            await LocalPages.JsonAsync(http, new BackupView(copy, new FileInfo(copy).Length));
        }
        catch (LocalStorageException error)
        {
            await LocalPages.ProblemAsync(http, StatusCodes.Status507InsufficientStorage, error.Message);
        }
    }

    private sealed record BackupView(string File, long Bytes);
}
