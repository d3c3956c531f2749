using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.App.Mail;

/// <summary>How mail leaves, and where answers to it arrive.</summary>
internal sealed class EmailOptions
{
    public const string Section = "Email";

    /// <value>The mail service with its key: <c>endpoint=…;accesskey=…</c>. Either this or <see cref="Endpoint"/>.</value>
    public string ConnectionString { get; set; } = "";

    /// <value>The mail service, reached with the app's identity.</value>
    public string Endpoint { get; set; } = "";

    /// <value>The identity's client id, when it is a user-assigned one.</value>
    public string ClientId { get; set; } = "";

    /// <value>The address that mail comes from; the service must know it.</value>
    public string Sender { get; set; } = "";

    /// <value>The domain at which answers arrive: they go to <c>case+{number}.{signature}@</c> it. The default is the sender's domain.</value>
    public string InboundDomain { get; set; } = "";

    /// <summary>The domain of <see cref="Sender"/>, whose rate limit counts.</summary>
    public string SenderDomain => Sender[(Sender.LastIndexOf('@') + 1)..];
}

/// <summary>Fills in what may be left out.</summary>
internal sealed class EmailDefaults(IHostEnvironment environment) : IPostConfigureOptions<EmailOptions>
{
    public void PostConfigure(string? name, EmailOptions options)
    {
        if (environment.IsDevelopment())
        {
            options.Sender = options.Sender.Length == 0 ? "service@caseward.example" : options.Sender;
            if (options.ConnectionString.Length == 0 && options.Endpoint.Length == 0)
            {
                options.ConnectionString = "endpoint=http://localhost:7071/;accesskey=ZGV2ZWxvcG1lbnQ=";
            }
        }

        if (options.InboundDomain.Length == 0)
        {
            options.InboundDomain = options.SenderDomain;
        }
    }
}

/// <summary>Refuses to start when mail could not leave.</summary>
internal sealed class EmailOptionsCheck : IValidateOptions<EmailOptions>
{
    public ValidateOptionsResult Validate(string? name, EmailOptions options)
    {
        var wrong = new List<string>();
        if (options.ConnectionString.Length == 0 == (options.Endpoint.Length == 0))
        {
            wrong.Add("Set either Email__ConnectionString, or Email__Endpoint to use the app's identity.");
        }

        if (options.Endpoint.Length > 0 && !Uri.TryCreate(options.Endpoint, UriKind.Absolute, out _))
        {
            wrong.Add("Email__Endpoint is not an address such as https://example.europe.communication.azure.com.");
        }

        if (!IsAddress(options.Sender))
        {
            wrong.Add("Set Email__Sender to the address that mail comes from, such as service@example.com.");
        }

        if (!IsAddress($"case@{options.InboundDomain}"))
        {
            wrong.Add("Email__InboundDomain is not a domain such as in.example.com.");
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsAddress(string text) =>
        text.IndexOf('@') is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or ',' or ';');
}
