using Caseward.Domain.Cases;
using Caseward.Domain.Rules;

namespace Caseward.App.Identity;

/// <summary>Makes callers of people who do not work here.</summary>
internal static class Customers
{
    /// <summary>The customer with that e-mail address, in one spelling; absent when it is none.</summary>
    public static Caller? WithEmail(string email) =>
        TextRules.Email("", email).Any() ? null : new Caller(new Actor(ActorKind.Customer, EmailAddresses.Fold(email)), Roles.Customer);
}
