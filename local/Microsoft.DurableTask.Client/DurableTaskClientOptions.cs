using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Settings of a client.</summary>
public class DurableTaskClientOptions
{
    /// <summary>The version of new instances that name none; empty for no version.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Writes inputs and reads outputs. Null, or never set: the converter among the services, or else the default one.</summary>
    public DataConverter DataConverter
    {
        get => field ?? JsonDataConverter.Default;
        set
        {
            field = value;
            DataConverterExplicitlySet = value is not null;
        }
    }

    /// <summary>Whether ids that begin with <c>@</c> are entities.</summary>
    public bool EnableEntitySupport { get; set; }

    internal bool DataConverterExplicitlySet { get; private set; }
}
