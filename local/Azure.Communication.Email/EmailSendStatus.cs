#nullable disable
using System.ComponentModel;

namespace Azure.Communication.Email;

/// <summary>How far the service is with a send operation.</summary>
public readonly struct EmailSendStatus : IEquatable<EmailSendStatus>
{
    private readonly string _value;

    /// <summary>A status by its text.</summary>
    /// <param name="value">The text, letter case ignored in comparisons.</param>
    public EmailSendStatus(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>Not begun.</summary>
    public static EmailSendStatus NotStarted { get; } = new(Values.NotStarted);

    /// <summary>Begun.</summary>
    public static EmailSendStatus Running { get; } = new(Values.Running);

    /// <summary>Handed over for delivery; not yet delivered.</summary>
    public static EmailSendStatus Succeeded { get; } = new(Values.Succeeded);

    /// <summary>Given up.</summary>
    public static EmailSendStatus Failed { get; } = new(Values.Failed);

    /// <summary>Called off.</summary>
    public static EmailSendStatus Canceled { get; } = new(Values.Canceled);

    /// <summary>Whether two are the same.</summary>
    public static bool operator ==(EmailSendStatus left, EmailSendStatus right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(EmailSendStatus left, EmailSendStatus right) => !left.Equals(right);

    /// <summary>A status by its text.</summary>
    public static implicit operator EmailSendStatus(string value) => new(value);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override bool Equals(object obj) => obj is EmailSendStatus other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(EmailSendStatus other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <summary>The text.</summary>
    public override string ToString() => _value;

    /// <summary>The texts, for attributes and switches.</summary>
    public static class Values
    {
        /// <summary>Not begun.</summary>
        public const string NotStarted = "NotStarted";

        /// <summary>Begun.</summary>
        public const string Running = "Running";

        /// <summary>Handed over for delivery.</summary>
        public const string Succeeded = "Succeeded";

        /// <summary>Given up.</summary>
        public const string Failed = "Failed";

        /// <summary>Called off.</summary>
        public const string Canceled = "Canceled";
    }
}
