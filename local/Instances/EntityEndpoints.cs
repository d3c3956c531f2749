using Caseward.Local.Engine.Entities;
using Caseward.Local.Hosting;
using Caseward.Local.Hosting.Pages;
using Caseward.Local.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Instances;

/// <summary>Entities for people: <c>GET /local/entities</c> lists them by id, <c>GET /local/entities/{id}</c> shows one with its state.</summary>
internal sealed class EntityEndpoints(LocalDatabase database) : ILocalEndpoints
{
    private const int PageSize = 50;
    private const int LongestText = 1024;

    public static string AddressOf(string id) => $"/local/entities/{Uri.EscapeDataString(id)}";

    public void Map(IEndpointRouteBuilder local)
    {
        local.MapGet("entities", ListAsync);
        local.MapGet("entities/{id}", ShowAsync);
        local.MapGet("entities/{id}/state", http => Find(http) is { State: { } state } ? LocalPages.RawAsync(http, state) : NotFoundAsync(http));
    }

    private static Task NotFoundAsync(HttpContext http) => LocalPages.ProblemAsync(http, StatusCodes.Status404NotFound, "There is no such entity, or it has no state.");

    private Task ListAsync(HttpContext http)
    {
        string prefix = http.Request.Query["id"].ToString().Trim();
        string after = http.Request.Query["after"].ToString();
        if (prefix.Length > LongestText || after.Length > LongestText)
        {
            return LocalPages.ProblemAsync(http, StatusCodes.Status400BadRequest, $"A filter has at most {LongestText} characters.");
        }

        List<EntityRow> rows = database.Read(db => db.Query(
            $"SELECT {EntityRow.Columns} FROM durable_entities WHERE id >= ?1 AND id > ?2 AND id < ?3 ORDER BY id LIMIT ?4",
            EntityRow.Map, prefix, after, prefix + "\U0010FFFF", PageSize + 1));
        var page = new EntityPage(
            [.. rows.Take(PageSize).Select(row => new EntityLine(row.Id, row.State is not null, new DateTimeOffset(row.Modified, TimeSpan.Zero), row.LockedBy))],
            rows.Count > PageSize ? rows[PageSize - 1].Id : null);
        return LocalPages.AnswerAsync(http, page, () => EntityPages.List(prefix, page));
    }

    private Task ShowAsync(HttpContext http)
    {
        if (Find(http) is not { } row)
        {
            return NotFoundAsync(http);
        }

        var entity = new EntityView(
            row.Id,
            new DateTimeOffset(row.Modified, TimeSpan.Zero),
            row.LockedBy,
            database.Read(db => EntityInboxRow.Count(db, row.Key)),
            Excerpt.Of(row.State, $"{AddressOf(row.Id)}/state"));
        return LocalPages.AnswerAsync(http, entity, () => EntityPages.Show(entity));
    }

    private EntityRow? Find(HttpContext http)
    {
        string id = LocalPages.RouteValue(http, "id");
        return database.Read(db => EntityRow.Find(db, id));
    }
}
