using System.Diagnostics;
using System.Text;
using Caseward.App.Intake;

namespace Caseward.App.Tests.Intake;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("<b>bold</b> and <i>thin</i>", "bold and thin")]
    [InlineData("a<br>b<br/>c", "a\nb\nc")]
    [InlineData("1 < 2 and 3 > 2", "1 < 2 and 3 > 2")]
    [InlineData("x <3 y", "x <3 y")]
    [InlineData("&lt;script&gt;", "<script>")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("<!-- hidden --><p>seen</p>", "\nseen\n")]
    [InlineData("<!DOCTYPE html><p>seen", "\nseen")]
    [InlineData("<SCRIPT>bad()</ScRiPt >after", "after")]
    [InlineData("<style>never closed", "")]
    [InlineData("<a title=\"a > b\" href=\"https://x.example/\">x</a>", "x (https://x.example/)")]
    [InlineData("<a href='https://x.example/'>https://x.example/</a>", "https://x.example/")]
    [InlineData("<a href=https://x.example/p>x</a>", "x (https://x.example/p)")]
    [InlineData("<a href=\"javascript:alert(1)\">x</a>", "x")]
    [InlineData("<a href=\"data:text/html,x\">x</a>", "x")]
    [InlineData("<p title=\"never closed>text</p>", "\ntext\n")]
    [InlineData("<", "<")]
    [InlineData("</", "</")]
    [InlineData("<p", "<p")]
    [InlineData("", "")]
    public void Words_stay_and_markup_goes(string html, string text) => Assert.Equal(text, HtmlText.ToPlain(html));

    [Theory]
    [InlineData("<a ")]
    [InlineData("<a \"")]
    [InlineData("<script>")]
    [InlineData("<!--")]
    [InlineData("&#1;&lt;")]
    [InlineData("<a href=\"https://x.example/\">")]
    [InlineData("</p ")]
    public void Malice_takes_no_longer_than_prose(string piece)
    {
        string html = new StringBuilder().Insert(0, piece, 1_000_000 / piece.Length).Append('>').ToString();
        long before = Stopwatch.GetTimestamp();

        HtmlText.ToPlain(html);

        // Quadratic work on a megabyte would take minutes; the bound is wide because the machine may be busy.
        Assert.True(Stopwatch.GetElapsedTime(before) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Random_markup_never_fails()
    {
        var random = new Random(20240812);
        string[] pieces = ["<", ">", "\"", "'", "a", "p", "/", "!", "-", "--", "script", "href=", "&", "#", ";", " ", "é", "\ud800", "\n", "li", "<!--", "-->"];
        for (int run = 0; run < 20_000; run++)
        {
            HtmlText.ToPlain(string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => pieces[random.Next(pieces.Length)])));
        }
    }
}
