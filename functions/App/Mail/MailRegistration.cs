using Azure.Communication.Email;
using Azure.Identity;
using Caseward.App.Mail.Digests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Caseward.App.Mail;

/// <summary>Mail that leaves, and the surveys it asks for.</summary>
internal static class MailRegistration
{
    /// <summary>A turn of a lifecycle may wait for the provider's answer, but not long: nothing else of its case happens meanwhile.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<EmailOptions>().BindConfiguration(EmailOptions.Section).ValidateOnStart();
        return services
            .AddSingleton<IPostConfigureOptions<EmailOptions>, EmailDefaults>()
            .AddSingleton<IValidateOptions<EmailOptions>, EmailOptionsCheck>()
            .AddSingleton(provider => Connect(provider.GetRequiredService<IOptions<EmailOptions>>().Value))
            .AddSingleton<MailProvider>()
            .AddSingleton<MailTokens>()
            .AddSingleton<MailAttempts>()
            .AddSingleton<NoticeEndings>()
            .AddSingleton<DigestBooks>()
            .AddSingleton<MailTemplates>()
            .AddSingleton<CaseAddress>()
            .AddSingleton<NoticeComposer>()
            .AddSingleton<NoticeSender>();
    }

    private static EmailClient Connect(EmailOptions options)
    {
        var settings = new EmailClientOptions();

        // The delivery waits in a durable timer; waiting out a Retry-After inside an activity would only hold a worker.
        settings.Retry.MaxRetries = 0;
        settings.Retry.NetworkTimeout = LongestAnswer;
        if (options.ConnectionString.Length > 0)
        {
            return new EmailClient(options.ConnectionString, settings);
        }

        var identity = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = options.ClientId.Length > 0 ? options.ClientId : null });
        return new EmailClient(new Uri(options.Endpoint), identity, settings);
    }
}
