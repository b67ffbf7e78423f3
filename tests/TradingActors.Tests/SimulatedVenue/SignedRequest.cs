using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TradingActors.Tests.SimulatedVenue;

/// <summary>Writes requests as a client of the venue would, signed with the default account's key.</summary>
internal static class SignedRequest
{
    public static string Create(
        int id, string method, long timestamp, params (string Name, string Value)[] parameters)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["apiKey"] = "simulated-key",
            ["timestamp"] = timestamp.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var (name, value) in parameters) all[name] = value;
        var payload = string.Join('&', all.Select(pair => pair.Key + "=" + pair.Value));
        var hash = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes("simulated-secret"), Encoding.UTF8.GetBytes(payload));
        var json = new JsonObject();
        foreach (var (name, value) in all) json[name] = value;
        json["signature"] = Convert.ToHexStringLower(hash);
        return new JsonObject { ["id"] = id, ["method"] = method, ["params"] = json }.ToJsonString();
    }

    public static string Unsigned(int id, string method, params (string Name, string Value)[] parameters)
    {
        var json = new JsonObject();
        foreach (var (name, value) in parameters) json[name] = value;
        return JsonSerializer.Serialize(new { id, method, @params = json });
    }
}
