using System.Collections;
using System.Text;
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

    private IEnumerable<byte[]> Bodies(object value) => value switch
    {
        string text => [Encoding.UTF8.GetBytes(text)],
        byte[] bytes => [bytes],
        BinaryData data => [data.ToArray()],
        IEnumerable many => many.Cast<object?>().Where(item => item is not null).SelectMany(item => Bodies(item!)),
        _ => [worker.Value.Serializer!.Serialize(value, value.GetType(), CancellationToken.None).ToArray()],
    };
}
