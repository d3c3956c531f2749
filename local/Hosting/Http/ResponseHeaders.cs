using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Field = System.Collections.Generic.KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>;

namespace Caseward.Local.Hosting.Http;

/// <summary>
/// The headers of an answer, in the worker's model and ASP.NET Core's at once: a cookie, a middleware and a function all see what the others have set, as with the
/// worker's integration of ASP.NET Core. The server takes them over when the answer begins.
/// </summary>
internal sealed class ResponseHeaders : HttpHeadersCollection, IHeaderDictionary
{
    private ResponseHeaders(HttpResponse response)
    {
        IFeatureCollection features = response.HttpContext.Features;
        IHeaderDictionary server = response.Headers;
        foreach ((string name, StringValues values) in server)
        {
            this[name] = values;
        }

        Use(features, this);
        if (!response.HasStarted)
        {
            response.OnStarting(() =>
            {
                server.Clear();
                foreach ((string name, StringValues values) in Fields())
                {
                    server[name] = values;
                }

                Use(features, server);
                return Task.CompletedTask;
            });
        }
    }

    /// <summary>The headers of an answer: one collection, however many answers the function makes of it.</summary>
    public static ResponseHeaders Of(HttpResponse response) => response.Headers as ResponseHeaders ?? new ResponseHeaders(response);

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

    /// <summary>Takes these headers instead of what is there.</summary>
    public void ReplaceWith(HttpHeadersCollection headers)
    {
        KeyValuePair<string, IEnumerable<string>>[] given = [.. headers];
        Clear();
        foreach ((string name, IEnumerable<string> values) in given)
        {
            TryAddWithoutValidation(name, values);
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

    // Cookies stay with the headers that were there when the first was set, so they are begun anew.
    private static void Use(IFeatureCollection features, IHeaderDictionary headers)
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers = headers;
        if (features.Get<IResponseCookiesFeature>() is ResponseCookiesFeature)
        {
            features.Set<IResponseCookiesFeature>(new ResponseCookiesFeature(features));
        }
    }

    private IEnumerable<Field> Fields()
    {
        foreach ((string name, System.Net.Http.Headers.HeaderStringValues values) in NonValidated)
        {
            yield return new Field(name, values.ToArray());
        }
    }
}
