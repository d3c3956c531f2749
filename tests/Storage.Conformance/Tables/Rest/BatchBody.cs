using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;

namespace Caseward.Storage.Conformance.Tables.Rest;

/// <summary>An entity group transaction as the service reads and answers it: requests inside a changeset inside a batch.</summary>
internal static partial class BatchBody
{
    private const string Batch = "batch_a1e9d677-b28b-435e-a89e-87e6a768a431";
    private const string Changeset = "changeset_8a28b620-b4bb-458c-a177-0959fb14c977";

    public static HttpContent Write(Uri endpoint, string table, IEnumerable<TableTransactionAction> actions)
    {
        var body = new StringBuilder($"--{Batch}\r\nContent-Type: multipart/mixed; boundary={Changeset}\r\n\r\n");
        foreach (TableTransactionAction action in actions)
        {
            Write(body, endpoint, table, action);
        }

        body.Append(CultureInfo.InvariantCulture, $"--{Changeset}--\r\n--{Batch}--\r\n");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToString()));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse($"multipart/mixed; boundary={Batch}");
        return content;
    }

    /// <summary>One answer per action.</summary>
    /// <exception cref="TableTransactionFailedException">An action was refused.</exception>
    public static IReadOnlyList<Response> Read(string body)
    {
        var answers = new List<Response>();
        foreach (Match part in Part().Matches(body))
        {
            int status = int.Parse(part.Groups["status"].Value, CultureInfo.InvariantCulture);
            if (status >= 400)
            {
                string text = part.Groups["rest"].Value;
                RequestFailedException refused = TableRest.Refusal(status, text[text.IndexOf('{', StringComparison.Ordinal)..(text.LastIndexOf('}') + 1)]);
                if (Index().Match(refused.Message) is { Success: true } index)
                {
                    refused.Data["FailedEntity"] = index.Groups["index"].Value; // as the real client reads it
                }

                throw new TableTransactionFailedException(refused);
            }

            Match version = Version().Match(part.Groups["rest"].Value);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            if (version.Success)
            {
                headers["ETag"] = version.Groups["version"].Value;
            }

            answers.Add(new RestResponse(status, headers, ""));
        }

        return answers;
    }

    private static void Write(StringBuilder body, Uri endpoint, string table, TableTransactionAction action)
    {
        (string method, bool conditional) = action.ActionType switch
        {
            TableTransactionActionType.Add => ("POST", false),
            TableTransactionActionType.UpdateMerge => ("MERGE", true),
            TableTransactionActionType.UpdateReplace => ("PUT", true),
            TableTransactionActionType.UpsertMerge => ("MERGE", false),
            TableTransactionActionType.UpsertReplace => ("PUT", false),
            _ => ("DELETE", true),
        };
        string path = method == "POST" ? table : TableRest.Entity(table, action.Entity.PartitionKey, action.Entity.RowKey);
        string? ifMatch = !conditional ? null
            : action.ETag != default ? action.ETag.ToString()
            : method == "DELETE" ? "*" : null;
        body.Append(CultureInfo.InvariantCulture, $"--{Changeset}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n");
        body.Append(CultureInfo.InvariantCulture, $"{method} {endpoint.AbsoluteUri}/{path} HTTP/1.1\r\n");
        body.Append("Accept: application/json;odata=minimalmetadata\r\nContent-Type: application/json\r\nPrefer: return-no-content\r\nDataServiceVersion: 3.0\r\n");
        if (ifMatch is not null)
        {
            body.Append(CultureInfo.InvariantCulture, $"If-Match: {ifMatch}\r\n");
        }

        body.Append("\r\n");
        if (method != "DELETE")
        {
            body.Append(CultureInfo.InvariantCulture, $"{EntityJson.Write((TableEntity)action.Entity)}\r\n");
        }
    }

    [GeneratedRegex(@"HTTP/1\.1 (?<status>\d{3})(?<rest>.*?)(?=--changeset|--batch|$)", RegexOptions.Singleline)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(?<index>\d+):")]
    private static partial Regex Index();

    [GeneratedRegex(@"ETag:\s*(?<version>\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Version();
}
