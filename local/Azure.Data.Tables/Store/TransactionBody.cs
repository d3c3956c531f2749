using System.Text.Json;
using Azure.Data.Tables;

namespace Caseward.Local.Tables;

/// <summary>
/// What a transaction comes to on its way to the service, which limits that. The client writes JSON in ASCII: a letter of another alphabet, a quotation mark or
/// an angle bracket takes six bytes, so a transaction that is small in its rows can be too large.
/// </summary>
internal static class TransactionBody
{
    /// <summary>What one action adds besides its properties and keys: the headers of its part, about.</summary>
    private const int BytesPerAction = 500;

    /// <summary>What one packed byte comes to at most, with all that stands around values.</summary>
    private const int MostPerByte = 10;

    /// <summary>What one character of a key comes to at most, in the JSON and in the address.</summary>
    private const int MostPerCharacter = 15;

    /// <summary>Quotation marks, colon and comma.</summary>
    private const int AroundProperty = 6;

    /// <summary>What says the type of a value that JSON has none for, besides the property's name once more.</summary>
    private const int AroundType = 28;

    private const int MostOfNumberDateOrGuid = 38;

    /// <param name="actions">The actions.</param>
    /// <param name="writes">What is written for each.</param>
    public static bool IsTooLarge(TableTransactionAction[] actions, RowWrite[] writes)
    {
        // Almost always it is far below, and nothing has to be written to find out.
        long most = writes.Sum(write => BytesPerAction + ((long)write.Properties.Length * MostPerByte))
            + actions.Sum(action => (long)(action.Entity.PartitionKey.Length + action.Entity.RowKey.Length) * MostPerCharacter);
        return most > TableLimits.TransactionBytes
            && writes.Zip(actions, (write, action) => BytesPerAction + Length(write.Properties) + KeysOf(action)).Sum() > TableLimits.TransactionBytes;
    }

    private static long Length(byte[] properties)
    {
        long length = 0;
        var reader = new PropertyReader(properties);
        while (reader.MoveNext())
        {
            int name = Escaped(reader.Name);
            length += name + AroundProperty + reader.Type switch
            {
                EdmType.String => Escaped(reader.Value),
                EdmType.Boolean => 5,
                EdmType.Int32 => 11,
                EdmType.Binary => name + AroundType + ((reader.Value.Length + 2) / 3 * 4),
                _ => name + AroundType + MostOfNumberDateOrGuid,
            };
        }

        return length;
    }

    // In the JSON, and, when it is not an insertion, in the address too.
    private static int KeysOf(TableTransactionAction action)
    {
        (string partition, string row) = (action.Entity.PartitionKey, action.Entity.RowKey);
        int json = action.ActionType == TableTransactionActionType.Delete ? 0
            : JsonEncodedText.Encode(partition).EncodedUtf8Bytes.Length + JsonEncodedText.Encode(row).EncodedUtf8Bytes.Length;
        int address = action.ActionType == TableTransactionActionType.Add ? 0
            : Uri.EscapeDataString(partition).Length + Uri.EscapeDataString(row).Length;
        return json + address;
    }

    private static int Escaped(ReadOnlySpan<byte> utf8) => JsonEncodedText.Encode(utf8).EncodedUtf8Bytes.Length;
}
