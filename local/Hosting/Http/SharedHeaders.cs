using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Field = System.Collections.Generic.KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>;

namespace Caseward.Local.Hosting.Http;

/// <summary>Headers in the worker's model and ASP.NET Core's at once: what is set in one is there in the other.</summary>
internal abstract class SharedHeaders : HttpHeadersCollection, IHeaderDictionary
{
    protected SharedHeaders(IHeaderDictionary server)
    {
        foreach ((string name, StringValues values) in server)
        {
            this[name] = values;
        }
    }

    ICollection<string> IDictionary<string, StringValues>.Keys => [.. Fields().Select(each => each.Key)];

    ICollection<StringValues> IDictionary<string, StringValues>.Values => [.. Fields().Select(each => each.Value)];

    int ICollection<Field>.Count => NonValidated.Count;

    bool ICollection<Field>.IsReadOnly => false;

    long? IHeaderDictionary.ContentLength
    {
        get => HeaderUtilities.TryParseNonNegativeInt64(this[HeaderNames.ContentLength].ToString(), out long length) ? length : null;
        set => this[HeaderNames.ContentLength] = value?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The values of a header, none when it is not there; setting none removes it.</summary>
    public StringValues this[string key]
    {
        get => NonValidated.TryGetValues(key, out System.Net.Http.Headers.HeaderStringValues values) ? values.ToArray() : StringValues.Empty;
        set
        {
            Remove(key);
            if (value.Count > 0)
            {
                TryAddWithoutValidation(key, value.AsEnumerable());
            }
        }
    }

    bool IDictionary<string, StringValues>.ContainsKey(string key) => NonValidated.Contains(key);

    bool IDictionary<string, StringValues>.TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        value = this[key];
        return NonValidated.Contains(key);
    }

    void IDictionary<string, StringValues>.Add(string key, StringValues value) => TryAddWithoutValidation(key, value.AsEnumerable());

    void ICollection<Field>.Add(Field item) => TryAddWithoutValidation(item.Key, item.Value.AsEnumerable());

    bool ICollection<Field>.Contains(Field item) => NonValidated.Contains(item.Key) && this[item.Key] == item.Value;

    bool ICollection<Field>.Remove(Field item) => ((ICollection<Field>)this).Contains(item) && Remove(item.Key);

    void ICollection<Field>.CopyTo(Field[] array, int arrayIndex)
    {
        foreach (Field each in Fields())
        {
            array[arrayIndex++] = each;
        }
    }

    IEnumerator<Field> IEnumerable<Field>.GetEnumerator() => Fields().GetEnumerator();

    protected IEnumerable<Field> Fields()
    {
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in NonValidated)
        {
            yield return new Field(name, values.ToArray());
        }
    }
}
