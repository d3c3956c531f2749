using System.Buffers.Text;
using System.Text;
using Caseward.App.Identity;
using Caseward.App.Signing;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Caseward.App.Http;

/// <summary>
/// Pages of lists, forward only: <c>?take=</c> and <c>?continuation=</c>. A continuation is opaque, and signed for the caller and the
/// list that it was given for: nobody can use it to look elsewhere.
/// </summary>
internal sealed class Paging(Signer signer)
{
    private const int DefaultTake = 50;
    private const int MaxTake = 200;
    private const string Purpose = "continuation";

    /// <summary>What page of the list is asked for, or what is wrong with the question.</summary>
    public bool TryRead(HttpRequest request, Caller caller, string list, out PageRequest page, out Answer? problem)
    {
        var violations = new List<Violation>();
        int take = Take(request.Query["take"], violations);
        string? position = null;
        if (request.Query.TryGetValue("continuation", out StringValues token) && !TryOpen(token.ToString(), caller, list, out position))
        {
            violations.Add(new Violation("?continuation", RequestCodes.BadContinuation, "This continuation was not given to you for this list. Start with the first page."));
        }

        page = new PageRequest(take, position);
        problem = violations.Count > 0 ? Problem.Invalid(violations) : null;
        return problem is null;
    }

    /// <summary>The token for the page that starts after a position; absent when there is none.</summary>
    public string? Continuation(Caller caller, string list, string? position) =>
        position is null ? null : $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(position))}.{Sign(caller, list, position)}";

    private bool TryOpen(string token, Caller caller, string list, out string? position)
    {
        position = null;
        if (token.Split('.') is not [{ Length: > 0 and <= 1024 } encoded, var signature] || !Base64Url.IsValid(encoded))
        {
            return false;
        }

        string read = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded));
        if (!signer.Verify(signature, Purpose, $"{caller.Actor.Kind}", caller.Actor.Id, list, read))
        {
            return false;
        }

        position = read;
        return true;
    }

    private string Sign(Caller caller, string list, string position) => signer.Sign(Purpose, $"{caller.Actor.Kind}", caller.Actor.Id, list, position);

    private static int Take(StringValues sent, List<Violation> violations)
    {
        if (sent.Count == 0)
        {
            return DefaultTake;
        }

        if (int.TryParse(sent.ToString(), out int take) && take is >= 1 and <= MaxTake)
        {
            return take;
        }

        violations.Add(new Violation("?take", RuleCodes.OutOfRange, $"Take 1 to {MaxTake}."));
        return DefaultTake;
    }
}

/// <summary>The page that is asked for.</summary>
/// <param name="Take">At most this many rows.</param>
/// <param name="Position">Where the page before ended; absent for the first.</param>
internal sealed record PageRequest(int Take, string? Position);

/// <summary>A page of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Continuation">Send it back as <c>?continuation=</c> for the next page; absent on the last.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Continuation);
