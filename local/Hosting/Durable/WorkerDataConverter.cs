using System.Text;
using Azure.Core.Serialization;
using Microsoft.DurableTask;

namespace Caseward.Local.Hosting.Durable;

/// <summary>
/// Payloads of orchestrations in the worker's own serializer, as the extension does it, so that activities, orchestrators and clients
/// agree on one JSON contract.
/// </summary>
internal sealed class WorkerDataConverter(ObjectSerializer serializer) : DataConverter
{
    public override string? Serialize(object? value) =>
        value is null ? null : serializer.Serialize(value, value.GetType(), CancellationToken.None).ToString();

    public override object? Deserialize(string? data, Type targetType)
    {
        if (string.IsNullOrEmpty(data))
        {
            return null;
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(data), writable: false);
        return serializer.Deserialize(stream, targetType, CancellationToken.None);
    }
}
