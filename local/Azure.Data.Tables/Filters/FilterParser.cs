using System.Globalization;
using Azure;

namespace Caseward.Local.Tables.Filters;

/// <summary>Reads filter text, the service's subset of OData, into a tree. Values never leave the tree, so no text can reach SQL.</summary>
internal sealed class FilterParser
{
    private const int MaxDepth = 64;

    private readonly FilterLexer _lexer;
    private FilterToken _token;
    private int _comparisons;
    private int _depth;

    private FilterParser(string filter)
    {
        _lexer = new FilterLexer(filter);
        _token = _lexer.Next();
    }

    /// <summary>The tree of a filter; <see langword="null"/> when everything passes.</summary>
    /// <exception cref="RequestFailedException">400: the text is no filter, or one of more than fifteen comparisons.</exception>
    public static FilterNode? Parse(string? filter)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return null;
        }

        var parser = new FilterParser(filter);
        FilterNode node = parser.Or();
        return parser._token.Kind == FilterTokenKind.End ? node : throw Malformed($"goes on with '{parser._token.Text}' after its end");
    }

    private static RequestFailedException Malformed(string why) => TableRefusal.MalformedFilter(why).ToException();

    private static FilterOperator? OperatorOf(FilterToken token) => token.Kind != FilterTokenKind.Word ? null : token.Text switch
    {
        "eq" => FilterOperator.Equal,
        "ne" => FilterOperator.NotEqual,
        "gt" => FilterOperator.Greater,
        "ge" => FilterOperator.GreaterOrEqual,
        "lt" => FilterOperator.Less,
        "le" => FilterOperator.LessOrEqual,
        _ => null,
    };

    private static FilterOperator Mirrored(FilterOperator comparison) => comparison switch
    {
        FilterOperator.Greater => FilterOperator.Less,
        FilterOperator.GreaterOrEqual => FilterOperator.LessOrEqual,
        FilterOperator.Less => FilterOperator.Greater,
        FilterOperator.LessOrEqual => FilterOperator.GreaterOrEqual,
        _ => comparison,
    };

    private static FilterLiteral? LiteralOf(FilterToken token) => token.Kind switch
    {
        FilterTokenKind.Quoted => QuotedLiteral(token),
        FilterTokenKind.Number => NumberLiteral(token.Text),
        FilterTokenKind.Word => token.Text switch
        {
            "true" => new FilterLiteral(true),
            "false" => new FilterLiteral(false),
            "NaN" => new FilterLiteral(double.NaN),
            "INF" or "Infinity" => new FilterLiteral(double.PositiveInfinity),
            "null" => throw Malformed("compares with null, which the service does not"),
            _ => null,
        },
        _ => null,
    };

    private static FilterLiteral QuotedLiteral(FilterToken token)
    {
        switch (token.Prefix)
        {
            case "":
                return new FilterLiteral(token.Text);
            case "datetime" when DateTimeOffset.TryParse(
                token.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant):
                return new FilterLiteral(instant);
            case "guid" when Guid.TryParse(token.Text, out Guid guid):
                return new FilterLiteral(guid);
            case "X" or "binary" when token.Text.Length % 2 == 0 && token.Text.All(char.IsAsciiHexDigit):
                return new FilterLiteral(Convert.FromHexString(token.Text));
            default:
                throw Malformed($"has the value {token.Prefix}'{token.Text}', which is none");
        }
    }

    private static FilterLiteral NumberLiteral(string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            return new FilterLiteral(number);
        }

        if (text[^1] is 'L' or 'l' && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large))
        {
            return new FilterLiteral(large);
        }

        if (text == "-INF")
        {
            return new FilterLiteral(double.NegativeInfinity);
        }

        bool isFraction = text.AsSpan().ContainsAny('.', 'e', 'E');
        return isFraction && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction)
            ? new FilterLiteral(fraction)
            : throw Malformed($"has the number {text}, which is none or needs the suffix L");
    }

    private FilterNode Or()
    {
        FilterNode left = And();
        while (TakeWord("or"))
        {
            left = new OrNode(left, And());
        }

        return left;
    }

    private FilterNode And()
    {
        FilterNode left = Unary();
        while (TakeWord("and"))
        {
            left = new AndNode(left, Unary());
        }

        return left;
    }

    private FilterNode Unary()
    {
        if (++_depth > MaxDepth)
        {
            throw Malformed("is nested too deeply");
        }

        FilterNode node;
        if (TakeWord("not"))
        {
            node = new NotNode(Unary());
        }
        else if (_token.Kind == FilterTokenKind.Open)
        {
            Advance();
            node = Or();
            if (_token.Kind != FilterTokenKind.Close)
            {
                throw Malformed("lacks a closing parenthesis");
            }

            Advance();
        }
        else
        {
            node = Comparison();
        }

        _depth--;
        return node;
    }

    private ComparisonNode Comparison()
    {
        if (++_comparisons > TableLimits.FilterComparisons)
        {
            throw Malformed($"has more than {TableLimits.FilterComparisons} comparisons");
        }

        FilterToken left = Take();
        if (OperatorOf(_token) is not { } comparison)
        {
            return LiteralOf(left) is null ? new ComparisonNode(Property(left), FilterOperator.Equal, new FilterLiteral(true)) : throw Malformed("has a value that nothing compares with");
        }

        Advance();
        FilterToken right = Take();
        return (LiteralOf(left), LiteralOf(right)) switch
        {
            (null, { } value) => new ComparisonNode(Property(left), comparison, value),
            ({ } value, null) => new ComparisonNode(Property(right), Mirrored(comparison), value),
            _ => throw Malformed("compares something else than a property with a value"),
        };
    }

    private static PropertyName Property(FilterToken token)
    {
        if (token.Kind != FilterTokenKind.Word)
        {
            throw Malformed(token.Kind == FilterTokenKind.End ? "ends too early" : $"has '{token.Text}' where a property should be");
        }

        return new PropertyName(token.Text);
    }

    private bool TakeWord(string word)
    {
        if (_token.Kind != FilterTokenKind.Word || _token.Text != word)
        {
            return false;
        }

        Advance();
        return true;
    }

    private FilterToken Take()
    {
        FilterToken token = _token;
        Advance();
        return token;
    }

    private void Advance() => _token = _lexer.Next();
}
