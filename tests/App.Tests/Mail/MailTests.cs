using System.Net;
using System.Text.RegularExpressions;
using Azure.Communication.Email;
using Caseward.App.Mail;
using Caseward.Domain.Cases;
using Caseward.Domain.Commands;
using Caseward.Testing;

namespace Caseward.App.Tests.Mail;

/// <summary>
/// Every kind of mail, with every reason it can have, in every language. The golden files are for people; the other tests hold for each of
/// those mails whatever it says.
/// </summary>
public sealed class MailTests
{
    [Theory]
    [MemberData(nameof(SampleMails.Names), MemberType = typeof(SampleMails))]
    public void Every_mail_reads_as_it_should(string name) =>
        Golden.Verify(string.Join("\n", MailTemplates.Languages.Select(language => $"===== {language}\n{MailDesk.Picture(SampleMails.Write(name, language))}")), name);

    [Theory]
    [MemberData(nameof(SampleMails.NamesAndLanguages), MemberType = typeof(SampleMails))]
    public void The_HTML_says_its_language_has_one_heading_and_closes_what_it_opens(string name, string language)
    {
        string html = SampleMails.Write(name, language).Content.Html;

        Assert.StartsWith("<!DOCTYPE html>\n", html, StringComparison.Ordinal);
        Assert.Contains($"<html lang=\"{language}\">", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<h1[ >]"));
        Assert.Matches("<title>[^<]+</title>", html);
        Assert.Empty(Unbalanced(html));
    }

    [Theory]
    [MemberData(nameof(SampleMails.NamesAndLanguages), MemberType = typeof(SampleMails))]
    public void Nothing_is_loaded_from_elsewhere_and_every_link_is_absolute(string name, string language)
    {
        string html = SampleMails.Write(name, language).Content.Html;

        Assert.DoesNotMatch("(?i)<(?:img|script|link|iframe|object|video|audio|form|base)|src=|url\\(|@import|javascript:", html);
        Assert.All(Links(html), link => Assert.StartsWith($"{MailDesk.PublicUrl}/", link, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SampleMails.NamesAndLanguages), MemberType = typeof(SampleMails))]
    public void The_text_part_says_everything_that_the_HTML_says(string name, string language)
    {
        EmailContent content = SampleMails.Write(name, language).Content;

        Assert.DoesNotContain("{{", content.PlainText + content.Html + content.Subject, StringComparison.Ordinal);
        Assert.All(Links(content.Html), link => Assert.Contains(link, content.PlainText, StringComparison.Ordinal));
        foreach (Match said in Regex.Matches(content.Html, "<(?<tag>dd|strong|blockquote)>(?<said>.*?)</\\k<tag>>", RegexOptions.Singleline))
        {
            string text = WebUtility.HtmlDecode(said.Groups["said"].Value.Replace("<br>", "", StringComparison.Ordinal));
            Assert.Contains(text, content.PlainText, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(SampleMails.NamesAndLanguages), MemberType = typeof(SampleMails))]
    public void Every_mail_tells_robots_not_to_answer(string name, string language)
    {
        EmailMessage mail = SampleMails.Write(name, language);

        Assert.Equal("auto-generated", mail.Headers["Auto-Submitted"]);
        Assert.Equal("All", mail.Headers["X-Auto-Response-Suppress"]);
        Assert.Equal("bulk", mail.Headers["Precedence"]);
        Assert.True(MailDesk.Addresses.TryReadLoopMark(mail.Headers["X-Case-Loop"], out _));
        Assert.True(mail.UserEngagementTrackingDisabled);
    }

    [Theory]
    [MemberData(nameof(SampleMails.AboutOneCase), MemberType = typeof(SampleMails))]
    public void Answers_to_every_mail_about_a_case_lead_to_the_case(string name, string language)
    {
        EmailMessage mail = SampleMails.Write(name, language);

        Assert.True(MailDesk.Addresses.TryReadLoopMark(mail.Headers["X-Case-Loop"], out CaseNumber looped));
        Assert.True(MailDesk.Addresses.TryRead(Assert.Single(mail.ReplyTo).Address, out CaseNumber answered));
        Assert.Equal(looped, answered);
        Assert.StartsWith($"[#{answered}] ", mail.Content.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void What_people_typed_is_shown_and_never_becomes_part_of_the_page()
    {
        const string Attack = "</p><script>alert('1')</script><a href=\"https://evil.example\">x</a> & {{number}}";
        EmailMessage mail = MailDesk.Write(
            CaseScenario.Opened("2024-08-12T10:30", open => open with { Subject = Attack }).Do(new ClaimCase()).Do(new AddComment($"{Attack}\nsecond line")),
            NoticeKind.Message);

        Assert.Contains(Attack, mail.Content.PlainText, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", mail.Content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example\"", mail.Content.Html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", mail.Content.Html, StringComparison.Ordinal);
        Assert.Contains("{{number}}<br>\nsecond line", mail.Content.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void No_line_break_gets_into_a_header_whatever_the_case_is_called()
    {
        EmailMessage mail = MailDesk.Write(
            CaseScenario.Opened("2024-08-12T10:30", open => open with
            {
                Language = "en",
                Subject = "Hello\r\nBcc: everybody@example.com\u2028\u0085" + new string('x', 400),
                Contact = open.Contact with { Name = "Jan\r\nCc: nobody@example.com" },
            }),
            NoticeKind.Receipt);

        Assert.StartsWith($"[#{SampleNumber}] We have received your question: Hello Bcc: everybody@example.com x", mail.Content.Subject, StringComparison.Ordinal);
        Assert.True(mail.Content.Subject.Length <= 251);
        string[] inHeaders = [mail.Content.Subject, mail.Recipients.To[0].DisplayName, mail.ReplyTo[0].DisplayName, .. mail.Headers.Values];
        Assert.All(inHeaders, text => Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u2028' or '\u2029'));
    }

    [Fact]
    public void A_notice_for_somebody_who_has_left_goes_to_the_fallback_recipient_in_their_language()
    {
        EmailMessage mail = MailDesk.Write(
            CaseScenario.Opened("2024-08-12T10:30", open => open with { Language = "es" }).At("2024-08-12T14:31"), NoticeKind.EscalationNotice, to: "gone-since-june");

        Assert.Equal("eva@caseward.example", Assert.Single(mail.Recipients.To).Address);
        Assert.Contains("<html lang=\"nl\">", mail.Content.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_digest_lists_what_a_reader_takes_in_and_counts_the_rest()
    {
        CaseScenario scenario = CaseScenario.Opened("2024-08-12T10:30").At("2024-08-12T14:31");

        EmailMessage mail = MailDesk.WriteDigest([.. Enumerable.Repeat(scenario, 500)], "helen");

        Assert.Equal("500 notices about cases", mail.Content.Subject);
        Assert.Equal(30, Regex.Count(mail.Content.PlainText, Regex.Escape($"/api/cases/{SampleNumber}")));
        Assert.Contains("And 470 more", mail.Content.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notice_of_what_nobody_watched_or_a_change_made_due_says_so()
    {
        EmailMessage outage = MailDesk.Write(
            CaseScenario.Opened("2024-08-12T10:30").At("2024-08-12T17:00"), NoticeKind.EscalationNotice, to: "helen");
        EmailMessage intime = MailDesk.Write(
            CaseScenario.Opened("2024-08-12T10:30").At("2024-08-12T14:30:02").At("2024-08-12T17:00"), NoticeKind.EscalationNotice, to: "helen");

        Assert.Contains("This notice comes 2 hours and 30 minutes late, because nobody watched", outage.Content.PlainText, StringComparison.Ordinal);
        Assert.DoesNotContain("nobody watched", intime.Content.PlainText, StringComparison.Ordinal);
    }

    [Fact]
    public void A_customer_without_an_address_gets_no_mail()
    {
        CaseScenario scenario = CaseScenario.Opened("2024-08-12T10:30");
        var unreachable = scenario.State with { Contact = scenario.State.Contact! with { Email = null } };
        CaseEvent decided = scenario.Stream.Last(stored => stored.Event.Fact is NoticeDecided).Event;

        Assert.Null(MailDesk.Composer.Compose(decided, (NoticeDecided)decided.Fact, unreachable, MailDesk.Policies, scenario.Now));
    }

    private static string SampleNumber => CaseNumber.FromDraw(1234567).Value;

    private static IEnumerable<string> Links(string html) =>
        Regex.Matches(html, "href=\"(?<link>[^\"]*)\"").Select(link => WebUtility.HtmlDecode(link.Groups["link"].Value));

    private static Stack<string> Unbalanced(string html)
    {
        var open = new Stack<string>();
        foreach (Match tag in Regex.Matches(html, "<(?<close>/?)(?<name>[a-z][a-z0-9]*)[^>]*>"))
        {
            string name = tag.Groups["name"].Value;
            if (name is "meta" or "br")
            {
                continue;
            }

            if (tag.Groups["close"].Length == 0)
            {
                open.Push(name);
            }
            else if (open.TryPeek(out string? innermost) && innermost == name)
            {
                open.Pop();
            }
            else
            {
                open.Push($"/{name}");
            }
        }

        return open;
    }
}
