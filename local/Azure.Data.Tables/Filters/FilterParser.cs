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
        if (string.IsNullOrEmpty(filter))
        {
            return null;
        }

        var parser = new FilterParser(filter);
        FilterNode node = parser.Or();
        return parser._token.Kind == FilterTokenKind.End ? node : throw Malformed($"goes on with '{parser._token.Text}' after its end");
    }

    internal static RequestFailedException Malformed(string why) => TableRefusal.MalformedFilter(why).ToException();

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
            return FilterLiterals.Of(left) is null ? new ComparisonNode(Property(left), FilterOperator.Equal, new FilterLiteral(true)) : throw Malformed("has a value that nothing compares with");
        }

        Advance();
        FilterToken right = Take();
        return (FilterLiterals.Of(left), FilterLiterals.Of(right)) switch
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

        return token.Text.Length <= TableLimits.NameCharacters ? new PropertyName(token.Text) : throw TableRefusal.NameTooLong(token.Text).ToException();
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
