using System.Text;
using System.Text.Json;
using Caseward.Local.Hosting.Functions;
using Caseward.Local.Hosting.Invocation;
using Caseward.Local.Hosting.Settings;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Caseward.Local.Queues;

/// <summary>Puts what functions return on queues. A crash before that, or between two of them, repeats the function where its trigger does.</summary>
internal sealed class QueueOutputs(QueueStore store, HostJson host, IConfiguration settings, IOptions<WorkerOptions> worker)
{
    /// <summary>Writes an invocation's queue outputs, once.</summary>
    /// <exception cref="InvalidOperationException">A message is larger than a queue takes.</exception>
    /// <exception cref="JsonException">A text begins and ends like JSON and is none.</exception>
    public async Task WriteAsync(LocalFunction function, InvocationBindings bindings)
    {
        if (bindings.OutputsWritten)
        {
            return;
        }

        bindings.OutputsWritten = true;
        foreach (FunctionOutput output in function.Outputs)
        {
            if (output.Binding is QueueOutputAttribute binding
                && (output.Property is null ? bindings.Result : bindings.Outputs.GetValueOrDefault(output.Name)) is { } value)
            {
                string queue = NameOf(binding, function.Name);
                foreach (byte[] body in Bodies(value))
                {
                    await PutAsync(queue, body, function.Name);
                }
            }
        }
    }

    public string NameOf(QueueOutputAttribute binding, string function) =>
        QueueName.Of(binding.QueueName, settings, $"The queue output of the function '{function}'");

    private async Task PutAsync(string queue, byte[] body, string function)
    {
        string text = QueueText.Encode(body, host.Queues.Base64);
        if (Encoding.UTF8.GetByteCount(text) > QueueText.MostBytes)
        {
            throw new InvalidOperationException(
                $"The function '{function}' put a message of {body.Length} bytes on the queue '{queue}'; encoded, a queue takes {QueueText.MostBytes} bytes at most.");
        }

        await store.CreateAsync(queue);
        await store.PutAsync(queue, text, TimeSpan.Zero, QueueStore.DefaultTimeToLive);
    }

    /// <summary>One message, or one for each member of a list: the host looks at what the worker sends as text or JSON, and no more at its type.</summary>
    private IEnumerable<byte[]> Bodies(object value) => value switch
    {
        string text => Messages(text),
        byte[] bytes => [bytes],
        BinaryData data => [data.ToArray()],
        IEnumerable<string?> texts => texts.OfType<string>().Select(Encoding.UTF8.GetBytes),
        IEnumerable<byte[]?> many => many.OfType<byte[]>(),
        IEnumerable<BinaryData?> many => many.OfType<BinaryData>().Select(data => data.ToArray()),
        _ => Messages(Encoding.UTF8.GetString(worker.Value.Serializer!.Serialize(value, value.GetType(), CancellationToken.None))),
    };

    // Read like the host does it: what begins and ends like JSON has to be some, and a list's members are texts of their own.
    private static IEnumerable<byte[]> Messages(string text)
    {
        if (text.Trim() is not (['[', .., ']'] or ['{', .., '}']))
        {
            return [Encoding.UTF8.GetBytes(text)];
        }

        using var json = JsonDocument.Parse(text);
        return json.RootElement.ValueKind == JsonValueKind.Array
            ? [.. json.RootElement.EnumerateArray().Select(item => Encoding.UTF8.GetBytes(TextOf(item)))]
            : [Encoding.UTF8.GetBytes(text)];
    }

    private static string TextOf(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.String => item.GetString()!,
        JsonValueKind.Null => "",
        JsonValueKind.True => bool.TrueString,
        JsonValueKind.False => bool.FalseString,
        _ => item.GetRawText(),
    };
}
