using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Caseward.Local.Responses;

namespace Caseward.Local.Tables;

/// <summary>Why the service says no: its status, its code, and a sentence for people.</summary>
internal sealed record TableRefusal(int Status, string Code, string Message)
{
    public static TableRefusal EntityAlreadyExists { get; } = new(409, nameof(EntityAlreadyExists), "The specified entity already exists.");

    public static TableRefusal ResourceNotFound { get; } = new(404, nameof(ResourceNotFound), "The specified resource does not exist.");

    public static TableRefusal TableNotFound { get; } = new(404, nameof(TableNotFound), "The table specified does not exist.");

    public static TableRefusal TableAlreadyExists { get; } = new(409, nameof(TableAlreadyExists), "The table specified already exists.");

    public static TableRefusal UpdateConditionNotSatisfied { get; } =
        new(412, nameof(UpdateConditionNotSatisfied), "The update condition specified in the request was not satisfied.");

    public static TableRefusal DuplicateRow { get; } =
        new(400, "InvalidDuplicateRow", "The transaction names this entity more than once; an entity can appear only once.");

    public static TableRefusal SeveralPartitions { get; } =
        new(400, "CommandsInBatchActOnDifferentPartitions", "All actions of a transaction must have the same partition key.");

    public static TableRefusal TooManyActions { get; } =
        new(400, "InvalidInput", $"The batch request operation exceeds the maximum {TableLimits.ActionsPerTransaction} changes per change set.");

    public static TableRefusal TransactionTooLarge { get; } = new(413, "RequestBodyTooLarge", "A transaction is at most 4 MiB.");

    public static TableRefusal EntityTooLarge { get; } = new(400, nameof(EntityTooLarge), "The entity is larger than the maximum of 1 MiB.");

    public static TableRefusal TooManyProperties { get; } =
        new(400, nameof(TooManyProperties), $"The entity has more than {TableLimits.Properties} properties besides its keys and timestamp.");

    public static TableRefusal Unavailable(string reason) => new(503, "ServerBusy", reason);

    public static TableRefusal KeyTooLarge(string key) =>
        new(400, "KeyValueTooLarge", $"The {key} is longer than the maximum of {TableLimits.KeyCharacters} characters.");

    public static TableRefusal KeyForbidden(string key, string value) =>
        new(400, "OutOfRangeInput", $"The '{key}' parameter of value '{value}' is out of range: keys hold no / \\ # ? and no control characters.");

    public static TableRefusal KeyMissing(string key) => new(400, "PropertiesNeedValue", $"The values are not specified for all properties in the entity: {key}.");

    public static TableRefusal DateOutOfRange(string name, DateTime value) =>
        new(400, "OutOfRangeInput", $"The '{name}' parameter of value '{value:O}' is out of range: dates start in 1601.");

    public static TableRefusal ValueTooLarge(string name) =>
        new(400, "PropertyValueTooLarge", $"The property '{name}' is larger than the maximum of 64 KiB.");

    public static TableRefusal NumberOutOfRange(string name) => new(400, "InvalidInput", $"The number in '{name}' does not fit into 64 bits.");

    public static TableRefusal NameInvalid(string name) => new(400, "PropertyNameInvalid", $"The property name '{name}' is invalid: names are identifiers.");

    public static TableRefusal NameTooLong(string name) =>
        new(400, "PropertyNameTooLong", $"The property name '{name[..32]}…' is longer than {TableLimits.NameCharacters} characters.");

    public static TableRefusal MalformedVersion(string version) =>
        new(400, "InvalidInput", $"The etag value '{version}' is not valid. Make sure that it is one that the service gave.");

    public static TableRefusal TableNameInvalid(string name) =>
        new(400, "InvalidResourceName", $"The table name '{name}' is invalid: letters and digits, the first a letter.");

    public static TableRefusal TableNameLength(string name) =>
        new(400, "OutOfRangeInput", $"The length of the table name '{name}' is not within the permissible limits: three to 63 letters and digits.");

    public static TableRefusal MalformedFilter(string why) => new(400, "InvalidInput", $"One of the request inputs is not valid: the filter {why}.");

    public static TableRefusal MalformedPaging(string why) => new(400, "InvalidInput", $"One of the request inputs is not valid: {why}.");

    /// <summary>The exception that carries it up to the client.</summary>
    public TableRefusedException Refuse() => new(this);

    /// <summary>The client's exception; for an action of a transaction its message starts with the index, as the service's does, and says where else to find it, as the client's does.</summary>
    public RequestFailedException ToException(int? index = null)
    {
        if (index is null)
        {
            return ServiceRefusal.Create(Status, Code, Message);
        }

        string which = index.Value.ToString(CultureInfo.InvariantCulture);
        return new TableTransactionFailedException(ServiceRefusal.Create(
            Status,
            Code,
            $"{which}:{Message}\nWhich action that is, {nameof(TableTransactionFailedException.FailedTransactionActionIndex)} says.",
            new Dictionary<string, string>(StringComparer.Ordinal) { [TableTransactionFailedException.FailedEntity] = which }));
    }
}
