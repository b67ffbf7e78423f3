using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Scenarios.Processes;

/// <summary>
/// The venue as a process of its own, a trading node killed by SIGKILL again and again in the middle of its work, and
/// the venue's ledger as the judge: no order lost, none doubled, every fill counted once.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Kills = 10;
    private const int Seed = 20260101;

    /// <summary>The sample quoter, hurried, so that each kill finds orders in every state.</summary>
    private const string Hurried = """
        trading-actors.accounts.main {
          risk { order-rate-max = 5000, duplicate-window = 1ms }
          strategies.quoter.settings { requote-interval = 20ms, requote-bps = 0, spread-bps = 0.2, pause-after-refusal = 50ms }
        }
        """;

    [Fact]
    public async Task ten_kills_at_random_points_lose_and_double_nothing()
    {
        var directory = Directory.CreateTempSubdirectory("trading-actors-crash-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory, "hurried.conf"), Hurried);
            using var venue = NodeProcess.Start("simulate-venue", "--data", Path.Combine(directory, "venue"), "--seed", "7");
            var addresses = JsonNode.Parse(await venue.LineAsync(l => l.StartsWith('{')))!;
            var http = new Uri(addresses["http"]!.GetValue<string>());
            var random = new Random(Seed);
            output.WriteLine($"seed {Seed}");

            for (var kill = 1; kill <= Kills; kill++)
                await TradeAndKillAsync(directory, http, kill, random);
            await FinishAndJudgeAsync(directory, http);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static string[] NodeArguments(string directory, Uri venue, params string[] more) =>
    [
        "--data", Path.Combine(directory, "node"), "--venue", venue.ToString(), "--http", "http://127.0.0.1:0",
        "--config", Path.Combine(directory, "hurried.conf"), .. more,
    ];

    private async Task TradeAndKillAsync(string directory, Uri venue, int kill, Random random)
    {
        var before = (await LedgerAsync(venue))["orders"]!.AsArray().Count;
        using var node = NodeProcess.Start(NodeArguments(directory, venue));
        await UntilAsync(node, async () => (await LedgerAsync(venue))["orders"]!.AsArray().Count > before + 2);
        var wait = TimeSpan.FromMilliseconds(random.Next(0, 2_000));
        await Task.Delay(wait);
        node.KillHard();
        var ledger = await LedgerAsync(venue);
        output.WriteLine($"kill {kill}: {wait.TotalMilliseconds:0} ms after trading began, "
            + $"{ledger["orders"]!.AsArray().Count} orders, {ledger["fills"]!.AsArray().Count} fills at the venue");
    }

    private async Task FinishAndJudgeAsync(string directory, Uri venue)
    {
        var (exit, summary, errors) = await NodeProcess.RunAsync(NodeArguments(directory, venue, "--for", "5s", "--json"));
        output.WriteLine(summary);
        Assert.True(exit == 0, $"exit {exit}\n{summary}\n{errors}");
        Assert.True(JsonNode.Parse(summary)!["ledger_matches"]!.GetValue<bool>());

        var ledger = await LedgerAsync(venue);
        var orders = ledger["orders"]!.AsArray();
        Assert.True(orders.Count > Kills, $"only {orders.Count} orders: nothing was shown");
        Assert.All(orders, order => Assert.True(order!["acceptCount"]!.GetValue<int>() <= 1, order.ToJsonString()));
        Assert.DoesNotContain(orders, order =>
            order!["status"]!.ToString() is "new" or "partially-filled");
        var counts = await GetAsync(venue, "/admin/counts");
        Assert.True(counts["ofOwnMaking"]!.GetValue<long>() == 0, $"refused for too much: {counts}");
    }

    private static Task<JsonNode> LedgerAsync(Uri venue) => GetAsync(venue, "/admin/ledger/main");

    private static async Task<JsonNode> GetAsync(Uri venue, string path)
    {
        using var client = new HttpClient { BaseAddress = venue };
        return (await client.GetFromJsonAsync<JsonNode>(path, JsonSerializerOptions.Web))!;
    }

    private static async Task UntilAsync(NodeProcess node, Func<Task<bool>> wanted)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(50))
        {
            if (await wanted())
                return;
            Assert.False(node.HasExited, $"the node ended by itself:\n{node.Output}\n{node.Errors}");
        }

        throw new TimeoutException($"the node did not trade:\n{node.Output}\n{node.Errors}");
    }
}
