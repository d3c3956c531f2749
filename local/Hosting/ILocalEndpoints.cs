using Microsoft.AspNetCore.Routing;

namespace Caseward.Local.Hosting;

/// <summary>What a part of the runtime shows to people under <c>/local</c>; every registered one is mapped.</summary>
internal interface ILocalEndpoints
{
    /// <summary>Maps its endpoints; patterns are relative to <c>/local</c>.</summary>
    void Map(IEndpointRouteBuilder local);
}
