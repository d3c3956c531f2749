namespace Caseward.Storage.Conformance.Azurite;

/// <summary>
/// Everything in which Azurite 3.37.0 is known to do otherwise than the service documents. Each is still run against it, and has to fail
/// there: one that it mends is reported, and leaves this list.
/// </summary>
internal static class Deviations
{
    private const string Documentation = "https://learn.microsoft.com/rest/api/storageservices/";
    private const string DataModel = Documentation + "understanding-the-table-service-data-model";
    private const string Querying = Documentation + "querying-tables-and-entities";
    private const string TableCodes = Documentation + "table-service-error-codes";
    private const string Transactions = Documentation + "performing-entity-group-transactions";

    public static readonly Deviation NoCodeForTableNames = new(
        "A table name that is none is refused with the error code InvalidResourceName, or OutOfRangeInput for its length.",
        "It is refused with 400 and an empty code.",
        Documentation + "common-rest-api-error-codes");

    public static readonly Deviation TableNamesDifferByCase = new(
        "Table names are case-insensitive.", "Creating ignores the letter case, everything else does not.", DataModel + "#table-names");

    public static readonly Deviation OneCodeForKeys = new(
        "A key with a forbidden character is OutOfRangeInput, one above 1 KiB KeyValueTooLarge.", "Both are InvalidInput.", TableCodes);

    public static readonly Deviation AnyPropertyName = new(
        "Property names are identifiers of at most 255 characters.", "Every name is taken.", DataModel + "#property-names");

    public static readonly Deviation AnyNumberOfProperties = new(
        "An entity has at most 252 properties besides the three of the service.", "Properties are not counted.", DataModel + "#property-limitations");

    public static readonly Deviation SizeOfTheRequestOnly = new(
        "An entity is at most 1 MiB, however it came to its size.",
        "An insert may have 4 MiB, and a merge is measured by what it adds.",
        DataModel + "#property-limitations");

    public static readonly Deviation DatesBefore1601 = new(
        "Dates start on 1 January 1601.", "Earlier ones are taken.", DataModel + "#property-types");

    public static readonly Deviation SelectForgetsMissing = new(
        "A selected property that an entity lacks is answered, without a value.", "It is left out.", Querying + "#writing-linq-queries-for-projection");

    public static readonly Deviation AnyPageSize = new(
        "$top is at most 1,000; more is a bad request.", "More is taken as 1,000.", Querying + "#supported-query-options");

    public static readonly Deviation AnyNumberOfComparisons = new(
        "A filter has at most 15 comparisons.", "Comparisons are not counted.", Querying + "#supported-query-options");

    public static readonly Deviation LaxFilters = new(
        "Text that is no filter by the grammar is a bad request.", "Much of it is taken, and finds something or nothing.", Querying + "#filter");

    public static readonly Deviation FilterTypes = new(
        "A value in a filter has to be of the property's type to find anything; a Double may have an exponent.",
        "A Double with an exponent finds nothing, one beside an Int32 finds it, and an Int64 beside an Int32 ends in a server error.",
        Querying + "#constructing-filter-strings");

    public static readonly Deviation PartitionsOfAChangeset = new(
        "All operations of a transaction have the same partition key.", "They may have several.", Transactions);

    public static readonly Deviation NoStatusForTooManyActions = new(
        "A transaction of more than a hundred actions is refused like any other.",
        "The refusal has no status line where the client looks for one.",
        Transactions);

    public static readonly Deviation CodeOfAMalformedVersion = new(
        "A malformed If-Match is InvalidInput.", "A merge calls it InvalidOperation.", TableCodes);

    public static readonly Deviation BareRefusals = new(
        "A request that cannot be read is refused with an error code and a document.",
        "It is refused with 400 and plain text.",
        Documentation + "status-and-error-codes2");

    public static readonly Deviation MarkersInTheOrderOfMaking = new(
        "A listing goes on where its marker says.", "It goes on with the queues that were made later than the last one.", Documentation + "list-queues1#uri-parameters");

    private static readonly HashSet<string> LaxlyRead =
    [
        "PartitionKey eq 'a", "PartitionKey eq RowKey", "PartitionKey EQ 'a'", "true", "Number eq 5454161346626", "Number eq 1x",
        "Number eq 1.5L", "Text eq null", "Text eq \"a\"", "At eq datetime'yesterday'", "Id eq guid'x'", "Binary eq X'0'",
    ];

    private static readonly HashSet<string> OtherwiseTyped = ["Fraction gt 1.25 and Fraction lt 2e3", "Number eq 1.0", "Number eq 1L"];

    /// <summary>How Azurite deviates on a query of the queue service; null when it does not.</summary>
    public static Deviation? OfQuery(string query) =>
        query is "?messagettl=-2" or "?numofmessages=0" || query.EndsWith("=soon", StringComparison.Ordinal) || query.EndsWith("=many", StringComparison.Ordinal)
            ? BareRefusals
            : null;

    /// <summary>How Azurite deviates on a filter; null when it does not.</summary>
    public static Deviation? OfFilter(string filter) =>
        LaxlyRead.Contains(filter) ? LaxFilters
        : OtherwiseTyped.Contains(filter) ? FilterTypes
        : null;
}
