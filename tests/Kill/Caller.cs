using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Caseward.Kill;

/// <summary>
/// One careful caller: opens cases, takes and solves every third, and repeats with the same key what was not answered. What it was answered, it relies on.
/// </summary>
internal sealed class Caller(AppProcess app, int id, Action<Accepted> accept)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    /// <summary>Calls until told to stop; what has begun is brought to its end.</summary>
    public async Task RunAsync(Func<bool> goesOn)
    {
        for (int call = 0; goesOn(); call++)
        {
            accept(await CallAsync(string.Create(CultureInfo.InvariantCulture, $"jan.{id}.{call}@example.com"), call, solves: call % 3 == 2));
            await Task.Delay(Pause);
        }
    }

    /// <summary>Opens a case for a customer who has none yet and, if told so, takes and solves it.</summary>
    public async Task<Accepted> CallAsync(string customer, int call, bool solves)
    {
        JsonElement opened = await PostAsync("api/phone/cases", "anna", $"{customer}-open", Opening(customer, call));
        string number = opened.GetProperty("number").GetString()!;
        if (solves)
        {
            await PostAsync($"api/cases/{number}/claim", "willem", $"{customer}-claim", new { });
            await PostAsync($"api/cases/{number}/resolve", "willem", $"{customer}-resolve", new { solution = "A new charger" });
        }

        return new Accepted(number, customer, solves);
    }

    /// <summary>Posts until it is answered.</summary>
    /// <exception cref="InvalidOperationException">It was refused, which no death excuses.</exception>
    public async Task<JsonElement> PostAsync(string path, string signIn, string key, object body)
    {
        while (true)
        {
            try
            {
                if (app.Client is { } client)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, path);
                    request.Headers.Authorization = new AuthenticationHeaderValue("Development", signIn);
                    request.Headers.Add("Idempotency-Key", key);
                    request.Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
                    using HttpResponseMessage response = await client.SendAsync(request);
                    string text = await response.Content.ReadAsStringAsync();
                    app.NoteAnswer();
                    if (response.IsSuccessStatusCode)
                    {
                        return JsonDocument.Parse(text).RootElement.Clone();
                    }

                    if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.InternalServerError))
                    {
                        throw new InvalidOperationException($"{path} ({key}) was answered {(int)response.StatusCode}: {text}");
                    }
                }
            }
            catch (Exception gone) when (gone is HttpRequestException or OperationCanceledException or ObjectDisposedException or IOException)
            {
                // It died before it had answered; asked again with the same key it does no more than was asked.
            }

            await Task.Delay(Pause);
        }
    }

    private static object Opening(string customer, int call) => new
    {
        subject = "The scooter does not charge",
        description = $"The light stays red, call {call}.",
        priority = 4,
        department = "werkplaats",
        language = "en",
        contact = new { name = "Jan Jansen", email = customer, phone = string.Create(CultureInfo.InvariantCulture, $"06{call % 100_000_000:D8}") },
    };
}

/// <summary>A case that the app has promised to keep.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">The one customer who has this case and no other.</param>
/// <param name="Solved">Whether it was also told to be solved.</param>
internal sealed record Accepted(string Number, string Customer, bool Solved);
