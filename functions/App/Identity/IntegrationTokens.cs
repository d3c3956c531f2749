using System.Security.Cryptography;
using System.Text;
using Caseward.Domain.Cases;
using Microsoft.Extensions.Options;

namespace Caseward.App.Identity;

/// <summary>Knows the systems that call with a token of their own. Only hashes are kept, and every comparison takes the same time.</summary>
internal sealed class IntegrationTokens(IOptions<IdentityOptions> options)
{
    private readonly (string Name, byte[] Hash)[] _known =
        [.. options.Value.IntegrationTokens.Select(token => (token.Key, Convert.FromHexString(token.Value)))];

    /// <summary>The system whose token it is; absent when it is nobody's.</summary>
    public Caller? Find(string token)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        string? found = null;
        foreach ((string name, byte[] known) in _known)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = name;
            }
        }

        return found is null ? null : new Caller(new Actor(ActorKind.Integration, found), Roles.Integration);
    }
}
