using Azure;

namespace Caseward.Local.Responses;

/// <summary>The answer of a look-up that found nothing.</summary>
internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException($"The service answered {response.Status}: there is no value. Ask HasValue first.");

    public override Response GetRawResponse() => response;
}
