using Caseward.Domain.Cases;
using FsCheck;
using FsCheck.Fluent;

namespace Caseward.Domain.Tests.Cases;

public sealed class CaseNumberTests
{
    private static readonly Arbitrary<int> Draws = Gen.Choose(0, CaseNumber.Count - 1).ToArbitrary();

    [Fact]
    public void Every_draw_is_a_number_of_nine_digits_that_reads_back() =>
        Prop.ForAll(Draws, draw =>
        {
            CaseNumber number = CaseNumber.FromDraw(draw);
            return number.Value.Length == 9 && CaseNumber.TryParse(number.Value, out CaseNumber read) && read == number;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void One_wrong_digit_is_never_another_case() =>
        Prop.ForAll(Draws, Gen.Choose(0, 8).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (draw, place, shift) =>
        {
            char[] digits = CaseNumber.FromDraw(draw).Value.ToCharArray();
            digits[place] = (char)('0' + ((digits[place] - '0' + shift) % 10));
            return !CaseNumber.TryParse(new string(digits), out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_swapped_neighbours_are_never_another_case() =>
        Prop.ForAll(Draws, Gen.Choose(0, 7).ToArbitrary(), (draw, place) =>
        {
            char[] digits = CaseNumber.FromDraw(draw).Value.ToCharArray();
            (digits[place], digits[place + 1]) = (digits[place + 1], digits[place]);
            return digits[place] == digits[place + 1] || !CaseNumber.TryParse(new string(digits), out _);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_reads_as_people_type_it()
    {
        string value = CaseNumber.FromDraw(42).Value;

        Assert.True(CaseNumber.TryParse($"{value[..3]} {value[3..6]}-{value[6..]}", out CaseNumber number));
        Assert.Equal(value, number.Value);
    }

    [Theory]
    [InlineData(27, true)]
    [InlineData(28, false)]
    public void It_takes_as_much_between_the_digits_as_anybody_types(int length, bool isNumber) =>
        Assert.Equal(isNumber, CaseNumber.TryParse(CaseNumber.FromDraw(42).Value.PadRight(length), out _));

    [Theory]
    [InlineData(-1)]
    [InlineData(CaseNumber.Count)]
    public void There_is_no_number_for_another_draw(int draw) => Assert.Throws<ArgumentOutOfRangeException>(() => CaseNumber.FromDraw(draw));

    [Theory]
    [InlineData("12345678x")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345678")]
    [InlineData("abcdefghi")]
    [InlineData("٠١٢٣٤٥٦٧٨")]
    public void Anything_else_is_no_number(string? text) => Assert.False(CaseNumber.TryParse(text, out _));
}
