using Caseward.App.Links;
using Caseward.App.Mail;
using Caseward.App.Signing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Caseward.App.Tests.Links;

/// <summary>What the app refuses to start with, because mail would not leave, lead nowhere or be forged.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void Development_needs_no_settings()
    {
        Assert.True(Check(Environments.Development, new LinksOptions()).Succeeded);
        Assert.True(Check(Environments.Development, new SigningOptions()).Succeeded);
        Assert.True(Check(Environments.Development, new EmailOptions()).Succeeded);
    }

    [Fact]
    public void Anywhere_else_all_are_asked_for()
    {
        Assert.Contains("Links__PublicUrl", Check(Environments.Production, new LinksOptions()).FailureMessage, StringComparison.Ordinal);
        Assert.Contains("Signing__Key", Check(Environments.Production, new SigningOptions()).FailureMessage, StringComparison.Ordinal);
        string mail = Check(Environments.Production, new EmailOptions()).FailureMessage!;
        Assert.Contains("Email__Endpoint", mail, StringComparison.Ordinal);
        Assert.Contains("Email__Sender", mail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("care.example.com")]
    [InlineData("ftp://care.example.com")]
    [InlineData("https://care.example.com?x=1")]
    public void An_address_that_links_cannot_start_with_is_refused(string publicUrl) =>
        Assert.True(Check(Environments.Production, new LinksOptions { PublicUrl = publicUrl }).Failed);

    [Fact]
    public void A_slash_at_the_end_of_the_address_does_no_harm()
    {
        var options = new LinksOptions { PublicUrl = "https://care.example.com/" };

        Assert.True(Check(Environments.Production, options).Succeeded);
        Assert.Equal("https://care.example.com", options.PublicUrl);
    }

    [Theory]
    [InlineData("short")]
    [InlineData(SigningOptions.DevelopmentKey)]
    public void A_key_that_others_could_know_is_refused(string key) => Assert.True(Check(Environments.Production, new SigningOptions { Key = key }).Failed);

    [Theory]
    [InlineData("", "", "service@example.com", "")]
    [InlineData("endpoint=https://mail.example.com/;accesskey=eA==", "https://mail.example.com/", "service@example.com", "")]
    [InlineData("", "mail.example.com", "service@example.com", "")]
    [InlineData("", "https://mail.example.com/", "service", "")]
    [InlineData("", "https://mail.example.com/", "a@b@example.com", "")]
    [InlineData("", "https://mail.example.com/", "service@example.com\r\nBcc: x@example.com", "")]
    [InlineData("", "https://mail.example.com/", "service@example.com", "in@example.com")]
    public void Mail_settings_that_cannot_work_are_refused(string connectionString, string endpoint, string sender, string inbound) =>
        Assert.True(Check(Environments.Production, new EmailOptions { ConnectionString = connectionString, Endpoint = endpoint, Sender = sender, InboundDomain = inbound }).Failed);

    [Fact]
    public void Answers_arrive_at_the_domain_of_the_sender_unless_another_is_named()
    {
        var options = new EmailOptions { Endpoint = "https://mail.example.com/", Sender = "service@example.com" };

        Assert.True(Check(Environments.Production, options).Succeeded);
        Assert.Equal("example.com", options.InboundDomain);
    }

    private static ValidateOptionsResult Check(string environment, LinksOptions options)
    {
        new LinksDefaults(new Host(environment)).PostConfigure(null, options);
        return new LinksOptionsCheck().Validate(null, options);
    }

    private static ValidateOptionsResult Check(string environment, SigningOptions options)
    {
        new SigningDefaults(new Host(environment)).PostConfigure(null, options);
        return new SigningOptionsCheck(new Host(environment)).Validate(null, options);
    }

    private static ValidateOptionsResult Check(string environment, EmailOptions options)
    {
        new EmailDefaults(new Host(environment)).PostConfigure(null, options);
        return new EmailOptionsCheck().Validate(null, options);
    }

    private sealed class Host(string environment) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = environment;

        public string ApplicationName { get; set; } = "tests";

        public string ContentRootPath { get; set; } = "";

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
