using System.Text.Json;
using System.Text.RegularExpressions;
using Caseward.App.Mail;
using Caseward.App.Templates;
using Caseward.Domain.Cases;
using Caseward.Domain.Clocks;

namespace Caseward.App.Tests.Mail;

/// <summary>The languages say the same things, as far as that can be seen from outside.</summary>
public sealed class TemplateTests
{
    public static TheoryData<string> Files =>
        ["layout", .. Enum.GetValues<NoticeKind>().Select(kind => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_mail_exists_in_every_language_with_the_same_sections_and_placeholders(string file)
    {
        Dictionary<string, string[]> dutch = Placeholders(file, "nl");

        foreach (string language in MailTemplates.Languages)
        {
            Dictionary<string, string[]> other = Placeholders(file, language);
            Assert.Equal(dutch.Keys.Order(), other.Keys.Order());
            Assert.All(dutch, section => Assert.Equal(section.Value, other[section.Key]));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_mail_fills_the_same_places_in_text_and_in_HTML(string file)
    {
        foreach (string language in MailTemplates.Languages)
        {
            Dictionary<string, string[]> sections = Placeholders(file, language);
            string[] onlyAroundTheText = ["css", "title", "number", "manual", "subject"];

            Assert.Equal(sections["text"].Except(onlyAroundTheText), sections["html"].Except(onlyAroundTheText));
        }
    }

    [Fact]
    public void Every_clock_and_every_cause_has_its_words()
    {
        foreach (string language in MailTemplates.Languages)
        {
            Assert.Superset(
                Enum.GetValues<ClockName>().Where(clock => clock != ClockName.Callback).SelectMany(clock => new[] { $"is{clock}", $"do{clock}" }).ToHashSet(),
                Placeholders("warning", language).Keys.ToHashSet());
            Assert.Superset(
                Enum.GetValues<EscalationCause>().SelectMany(cause => new[] { $"is{cause}", $"do{cause}" }).ToHashSet(),
                Placeholders("escalationNotice", language).Keys.ToHashSet());
        }
    }

    [Fact]
    public void Every_word_of_the_pages_exists_in_every_language_and_none_is_empty()
    {
        Dictionary<string, string> english = Words("en");

        foreach (string language in MailTemplates.Languages)
        {
            Dictionary<string, string> words = Words(language);
            Assert.Equal(english.Keys, words.Keys);
            Assert.All(words.Values, word => Assert.False(string.IsNullOrWhiteSpace(word)));
        }
    }

    [Theory]
    [InlineData("surveySend")]
    [InlineData("confirmButton")]
    [InlineData("reopenButton")]
    public void Buttons_are_about_as_long_in_every_language(string button) =>
        Assert.All(MailTemplates.Languages, language => Assert.InRange(Words(language)[button].Length, 1, (int)(Words("en")[button].Length * 2.5)));

    private static Dictionary<string, string> Words(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(TemplateEngine.Read($"pages/texts.{language}.json"))!;

    private static Dictionary<string, string[]> Placeholders(string file, string language) =>
        Regex.Split(TemplateEngine.Read($"mail/{file}.{language}.hbs"), @"^=== (?<name>\w+)\n", RegexOptions.Multiline)
            .Skip(1)
            .Chunk(2)
            .ToDictionary(
                section => section[0],
                section => Regex.Matches(section[1], @"\{\{\{?[#/]?(?:if |lines )?(?<name>\w+)").Select(match => match.Groups["name"].Value)
                    .Where(name => name is not ("if" or "else")).Distinct().Order().ToArray());
}
