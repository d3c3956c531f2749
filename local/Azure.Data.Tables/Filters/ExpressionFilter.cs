using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Caseward.Local.Tables.Filters;

/// <summary>
/// Turns an expression into the filter text that the real client makes of it, parentheses included. What does not depend on the
/// entity is evaluated; the rest must be comparisons joined by and, or and not.
/// </summary>
internal sealed class ExpressionFilter
{
    /// <summary>The real client's switch for applications that had filters before it refused the comparison that the service does not know.</summary>
    private const string IgnoreComparison = "Azure.Data.Tables.DisableThrowOnStringComparisonFilter";

    /// <summary>The same in the environment; the switch wins.</summary>
    private const string IgnoreComparisonVariable = "AZURE_DATA_TABLES_DISABLE_THROWONSTRINGCOMPARISONFILTER";

    /// <summary>What reads a property by its name in an expression. Others of the entity, <c>GetDateTimeOffset</c> among them, the real client does not know there.</summary>
    private static readonly HashSet<string> Getters =
    [
        "get_Item", nameof(TableEntity.GetBinary), nameof(TableEntity.GetBinaryData), nameof(TableEntity.GetBoolean), nameof(TableEntity.GetDateTime), nameof(TableEntity.GetDouble), nameof(TableEntity.GetGuid),
        nameof(TableEntity.GetInt32), nameof(TableEntity.GetInt64), nameof(TableEntity.GetString),
    ];

    private readonly StringBuilder _text = new();
    private readonly ParameterExpression _entity;

    private ExpressionFilter(ParameterExpression entity) => _entity = entity;

    /// <summary>Null when it is true of every entity: the service has no filter for that.</summary>
    /// <exception cref="NotSupportedException">The service has no operator for something in it.</exception>
    public static string? Translate<T>(Expression<Func<T, bool>> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var writer = new ExpressionFilter(filter.Parameters[0]);
        writer.Condition(filter.Body);
        string text = writer._text.ToString();
        return text == "true" ? null : text;
    }

    private static Expression WithoutConversion(Expression expression)
    {
        while (expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked or ExpressionType.TypeAs } conversion)
        {
            expression = conversion.Operand;
        }

        return expression;
    }

