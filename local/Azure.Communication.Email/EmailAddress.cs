#nullable disable
namespace Azure.Communication.Email;

/// <summary>A mail address with the name to show beside it.</summary>
public readonly struct EmailAddress
{
    /// <summary>An address alone.</summary>
    /// <param name="address">The address.</param>
    public EmailAddress(string address)
        : this(address, null)
    {
    }

    /// <summary>An address with a name.</summary>
    /// <param name="address">The address.</param>
    /// <param name="displayName">The name to show; none shows the address.</param>
    public EmailAddress(string address, string displayName)
    {
        ArgumentNullException.ThrowIfNull(address);
        Address = address;
        DisplayName = displayName;
    }

    /// <summary>The address.</summary>
    public string Address { get; }

    /// <summary>The name to show beside it.</summary>
    public string DisplayName { get; }
}
