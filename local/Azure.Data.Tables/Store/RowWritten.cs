using Caseward.Local.Responses;

namespace Caseward.Local.Tables;

/// <summary>The answer to a row that was written. Its version is put into words when somebody asks for it, which for most rows nobody does.</summary>
/// <param name="stamp">The row's new stamp.</param>
internal sealed class RowWritten(long stamp) : LocalResponse(204, "No Content")
{
    protected override IReadOnlyList<(string Name, string Value)> HeaderLines => [("ETag", Stamp.ToVersion(stamp))];
}