#pragma warning disable RS0030 // The real client reads its switch there, too.
    private static bool IsComparisonIgnored(MethodCallExpression call) => call.Arguments[^1].Type == typeof(StringComparison)
        && (AppContext.TryGetSwitch(IgnoreComparison, out bool ignored) ? ignored
            : Environment.GetEnvironmentVariable(IgnoreComparisonVariable) is { } text && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1"));
#pragma warning restore RS0030

    private static string NameOf(MemberInfo member) =>
        member.DeclaringType == typeof(TableItem) && member.Name == nameof(TableItem.Name) ? "TableName"
        : member.GetCustomAttribute<DataMemberAttribute>()?.Name ?? member.Name;

    private static NotSupportedException NotSupported(Expression expression) =>
        new($"A table filter cannot say '{expression}': it compares properties with values by ==, !=, <, <=, >, >= or CompareTo, joined by &&, || and !.");

    private static string? Keyword(ExpressionType type) => type switch
    {
        ExpressionType.AndAlso or ExpressionType.And => "and",
        ExpressionType.OrElse or ExpressionType.Or => "or",
        ExpressionType.Equal => "eq",
        ExpressionType.NotEqual => "ne",
        ExpressionType.GreaterThan => "gt",
        ExpressionType.GreaterThanOrEqual => "ge",
        ExpressionType.LessThan => "lt",
        ExpressionType.LessThanOrEqual => "le",
        _ => null,
    };

    private void Condition(Expression expression)
    {
        switch (expression)
        {
            case var value when !DependsOnEntity(value):
                _text.Append(FilterText.Of(Value(value)));
                break;
            case BinaryExpression binary when Keyword(binary.NodeType) is { } keyword:
                if (keyword is "and" or "or")
                {
                    Both(binary.Left, keyword, binary.Right, Nested);
                }
                else
                {
                    Comparison(binary, keyword);
                }

                break;
            case UnaryExpression { NodeType: ExpressionType.Not } not:
                _text.Append("not ");
                Nested(not.Operand);
                break;
            case MethodCallExpression { Method.Name: nameof(Equals) } equals:
                (Expression left, Expression right) = Operands(equals);
                Both(left, "eq", right, Operand);
                break;
            default:
                Both(expression, "eq", Expression.Constant(true), Operand);
                break;
        }
    }

    private void Nested(Expression expression)
    {
        if (!DependsOnEntity(expression))
        {
            Condition(expression);
            return;
        }

        _text.Append('(');
        Condition(expression);
        _text.Append(')');
    }

    private void Comparison(BinaryExpression binary, string keyword)
    {
        if (WithoutConversion(binary.Left) is MethodCallExpression { Method.Name: "Compare" or "CompareTo" } compare && compare.Type == typeof(int) && DependsOnEntity(compare))
        {
            if (Value(binary.Right) is not 0)
            {
                throw NotSupported(binary);
            }

            (Expression one, Expression other) = Operands(compare);
            Both(one, keyword, other, Operand);
            return;
        }

        Both(binary.Left, keyword, binary.Right, Operand);
    }

    private void Both(Expression left, string keyword, Expression right, Action<Expression> write)
    {
        write(left);
        _text.Append(' ').Append(keyword).Append(' ');
        write(right);
    }

    private (Expression Left, Expression Right) Operands(MethodCallExpression call) => (call.Object, call.Arguments.Count) switch
    {
        (null, 2) => (call.Arguments[0], call.Arguments[1]),
        ({ } instance, 1) => (instance, call.Arguments[0]),
        (null, 3) when IsComparisonIgnored(call) => (call.Arguments[0], call.Arguments[1]),
        ({ } instance, 2) when IsComparisonIgnored(call) => (instance, call.Arguments[0]),
        _ => throw NotSupported(call),
    };

    private void Operand(Expression operand)
    {
        if (!DependsOnEntity(operand))
        {
            _text.Append(FilterText.Of(Value(operand)));
            return;
        }

        Expression expression = WithoutConversion(operand);
        switch (expression)
        {
            case MemberExpression { Member: PropertyInfo { Name: "Value" } property } member when Nullable.GetUnderlyingType(property.DeclaringType!) is not null:
                Operand(member.Expression!);
                break;
            case MemberExpression { Member: PropertyInfo } member when WithoutConversion(member.Expression!) == _entity:
                _text.Append(NameOf(member.Member));
                break;
            case MethodCallExpression { Object: { } instance, Arguments: [var key] } call
                when WithoutConversion(instance) == _entity && (call.Method.DeclaringType == typeof(TableEntity) || call.Method.DeclaringType == typeof(IDictionary<string, object>)) && Getters.Contains(call.Method.Name) && key.Type == typeof(string):
                _text.Append((string?)Value(key) ?? throw NotSupported(expression));
                break;
            default:
                throw NotSupported(expression);
        }
    }

    private bool DependsOnEntity(Expression expression)
    {
        var search = new EntitySearch(_entity);
        search.Visit(expression);
        return search.Found;
    }

    private object? Value(Expression expression)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return constant.Value;
            case MemberExpression { Member: FieldInfo field } member:
                return field.GetValue(member.Expression is null ? null : Value(member.Expression));
            default:
                return DependsOnEntity(expression)
                    ? throw NotSupported(expression)
                    : Expression.Lambda<Func<object?>>(Expression.Convert(expression, typeof(object))).Compile(preferInterpretation: true)();
        }
    }

    private sealed class EntitySearch(ParameterExpression entity) : ExpressionVisitor
    {
        public bool Found { get; private set; }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            Found |= node == entity;
            return node;
        }
    }
}
