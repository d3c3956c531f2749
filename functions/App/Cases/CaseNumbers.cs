using System.Security.Cryptography;
using Caseward.Domain.Cases;

namespace Caseward.App.Cases;

/// <summary>Where new case numbers come from.</summary>
internal interface ICaseNumbers
{
    /// <summary>A number that says nothing about the ones before it; it may be taken already.</summary>
    CaseNumber Draw();
}

/// <summary>Draws from the system's cryptographic source, so that nobody can guess somebody else's number.</summary>
internal sealed class RandomCaseNumbers : ICaseNumbers
{
    public CaseNumber Draw() => CaseNumber.FromDraw(RandomNumberGenerator.GetInt32(CaseNumber.Count));
}
