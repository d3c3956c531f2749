using System.Text;
using Azure.Data.Tables;
using Caseward.App.Storage;

namespace Caseward.App.Tests.Storage;

public sealed class LongTextTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(29_999)]
    [InlineData(30_000)]
    [InlineData(30_001)]
    [InlineData(60_000)]
    [InlineData(90_001)]
    public void A_text_of_any_length_comes_back_as_it_was(int length)
    {
        string text = new('x', length);

        Assert.Equal(text, RoundTrip(text, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void No_piece_ends_in_the_middle_of_a_symbol(string before)
    {
        string text = before + string.Concat(Enumerable.Repeat("🛴", 40_000));
        var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        Assert.Equal(text, RoundTrip(text, out TableEntity entity));
        Assert.All(entity.Keys.Where(key => key.StartsWith("Text", StringComparison.Ordinal)).Select(entity.GetString), piece =>
        {
            strict.GetByteCount(piece);
            Assert.InRange(piece.Length, 0, 32_768);
        });
    }

    private static string RoundTrip(string text, out TableEntity entity)
    {
        entity = new TableEntity("p", "r");
        LongText.Set(entity, "Text", text);
        return LongText.Get(entity, "Text");
    }
}
