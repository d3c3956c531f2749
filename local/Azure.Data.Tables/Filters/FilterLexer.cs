namespace Caseward.Local.Tables.Filters;

/// <summary>The kinds of words in a filter.</summary>
internal enum FilterTokenKind
{
    End,
    Open,
    Close,
    Word,
    Number,
    Quoted,
}

/// <summary>A word of a filter. For quoted ones <paramref name="Text"/> is what the quotes hold and <paramref name="Prefix"/> what stands before them.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, string Prefix);

/// <summary>Takes a filter apart into words.</summary>
internal sealed class FilterLexer(string filter)
{
    private int _at;

    public FilterToken Next()
    {
        while (_at < filter.Length && char.IsWhiteSpace(filter[_at]))
        {
            _at++;
        }

        if (_at == filter.Length)
        {
            return new FilterToken(FilterTokenKind.End, string.Empty, string.Empty);
        }

        char first = filter[_at];
        return first switch
        {
            '(' => Single(FilterTokenKind.Open),
            ')' => Single(FilterTokenKind.Close),
            '\'' => Quoted(string.Empty),
            '-' or '+' or '.' or (>= '0' and <= '9') => Number(),
            _ when char.IsLetter(first) || first == '_' => Word(),
            _ => throw TableRefusal.MalformedFilter($"has an unexpected '{first}' at {_at}").ToException(),
        };
    }

    private FilterToken Single(FilterTokenKind kind) => new(kind, filter[_at++].ToString(), string.Empty);

    private FilterToken Number()
    {
        int start = _at++;
        while (_at < filter.Length && (char.IsAsciiLetterOrDigit(filter[_at]) || filter[_at] == '.' || (filter[_at] is '-' or '+' && filter[_at - 1] is 'e' or 'E')))
        {
            _at++;
        }

        return new FilterToken(FilterTokenKind.Number, filter[start.._at], string.Empty);
    }

    private FilterToken Word()
    {
        int start = _at;
        while (_at < filter.Length && (char.IsLetterOrDigit(filter[_at]) || filter[_at] == '_'))
        {
            _at++;
        }

        string word = filter[start.._at];
        return _at < filter.Length && filter[_at] == '\'' ? Quoted(word) : new FilterToken(FilterTokenKind.Word, word, string.Empty);
    }

    private FilterToken Quoted(string prefix)
    {
        int start = ++_at;
        while (true)
        {
            int quote = filter.IndexOf('\'', _at);
            if (quote < 0)
            {
                throw TableRefusal.MalformedFilter($"has a quote without its end at {start - 1}").ToException();
            }

            if (quote + 1 < filter.Length && filter[quote + 1] == '\'')
            {
                _at = quote + 2;
                continue;
            }

            _at = quote + 1;
            return new FilterToken(FilterTokenKind.Quoted, filter[start..quote].Replace("''", "'", StringComparison.Ordinal), prefix);
        }
    }
}
