using System.Text.Json;

namespace Caseward.Domain.Simulation;

/// <summary>How values of enumerations are written in the policy and over HTTP.</summary>
internal static class Camel
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
