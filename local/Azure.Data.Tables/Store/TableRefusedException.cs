namespace Caseward.Local.Tables;

/// <summary>
/// Carries a refusal out of a write, so that none of its rows stays; <see cref="TableHandle"/> turns it into the client's exception.
/// </summary>
#pragma warning disable CA1032 // Thrown and caught inside the table store only.
internal sealed class TableRefusedException(TableRefusal refusal, int? index = null) : Exception(refusal.Message)
#pragma warning restore CA1032
{
    public TableRefusal Refusal => refusal;

    /// <summary>Which action of a transaction it is about.</summary>
    public int? Index => index;
}
