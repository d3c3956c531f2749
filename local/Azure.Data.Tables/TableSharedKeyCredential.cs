#nullable disable
namespace Azure.Data.Tables;

/// <summary>An account's name and one of its keys. The local runtime serves its own process only and compares no keys.</summary>
public class TableSharedKeyCredential
{
    /// <summary>A key of an account.</summary>
    /// <param name="accountName">The account.</param>
    /// <param name="accountKey">The key, in Base64.</param>
    /// <exception cref="ArgumentNullException">There is no key.</exception>
    /// <exception cref="FormatException">The key is not in Base64.</exception>
    public TableSharedKeyCredential(string accountName, string accountKey)
    {
        AccountName = accountName;
        SetAccountKey(accountKey);
    }

    /// <summary>The account.</summary>
    public string AccountName { get; }

    /// <summary>Replaces the key, for example after it was changed at the account.</summary>
    /// <param name="accountKey">The key, in Base64.</param>
    /// <exception cref="ArgumentNullException">There is no key.</exception>
    /// <exception cref="FormatException">The key is not in Base64.</exception>
    public void SetAccountKey(string accountKey) => _ = Convert.FromBase64String(accountKey);
}
