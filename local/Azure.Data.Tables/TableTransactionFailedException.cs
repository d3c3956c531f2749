#nullable disable
using System.Collections;
using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>An entity group transaction was refused as a whole: none of its actions has happened.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Where the data of a refusal says which action failed.</summary>
    internal const string FailedEntity = "FailedEntity";

    /// <summary>Takes status, code, message and data from the refusal; its data names the failing action's index as <c>FailedEntity</c>.</summary>
    /// <param name="requestFailedException">The refusal.</param>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException?.Status ?? throw new ArgumentNullException(nameof(requestFailedException)),
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (DictionaryEntry said in requestFailedException.Data)
        {
            base.Data[said.Key] = said.Value;
        }

        FailedTransactionActionIndex = int.TryParse(base.Data[FailedEntity] as string, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : null;
    }

    /// <summary>The index of the action that failed; <see langword="null"/> when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
