using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Caseward.Storage.Conformance.Azurite;

/// <summary>Signs requests with the key of the emulators' account, which everybody knows.</summary>
internal static class SharedKey
{
    public const string Account = "devstoreaccount1";

    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>As the table service wants it: method, content type, date and resource.</summary>
    public static void SignForTables(HttpRequestMessage request)
    {
        string date = Date(request);
        Sign(request, $"{request.Method}\n\n{request.Content?.Headers.ContentType}\n{date}\n{Resource(request)}");
    }

    /// <summary>As the queue service wants it: also the length, the service's own headers, and every query parameter.</summary>
    public static void SignForQueues(HttpRequestMessage request)
    {
        Date(request);
        string headers = string.Concat(request.Headers
            .Where(header => header.Key.StartsWith("x-ms-", StringComparison.Ordinal))
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}:{string.Join(',', header.Value)}\n"));
        string query = string.Concat(request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split('=', 2))
            .OrderBy(part => part[0], StringComparer.Ordinal)
            .Select(part => $"\n{part[0]}:{Uri.UnescapeDataString(part[1])}"));
        long length = request.Content?.Headers.ContentLength ?? 0;
        string contentLength = length == 0 ? "" : length.ToString(CultureInfo.InvariantCulture);
        Sign(request, $"{request.Method}\n\n\n{contentLength}\n\n{request.Content?.Headers.ContentType}\n\n\n\n\n\n\n{headers}{Resource(request)}{query}");
    }

    private static string Date(HttpRequestMessage request)
    {
        string date = DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
        request.Headers.Add("x-ms-date", date);
        request.Headers.Add("x-ms-version", "2019-02-02");
        return date;
    }

    private static string Resource(HttpRequestMessage request) => $"/{Account}{request.RequestUri!.AbsolutePath}";

    private static void Sign(HttpRequestMessage request, string text)
    {
        byte[] signature = HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(text));
        request.Headers.Authorization = new AuthenticationHeaderValue("SharedKey", $"{Account}:{Convert.ToBase64String(signature)}");
    }
}
