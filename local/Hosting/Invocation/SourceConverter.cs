using System.Globalization;
using System.Text;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Caseward.Local.Hosting.Invocation;

/// <summary>Turns what a trigger brought into a parameter's type, by the worker's rules and in its order.</summary>
internal static class SourceConverter
{
    public static ConversionResult Convert(object? source, Type target, ObjectSerializer serializer)
    {
        if (source is null)
        {
            return ConversionResult.Unhandled();
        }

        if (target.IsInstanceOfType(source))
        {
            return ConversionResult.Success(source);
        }

        return source switch
        {
            string text => FromText(text, target, serializer),
            ReadOnlyMemory<byte> bytes when target.IsAssignableFrom(typeof(string)) => ConversionResult.Success(Encoding.UTF8.GetString(bytes.Span)),
            ReadOnlyMemory<byte> bytes when target.IsAssignableFrom(typeof(byte[])) => ConversionResult.Success(bytes.ToArray()),
            ReadOnlyMemory<byte> bytes when target == typeof(BinaryData) => ConversionResult.Success(BinaryData.FromBytes(bytes)),
            ReadOnlyMemory<byte> bytes => FromJson(bytes, target, serializer),
            _ => ConversionResult.Unhandled(),
        };
    }

    private static ConversionResult FromText(string text, Type target, ObjectSerializer serializer)
    {
        Type type = Nullable.GetUnderlyingType(target) ?? target;
        if (type == typeof(Guid) && Guid.TryParse(text, out Guid id))
        {
            return ConversionResult.Success(id);
        }

        if (type == typeof(DateTimeOffset) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out DateTimeOffset instant))
        {
            return ConversionResult.Success(instant);
        }

        if (type == typeof(DateTime) && DateTime.TryParse(text, CultureInfo.InvariantCulture, out DateTime time))
        {
            return ConversionResult.Success(time);
        }

        if (type.IsAssignableFrom(typeof(byte[])))
        {
            return ConversionResult.Success(Encoding.UTF8.GetBytes(text));
        }

        return FromJson(Encoding.UTF8.GetBytes(text), target, serializer);
    }

    private static ConversionResult FromJson(ReadOnlyMemory<byte> json, Type target, ObjectSerializer serializer)
    {
        try
        {
            using var stream = new MemoryStream(json.ToArray(), writable: false);
            return ConversionResult.Success(serializer.Deserialize(stream, target, CancellationToken.None));
        }
        catch (Exception error)
        {
            return ConversionResult.Failed(error);
        }
    }
}
