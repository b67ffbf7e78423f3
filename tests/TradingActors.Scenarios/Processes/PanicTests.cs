using System.Text.Json.Nodes;
using Xunit;

namespace TradingActors.Scenarios.Processes;

/// <summary>The last resort: a node is gone, its orders are not, and there is nothing but the key.</summary>
public sealed class PanicTests
{
    /// <summary>The sample quoter far from the market, so that nothing fills while a process starts.</summary>
    private const string Distant = """
        trading-actors.accounts.main.strategies.quoter.settings { spread-bps = 400, requote-bps = 100 }
        """;

    [Fact]
    public async Task panic_cancels_what_a_killed_node_left_and_what_a_running_one_holds()
    {
        var directory = Directory.CreateTempSubdirectory("trading-actors-panic-").FullName;
        try
        {
            using var venue = NodeProcess.Start(
                "simulate-venue", "--data", Path.Combine(directory, "venue"), "--seed", "7");
            var http = JsonNode.Parse(await venue.LineAsync(l => l.StartsWith('{')))!["http"]!.GetValue<string>();
            var config = Path.Combine(directory, "distant.conf");
            await File.WriteAllTextAsync(config, Distant);
            string[] arguments =
            [
                "--data", Path.Combine(directory, "node"), "--venue", http, "--http", "http://127.0.0.1:0",
                "--config", config,
            ];

            using (var node = NodeProcess.Start(arguments))
            {
                await OpenAsync(http);
                var beside = await PanicAsync(http);
                Assert.NotEmpty(beside.Report["ended"]!.AsArray());
                await OpenAsync(http);
                node.KillHard();
            }

            var (exit, report) = await PanicAsync(http);

            Assert.Equal(0, exit);
            Assert.NotEmpty(report["ended"]!.AsArray());
            Assert.Empty(report["remaining"]!.AsArray());
            Assert.Equal(0, await CountOpenAsync(http));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task panic_without_a_venue_says_that_nothing_is_known()
    {
        var (exit, output, _) = await NodeProcess.RunAsync(
            "panic", "--venue", "http://127.0.0.1:9", "--yes", "--deadline", "2s");

        Assert.Equal(3, exit);
        Assert.Contains("NOT REACHED", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task panic_asks_before_it_acts_and_does_nothing_where_nobody_answers()
    {
        var (exit, _, errors) = await NodeProcess.RunAsync("panic", "--venue", "http://127.0.0.1:9");

        Assert.Equal(2, exit);
        Assert.Contains("--yes is needed", errors, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, JsonNode Report)> PanicAsync(string http)
    {
        var (exit, output, _) = await NodeProcess.RunAsync(
            "panic", "--venue", http, "--yes", "--json", "--deadline", "10s");
        return (exit, JsonNode.Parse(output)!);
    }

    private static async Task OpenAsync(string http)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await CountOpenAsync(http) == 0)
            await Task.Delay(50, late.Token);
    }

    private static async Task<int> CountOpenAsync(string http)
    {
        using var client = new HttpClient { BaseAddress = new Uri(http) };
        var ledger = JsonNode.Parse(await client.GetStringAsync("/admin/ledger/main"))!;
        return ledger["orders"]!.AsArray()
            .Count(order => order!["status"]!.ToString() is "new" or "partially-filled");
    }
}
