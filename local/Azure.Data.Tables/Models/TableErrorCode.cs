#nullable disable
namespace Azure.Data.Tables.Models;

/// <summary>
/// The codes by which the table service names its refusals; compare them with <see cref="RequestFailedException.ErrorCode"/>.
/// </summary>
public readonly struct TableErrorCode : IEquatable<TableErrorCode>
{
    private readonly string _value;

    /// <summary>A code by its text.</summary>
    /// <param name="value">The text, letter case ignored in comparisons.</param>
    public TableErrorCode(string value) => _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>The service's code for: account IOPS limit exceeded.</summary>
    public static TableErrorCode AccountIOPSLimitExceeded { get; } = new(nameof(AccountIOPSLimitExceeded));

    /// <summary>The service's code for: atom format not supported.</summary>
    public static TableErrorCode AtomFormatNotSupported { get; } = new(nameof(AtomFormatNotSupported));

    /// <summary>The service's code for: authorization permission mismatch.</summary>
    public static TableErrorCode AuthorizationPermissionMismatch { get; } = new(nameof(AuthorizationPermissionMismatch));

    /// <summary>The service's code for: authorization resource type mismatch.</summary>
    public static TableErrorCode AuthorizationResourceTypeMismatch { get; } = new(nameof(AuthorizationResourceTypeMismatch));

    /// <summary>The service's code for: cannot create table with IOPS greater than max allowed per table.</summary>
    public static TableErrorCode CannotCreateTableWithIOPSGreaterThanMaxAllowedPerTable { get; } = new(nameof(CannotCreateTableWithIOPSGreaterThanMaxAllowedPerTable));

    /// <summary>Status 400: the actions of a transaction do not share one partition key.</summary>
    public static TableErrorCode CommandsInBatchActOnDifferentPartitions { get; } = new(nameof(CommandsInBatchActOnDifferentPartitions));

    /// <summary>Status 413: a transaction is larger than 4 MiB.</summary>
    public static TableErrorCode ContentLengthExceeded { get; } = new(nameof(ContentLengthExceeded));

    /// <summary>The service's code for: duplicate key property specified.</summary>
    public static TableErrorCode DuplicateKeyPropertySpecified { get; } = new(nameof(DuplicateKeyPropertySpecified));

    /// <summary>The service's code for: duplicate properties specified.</summary>
    public static TableErrorCode DuplicatePropertiesSpecified { get; } = new(nameof(DuplicatePropertiesSpecified));

    /// <summary>Status 409: an insert met an entity with the same keys.</summary>
    public static TableErrorCode EntityAlreadyExists { get; } = new(nameof(EntityAlreadyExists));

    /// <summary>The transaction names an entity that is not there.</summary>
    public static TableErrorCode EntityNotFound { get; } = new(nameof(EntityNotFound));

    /// <summary>Status 400: the entity is larger than 1 MiB.</summary>
    public static TableErrorCode EntityTooLarge { get; } = new(nameof(EntityTooLarge));

    /// <summary>The service's code for: forbidden.</summary>
    public static TableErrorCode Forbidden { get; } = new(nameof(Forbidden));

    /// <summary>Status 400: a transaction names an entity twice.</summary>
    public static TableErrorCode InvalidDuplicateRow { get; } = new(nameof(InvalidDuplicateRow));

    /// <summary>Status 400: something in the request is malformed, for example a filter or a transaction of more than 100 actions.</summary>
    public static TableErrorCode InvalidInput { get; } = new(nameof(InvalidInput));

    /// <summary>The service's code for: invalid value type.</summary>
    public static TableErrorCode InvalidValueType { get; } = new(nameof(InvalidValueType));

    /// <summary>The service's code for: json format not supported.</summary>
    public static TableErrorCode JsonFormatNotSupported { get; } = new(nameof(JsonFormatNotSupported));

    /// <summary>The service's code for: json verbose format not supported.</summary>
    public static TableErrorCode JsonVerboseFormatNotSupported { get; } = new(nameof(JsonVerboseFormatNotSupported));

    /// <summary>Status 400: a key is longer than 512 characters.</summary>
    public static TableErrorCode KeyValueTooLarge { get; } = new(nameof(KeyValueTooLarge));

    /// <summary>The service's code for: media type not supported.</summary>
    public static TableErrorCode MediaTypeNotSupported { get; } = new(nameof(MediaTypeNotSupported));

    /// <summary>The service's code for: method not allowed.</summary>
    public static TableErrorCode MethodNotAllowed { get; } = new(nameof(MethodNotAllowed));

    /// <summary>The service's code for: not implemented.</summary>
    public static TableErrorCode NotImplemented { get; } = new(nameof(NotImplemented));

    /// <summary>Status 500: the service did not finish in time; whether it wrote is unknown.</summary>
    public static TableErrorCode OperationTimedOut { get; } = new(nameof(OperationTimedOut));

    /// <summary>The service's code for: operator invalid.</summary>
    public static TableErrorCode OperatorInvalid { get; } = new(nameof(OperatorInvalid));

    /// <summary>Status 400: a value is outside of what the service stores, for example a date before 1601 or a forbidden character in a key.</summary>
    public static TableErrorCode OutOfRangeInput { get; } = new(nameof(OutOfRangeInput));

    /// <summary>The service's code for: partition key equality comparison expected.</summary>
    public static TableErrorCode PartitionKeyEqualityComparisonExpected { get; } = new(nameof(PartitionKeyEqualityComparisonExpected));

    /// <summary>The service's code for: partition key not specified.</summary>
    public static TableErrorCode PartitionKeyNotSpecified { get; } = new(nameof(PartitionKeyNotSpecified));

    /// <summary>The service's code for: partition key property cannot be updated.</summary>
    public static TableErrorCode PartitionKeyPropertyCannotBeUpdated { get; } = new(nameof(PartitionKeyPropertyCannotBeUpdated));

    /// <summary>The service's code for: partition key specified more than once.</summary>
    public static TableErrorCode PartitionKeySpecifiedMoreThanOnce { get; } = new(nameof(PartitionKeySpecifiedMoreThanOnce));

    /// <summary>The service's code for: per table IOPS decrement limit reached.</summary>
    public static TableErrorCode PerTableIOPSDecrementLimitReached { get; } = new(nameof(PerTableIOPSDecrementLimitReached));

    /// <summary>The service's code for: per table IOPS increment limit reached.</summary>
    public static TableErrorCode PerTableIOPSIncrementLimitReached { get; } = new(nameof(PerTableIOPSIncrementLimitReached));

    /// <summary>The service's code for: primary key property is invalid type.</summary>
    public static TableErrorCode PrimaryKeyPropertyIsInvalidType { get; } = new(nameof(PrimaryKeyPropertyIsInvalidType));

    /// <summary>Status 400: a key or property that must have a value has none.</summary>
    public static TableErrorCode PropertiesNeedValue { get; } = new(nameof(PropertiesNeedValue));

    /// <summary>Status 400: a property name is no identifier.</summary>
    public static TableErrorCode PropertyNameInvalid { get; } = new(nameof(PropertyNameInvalid));

    /// <summary>Status 400: a property name is longer than 255 characters.</summary>
    public static TableErrorCode PropertyNameTooLong { get; } = new(nameof(PropertyNameTooLong));

    /// <summary>Status 400: a text or binary property is larger than 64 KiB.</summary>
    public static TableErrorCode PropertyValueTooLarge { get; } = new(nameof(PropertyValueTooLarge));

    /// <summary>Status 404: no entity has these keys.</summary>
    public static TableErrorCode ResourceNotFound { get; } = new(nameof(ResourceNotFound));

    /// <summary>The service's code for: setting IOPS for atable in provisioning not allowed.</summary>
    public static TableErrorCode SettingIOPSForATableInProvisioningNotAllowed { get; } = new(nameof(SettingIOPSForATableInProvisioningNotAllowed));

    /// <summary>Status 409: a table of that name exists, letter case ignored.</summary>
    public static TableErrorCode TableAlreadyExists { get; } = new(nameof(TableAlreadyExists));

    /// <summary>Status 409: the table is being deleted and cannot be made again yet.</summary>
    public static TableErrorCode TableBeingDeleted { get; } = new(nameof(TableBeingDeleted));

    /// <summary>The service's code for: table has no properties.</summary>
    public static TableErrorCode TableHasNoProperties { get; } = new(nameof(TableHasNoProperties));

    /// <summary>The service's code for: table has no such property.</summary>
    public static TableErrorCode TableHasNoSuchProperty { get; } = new(nameof(TableHasNoSuchProperty));

    /// <summary>Status 404: the table does not exist.</summary>
    public static TableErrorCode TableNotFound { get; } = new(nameof(TableNotFound));

    /// <summary>Status 400: the entity has more than 252 properties of its own.</summary>
    public static TableErrorCode TooManyProperties { get; } = new(nameof(TooManyProperties));

    /// <summary>Status 412: the entity has another version than the one given.</summary>
    public static TableErrorCode UpdateConditionNotSatisfied { get; } = new(nameof(UpdateConditionNotSatisfied));

    /// <summary>The service's code for: X-HTTP-Method incorrect count.</summary>
    public static TableErrorCode XMethodIncorrectCount { get; } = new(nameof(XMethodIncorrectCount));

    /// <summary>The service's code for: X-HTTP-Method incorrect value.</summary>
    public static TableErrorCode XMethodIncorrectValue { get; } = new(nameof(XMethodIncorrectValue));

    /// <summary>The service's code for: X-HTTP-Method not using post.</summary>
    public static TableErrorCode XMethodNotUsingPost { get; } = new(nameof(XMethodNotUsingPost));

    /// <summary>Whether two codes are the same.</summary>
    public static bool operator ==(TableErrorCode left, TableErrorCode right) => left.Equals(right);

    /// <summary>Whether two codes differ.</summary>
    public static bool operator !=(TableErrorCode left, TableErrorCode right) => !left.Equals(right);

    /// <summary>Whether a code has that text.</summary>
    public static bool operator ==(TableErrorCode code, string value) => value != null && code.Equals(value);

    /// <summary>Whether a code has another text.</summary>
    public static bool operator !=(TableErrorCode code, string value) => !(code == value);

    /// <summary>Whether a code has that text.</summary>
    public static bool operator ==(string value, TableErrorCode code) => code == value;

    /// <summary>Whether a code has another text.</summary>
    public static bool operator !=(string value, TableErrorCode code) => !(code == value);

    /// <summary>A code by its text.</summary>
    public static implicit operator TableErrorCode(string value) => new(value);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is TableErrorCode other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(TableErrorCode other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <summary>The text, as in the service's answer.</summary>
    public override string ToString() => _value;
}
