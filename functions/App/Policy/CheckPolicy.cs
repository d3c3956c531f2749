using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Caseward.App.Policy;

/// <summary>Checks a document without saving it.</summary>
internal static class CheckPolicy
{
    /// <summary>
    /// The body is the document itself. Answers 200 with everything that is wrong with it and everything that is probably not meant, each
    /// with a JSON pointer and a code, also when it is no JSON at all.
    /// </summary>
    [Function(nameof(CheckPolicy))]
    [AllowedFor(Roles.Staff)]
    public static async Task<IActionResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/policy/check")] HttpRequest request, CancellationToken cancellationToken)
    {
        if (!RequestHeaders.TryReadIdempotencyKey(request, out _, out Answer? problem))
        {
            return problem!;
        }

        (string? text, problem) = await RequestBody.ReadTextAsync(request, PolicyRequests.MaxBytes, cancellationToken);
        if (text is null)
        {
            return problem!;
        }

        PolicyReading reading = PolicyReader.Read(text, cancellationToken);
        ProblemField[] errors = ProblemField.Of(reading.Policy is { } policy ? [.. PolicyVersions.Check(policy.Version)] : reading.Errors);
        return Answer.Ok(new PolicyChecked(errors.Length == 0, reading.Policy?.Version, errors, ProblemField.Of(reading.Warnings)));
    }
}

/// <summary>What the check of a document found.</summary>
/// <param name="Valid">Whether it can be saved.</param>
/// <param name="Version">The version that it names; absent when it was refused.</param>
/// <param name="Errors">Why it is refused.</param>
/// <param name="Warnings">What is allowed but probably not meant.</param>
internal sealed record PolicyChecked(bool Valid, string? Version, IReadOnlyList<ProblemField> Errors, IReadOnlyList<ProblemField> Warnings);
