using System.Text.Json;

namespace Caseward.Local.Tables;

/// <summary>
/// What a transaction comes to on its way to the service, which limits that. The client writes JSON in ASCII: a letter of another alphabet, a quotation mark or
/// an angle bracket takes six bytes, so a transaction that is small in a row can be too large.
/// </summary>
internal static class TransactionBody
{
    /// <summary>What one action adds besides its properties: the headers of its part.</summary>
    private const int BytesPerAction = 500;

    /// <summary>What one packed byte comes to at most, with all that stands around values.</summary>
    private const int MostPerByte = 10;

    /// <summary>Quotation marks, colon and comma.</summary>
    private const int AroundProperty = 6;

    /// <summary>What says the type of a value that JSON has none for, besides the property's name once more.</summary>
    private const int AroundType = 28;

    public static bool IsTooLarge(RowWrite[] writes)
    {
        long around = (long)writes.Length * BytesPerAction;

        // Almost always it is far below, and nothing has to be written to find out.
        return around + (writes.Sum(write => (long)write.Properties.Length) * MostPerByte) > TableLimits.TransactionBytes
            && around + writes.Sum(write => Length(write.Properties)) > TableLimits.TransactionBytes;
    }

    private static long Length(byte[] properties)
    {
        long length = 0;
        var reader = new PropertyReader(properties);
        while (reader.MoveNext())
        {
            length += reader.Name.Length + AroundProperty + reader.Type switch
            {
                EdmType.String => JsonEncodedText.Encode(reader.Value).EncodedUtf8Bytes.Length,
                EdmType.Boolean or EdmType.Int32 => 5,
                EdmType.Binary => reader.Name.Length + AroundType + ((reader.Value.Length + 2) / 3 * 4),
                _ => reader.Name.Length + AroundType + 28,
            };
        }

        return length;
    }
}
