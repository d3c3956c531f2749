using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>Settings of a client.</summary>
public class DurableTaskClientOptions
{
    private DataConverter? _dataConverter;
    private bool? _entities;

    /// <summary>The version of new instances that name none; empty for no version.</summary>
    public string DefaultVersion { get; set; } = string.Empty;

    /// <summary>Writes inputs and reads outputs. When none was given, one among the application's services is used, else System.Text.Json.</summary>
    public DataConverter DataConverter
    {
        get => _dataConverter ?? JsonDataConverter.Default;
        set => _dataConverter = value;
    }

    /// <summary>Whether the client may use entities. <value>It may not; under the Functions worker, it may.</value></summary>
    public bool EnableEntitySupport
    {
        get => _entities ?? false;
        set => _entities = value;
    }

    internal void TakeConverterFrom(IServiceProvider services) =>
        _dataConverter ??= (DataConverter?)services.GetService(typeof(DataConverter));

    // What was said of the other options in particular comes before what was said of all.
    internal void ApplyTo(DurableTaskClientOptions other)
    {
        other._dataConverter ??= _dataConverter;
        other._entities ??= _entities;
        if (!string.IsNullOrWhiteSpace(DefaultVersion))
        {
            other.DefaultVersion = DefaultVersion;
        }
    }
}
