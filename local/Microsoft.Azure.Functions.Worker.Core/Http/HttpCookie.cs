namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>A cookie.</summary>
public interface IHttpCookie
{
    /// <summary>The hosts that it is sent to.</summary>
    string? Domain { get; }

    /// <summary>When it ends; null for the end of the session.</summary>
    DateTimeOffset? Expires { get; }

    /// <summary>Whether scripts are kept from it.</summary>
    bool? HttpOnly { get; }

    /// <summary>How long it lives, in seconds; goes before <see cref="Expires"/>.</summary>
    double? MaxAge { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>The paths that it is sent to.</summary>
    string? Path { get; }

    /// <summary>Whether it is sent along from other sites.</summary>
    SameSite SameSite { get; }

    /// <summary>Whether it is sent over TLS alone.</summary>
    bool? Secure { get; }

    /// <summary>Its value.</summary>
    string Value { get; }
}

/// <summary>A cookie.</summary>
/// <param name="name">Its name.</param>
/// <param name="value">Its value.</param>
public sealed class HttpCookie(string name, string value) : IHttpCookie
{
    /// <inheritdoc/>
    public string? Domain { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset? Expires { get; set; }

    /// <inheritdoc/>
    public bool? HttpOnly { get; set; }

    /// <inheritdoc/>
    public double? MaxAge { get; set; }

    /// <inheritdoc/>
    public string Name { get; set; } = name ?? throw new ArgumentNullException(nameof(name));

    /// <inheritdoc/>
    public string? Path { get; set; }

    /// <inheritdoc/>
    public SameSite SameSite { get; set; }

    /// <inheritdoc/>
    public bool? Secure { get; set; }

    /// <inheritdoc/>
    public string Value { get; set; } = value ?? throw new ArgumentNullException(nameof(value));
}

/// <summary>Whether a cookie is sent along from other sites.</summary>
public enum SameSite
{
    /// <summary>Nothing is said about it.</summary>
    None,

    /// <summary>With links alone.</summary>
    Lax,

    /// <summary>Never.</summary>
    Strict,

    /// <summary>Always.</summary>
    ExplicitNone,
}

/// <summary>The cookies that an answer sets.</summary>
public abstract class HttpCookies
{
    /// <summary>Sets a cookie for the session.</summary>
    public abstract void Append(string name, string value);

    /// <summary>Sets a cookie.</summary>
    public abstract void Append(IHttpCookie cookie);

    /// <summary>Makes a cookie, to be filled.</summary>
    public abstract IHttpCookie CreateNew();
}
