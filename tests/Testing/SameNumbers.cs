using Caseward.App.Cases;
using Caseward.Domain.Cases;

namespace Caseward.Testing;

/// <summary>Draws case numbers that are the same in every run.</summary>
internal sealed class SameNumbers : ICaseNumbers
{
    private readonly Random _random = new(1);

    public CaseNumber Draw()
    {
        lock (_random)
        {
            return CaseNumber.FromDraw(_random.Next(CaseNumber.Count));
        }
    }
}
