using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using NSec.Cryptography;
using TradingActors.Scenarios.Processes;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Scenarios.ThirdParty;

/// <summary>
/// The simulated venue, a process of its own, as clients see it that others wrote for the real one: ccxt and
/// binance from npm, over REST and WebSocket, with both kinds of keys. Without Node.js there is nothing to
/// run; the environment variable <c>TRADINGACTORS_THIRD_PARTY=required</c> makes that a failure.
/// </summary>
public sealed class ThirdPartyTests(ITestOutputHelper output) : IDisposable
{
    private const string Key = "third-party-key";
    private const string Secret = "third-party-secret";

    private readonly string _directory =
        Directory.CreateTempSubdirectory("trading-actors-third-party-").FullName;

    [Theory]
    [InlineData("ccxt.mjs", "hmac", 22)]
    [InlineData("ccxt.mjs", "ed25519", 22)]
    [InlineData("binance.mjs", "hmac", 11)]
    [InlineData("binance.mjs", "ed25519", 11)]
    public async Task a_client_that_others_wrote_trades_on_the_venue(string script, string kind, int checks)
    {
        if (await ClientScript.WhyNotAsync() is { } why)
        {
            Assert.True(Environment.GetEnvironmentVariable("TRADINGACTORS_THIRD_PARTY") != "required", why);
            output.WriteLine($"SKIPPED: {why}");
            return;
        }

        var environment = new Dictionary<string, string> { ["VENUE_KEY"] = Key };
        using var venue = StartVenue(kind, environment);
        var http = JsonNode.Parse(await venue.LineAsync(l => l.StartsWith('{')))!["http"]!.GetValue<string>();
        environment["VENUE_HTTP"] = http.TrimEnd('/');

        var results = await ClientScript.RunAsync(script, environment);
        foreach (var result in results) output.WriteLine($"{(result.Ok ? "ok  " : "FAIL")} {result.Name}");
        Assert.All(results, result => Assert.True(result.Ok, $"{result.Name}: {result.Why}\n{venue.Errors}"));
        Assert.Equal(checks, results.Count);

        await JudgeAsync(http);
        venue.Interrupt();
        Assert.Equal(0, await venue.EndAsync(TimeSpan.FromSeconds(20)));
        Assert.Equal("", venue.Errors);
        Assert.NotEmpty(await File.ReadAllLinesAsync(Path.Combine(_directory, "ledger.ndjson")));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private NodeProcess StartVenue(string kind, Dictionary<string, string> environment)
    {
        string[] proof;
        if (kind == "hmac")
        {
            environment["VENUE_SECRET"] = Secret;
            proof = ["--secret", Secret];
        }
        else
        {
            proof = ["--public-key", MakeKey(out var privateFile)];
            environment["VENUE_PRIVATE_KEY_FILE"] = privateFile;
        }

        return NodeProcess.Start([
            "simulate-venue", "--key", Key, .. proof, "--balance", "BTC=2,ETH=10,USDT=100000",
            "--symbols", "BTCUSDT,ETHUSDT,SOLUSDT", "--ledger", Path.Combine(_directory, "ledger.ndjson"),
        ]);
    }

    private string MakeKey(out string privateFile)
    {
        using var key = NSec.Cryptography.Key.Create(
            SignatureAlgorithm.Ed25519,
            new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        privateFile = Path.Combine(_directory, "private.pem");
        var publicFile = Path.Combine(_directory, "public.pem");
        // As OpenSSL writes it: ccxt takes a longer text for an RSA key.
        var pem = Encoding.ASCII.GetString(key.Export(KeyBlobFormat.PkixPrivateKeyText));
        File.WriteAllText(privateFile, pem.ReplaceLineEndings("\n"));
        File.WriteAllBytes(publicFile, key.PublicKey.Export(KeyBlobFormat.PkixPublicKeyText));
        return publicFile;
    }

    /// <summary>The ledger's word: what the client asked for was done once, and nothing was left behind.</summary>
    private static async Task JudgeAsync(string http)
    {
        using var client = new HttpClient { BaseAddress = new Uri(http) };
        var ledger = (await client.GetFromJsonAsync<JsonNode>("/admin/ledger/main"))!;
        var orders = ledger["orders"]!.AsArray();
        Assert.True(orders.Count >= 5, $"only {orders.Count} orders: nothing was shown");
        Assert.All(orders, order => Assert.True(order!["acceptCount"]!.GetValue<int>() <= 1));
        Assert.Equal(0, ledger["counts"]!["open"]!.GetValue<int>());
    }
}
