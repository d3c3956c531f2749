#nullable disable
using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>An entity group transaction was refused as a whole: none of its actions has happened.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>Takes status, code and message from the refusal; its message starts with the failing action's index.</summary>
    /// <param name="requestFailedException">The refusal.</param>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException?.Status ?? throw new ArgumentNullException(nameof(requestFailedException)),
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        FailedTransactionActionIndex = LeadingIndex(requestFailedException.Message);
    }

    /// <summary>The index of the action that failed; <see langword="null"/> when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }

    private static int? LeadingIndex(string message)
    {
        int colon = message.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && int.TryParse(message.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            ? index
            : null;
    }
}
