using Caseward.Domain.Cases;
using Caseward.Domain.Rules;
using Microsoft.AspNetCore.Http;

namespace Caseward.App.Identity;

/// <summary>Who makes a request.</summary>
/// <param name="Actor">As cases remember them.</param>
/// <param name="Roles">What they may be.</param>
internal sealed record Caller(Actor Actor, Roles Roles)
{
    public bool IsCustomer => Roles == Roles.Customer;

    public bool IsStaff => (Roles & Roles.Staff) != Roles.None;

    /// <summary>Whether the case is theirs to see: customers see the cases that are for their e-mail address, everybody else sees all.</summary>
    public bool MaySee(CaseState state) => !IsCustomer || EmailAddresses.AreSame(state.Contact?.Email, Actor.Id);

    /// <summary>The caller that the identity middleware found.</summary>
    /// <exception cref="InvalidOperationException">The function is open to all, so nobody was asked for.</exception>
    public static Caller Of(HttpRequest request) =>
        request.HttpContext.Features.Get<Caller>() ?? throw new InvalidOperationException("This function is open to all: there is no caller to ask for.");
}
