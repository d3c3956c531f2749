using Azure;
using Azure.Core;

namespace Caseward.Local.Responses;

/// <summary>Builds the exception by which a client of a service hears that its request was refused.</summary>
internal static class ServiceRefusal
{
    /// <summary>The exception for a status, a code and a sentence; the raw response carries the headers.</summary>
    public static RequestFailedException Create(int status, string code, string message, params (string Name, string Value)[] headers) =>
        Create(status, code, message, data: null, headers);

    /// <summary>The same with more that it says, which comes into the exception's data and message.</summary>
    public static RequestFailedException Create(int status, string code, string message, Dictionary<string, string>? data, params (string Name, string Value)[] headers)
    {
        var response = new LocalResponse(status, Reason(status), [("x-ms-error-code", code), .. headers]);
        return new RequestFailedException(response, innerException: null, new Details(code, message, data));
    }

    private static string Reason(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);

    private sealed class Details(string code, string message, Dictionary<string, string>? said) : RequestFailedDetailsParser
    {
        public override bool TryParse(Response response, out ResponseError? error, out IDictionary<string, string>? data)
        {
            error = new ResponseError(code, message);
            data = said;
            return true;
        }
    }
}
