using Caseward.App.Http;
using Caseward.App.Identity;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;

namespace Caseward.App.Intake;

/// <summary>
/// Reads a new case from a request. Customers say what they want and who they are; what decides over promises and about colleagues
/// (level, account, internal comment, agreed time) is not theirs to fill in.
/// </summary>
internal static class IntakeForm
{
    private static readonly string[] NotForCustomers = ["level", "internalComment", "agreedAt", "menuChoice", "entitlement"];

    public static OpenCase Read(Fields fields, Caller caller, Func<Fields, Caller, Origin> origin)
    {
        if (caller.IsCustomer)
        {
            RefuseToCustomers(fields, NotForCustomers);
        }

        return new OpenCase
        {
            Subject = fields.Text("subject") ?? "",
            Description = fields.Text("description") ?? "",
            InternalComment = fields.Text("internalComment"),
            Type = fields.Choice<CaseType>("type") ?? CaseType.TechnicalSupport,
            Priority = fields.Required("priority", fields.Integer("priority"), 0),
            Department = fields.RequiredText("department"),
            Level = fields.Text("level"),
            Origin = origin(fields, caller),
            Language = fields.Text("language"),
            Contact = ReadContact(fields.Object("contact"), caller),
            Region = fields.Text("region"),
            Product = fields.Text("product"),
            MenuChoice = fields.Text("menuChoice"),
            AgreedAt = fields.Instant("agreedAt"),
            Entitlement = fields.Choice<Entitlement>("entitlement"),
        };
    }

    private static Contact ReadContact(Fields fields, Caller caller)
    {
        if (caller.IsCustomer)
        {
            RefuseToCustomers(fields, "account");
        }

        string? email = fields.Text("email");
        return new Contact
        {
            Name = fields.Text("name") ?? "",
            Email = caller.IsCustomer ? caller.Actor.Id : email,
            Phone = fields.Text("phone"),
            Account = fields.Text("account"),
        };
    }

    private static void RefuseToCustomers(Fields fields, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (fields.Has(name))
            {
                fields.Refuse(name, RequestCodes.NotAllowed, "Only colleagues fill this in.");
            }
        }
    }
}
