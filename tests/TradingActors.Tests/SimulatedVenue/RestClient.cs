using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TradingActors.SimulatedVenue;

namespace TradingActors.Tests.SimulatedVenue;

/// <summary>Asks the venue's core over REST as a client would, with the default account's key.</summary>
internal static class RestClient
{
    public const string Key = "simulated-key";

    public static RestAnswer Get(this VenueHarness venue, string path, string query = "") =>
        venue.Core.Rest(new RestRequest("GET", path, query, "", null, "127.0.0.1"), venue.Now);

    public static RestAnswer Signed(
        this VenueHarness venue, string verb, string path, string query = "", string body = "")
    {
        var stamp = string.Create(CultureInfo.InvariantCulture, $"timestamp={venue.NowMs}");
        query = query.Length == 0 ? stamp : query + "&" + stamp;
        var signature = Sign(query + body);
        return venue.Core.Rest(
            new RestRequest(verb, path, $"{query}&signature={signature}", body, Key, "127.0.0.1"), venue.Now);
    }

    public static string Sign(string payload) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes("simulated-secret"), Encoding.UTF8.GetBytes(payload)));

    public static JsonElement Json(this RestAnswer answer) => JsonDocument.Parse(answer.Body).RootElement;

    public static string? Header(this RestAnswer answer, string name) =>
        answer.Headers.Where(header => header.Key == name).Select(header => header.Value).FirstOrDefault();

    public static int Code(this RestAnswer answer) => answer.Json().GetProperty("code").GetInt32();
}
