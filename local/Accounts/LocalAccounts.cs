using System.Collections.Concurrent;
using Caseward.Local.Mailbox;
using Caseward.Local.Storage;
using Caseward.Local.Time;

namespace Caseward.Local.Accounts;

/// <summary>What a connection string leads to on this machine: a database and the clock beside it.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Database">Where its tables, queues and mail live: with <see cref="LocalSchema.All"/>.</param>
/// <param name="Clock">What its service stamps (<c>Timestamp</c>, visibility, expiry) are read from.</param>
public sealed record LocalAccount(string Name, LocalDatabase Database, LocalClock Clock)
{
    internal MailStore Mail { get; } = new(Database, Clock);
}

/// <summary>
/// The accounts that running local runtimes serve, by name. Clients are made from connection strings, as with the real packages;
/// this is where such a string finds its runtime. <c>UseDevelopmentStorage=true</c> is the account <c>devstoreaccount1</c>.
/// </summary>
public static class LocalAccounts
{
    /// <summary>The account of <c>UseDevelopmentStorage=true</c>.</summary>
    public const string Development = "devstoreaccount1";

    private static readonly ConcurrentDictionary<string, LocalAccount> Accounts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Makes an account reachable until the returned handle is disposed.</summary>
    /// <exception cref="InvalidOperationException">An account of that name is already served in this process.</exception>
    public static IDisposable Serve(LocalAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (!Accounts.TryAdd(account.Name, account))
        {
            throw new InvalidOperationException($"The local account '{account.Name}' is already served in this process.");
        }

        return new Registration(account);
    }

    /// <summary>The account with that name, or <see langword="null"/> when no runtime serves it.</summary>
    public static LocalAccount? FindByName(string name) => Accounts.GetValueOrDefault(name);

    /// <summary>Whether the service would take this name for an account.</summary>
    internal static bool IsName(string name) => name.Length is >= 3 and <= 24 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    private sealed class Registration(LocalAccount account) : IDisposable
    {
        public void Dispose() => Accounts.TryRemove(new KeyValuePair<string, LocalAccount>(account.Name, account));
    }
}
