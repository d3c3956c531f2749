using Caseward.Local.Hosting.Http;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>
/// Fills the parameter from the request's body, in the application's MVC input formats. A body that cannot be read fails the
/// invocation, which answers 500 unless middleware says otherwise.
/// </summary>
public class FromBodyAttribute : InputConverterAttribute
{
    /// <summary>Fills the parameter from the request's body.</summary>
    public FromBodyAttribute()
        : base(typeof(BodyConverter))
    {
    }
}
