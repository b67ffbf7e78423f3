using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Scenarios.Processes;

/// <summary>
/// A venue and, again and again, a node that trades there, each a process of its own; the venue's ledger, a
/// file of its own as well, is the judge.
/// </summary>
internal sealed class TradingPair : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string _directory;
    private readonly NodeProcess _venue;
    private readonly string _data;
    private readonly Uri _http;

    private TradingPair(NodeProcess venue, string directory, string? data, Uri http)
    {
        _venue = venue;
        _directory = directory;
        _data = data ?? Path.Combine(directory, "node");
        _http = http;
    }

    /// <summary>
    /// <paramref name="config"/> goes on top of what is shipped; <paramref name="data"/> is the node's
    /// directory where it must be a certain one.
    /// </summary>
    public static async Task<TradingPair> StartAsync(string config, string? data = null)
    {
        var directory = Directory.CreateTempSubdirectory("trading-actors-pair-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "test.conf"), config);
        var venue = NodeProcess.Start(
            "simulate-venue", "--data", Path.Combine(directory, "venue"), "--seed", "7");
        var addresses = JsonNode.Parse(await venue.LineAsync(l => l.StartsWith('{')))!;
        return new TradingPair(venue, directory, data, new Uri(addresses["http"]!.GetValue<string>()));
    }

    /// <summary>The file that the accounts' streams are in.</summary>
    public string Journal => Path.Combine(_data, "journal.db");

    public NodeProcess StartNode() => NodeProcess.Start(Arguments());

    /// <summary>Orders that the venue took so far.</summary>
    public async Task<int> OrdersAsync() => (await LedgerAsync())["orders"]!.AsArray().Count;

    /// <summary>Until the node takes part in the market: some more orders are at the venue.</summary>
    public async Task UntilTradingAsync(NodeProcess node)
    {
        var before = await OrdersAsync();
        await UntilAsync(node, async () => await OrdersAsync() > before + 3, "trading");
    }

    /// <summary>
    /// Until the node has said this once more than <paramref name="times"/>; see <see cref="Count"/>.
    /// </summary>
    public Task UntilSaidAsync(NodeProcess node, string line, int times) =>
        UntilAsync(node, () => Task.FromResult(Count(node, line) > times), line);

    public static int Count(NodeProcess node, string line) =>
        node.Output.Split('\n').Count(l => l.Contains(line, StringComparison.Ordinal));

    /// <summary>
    /// A node trades for a while more and stops well; then nothing is lost, doubled or left, and no limit was
    /// ever passed.
    /// </summary>
    public async Task FinishAndJudgeAsync()
    {
        using (var node = NodeProcess.Start([.. Arguments(), "--json"]))
        {
            await UntilTradingAsync(node);
            await StopWellAsync(node);
            Assert.True(JsonNode.Parse(node.Output)!["ledger_matches"]!.GetValue<bool>(), node.Output);
        }

        var orders = (await LedgerAsync())["orders"]!.AsArray();
        Assert.All(orders, o => Assert.True(o!["acceptCount"]!.GetValue<int>() <= 1, o.ToJsonString()));
        Assert.DoesNotContain(orders, o => o!["status"]!.ToString() is "new" or "partially-filled");

        _venue.KillHard();
        var file = LedgerFile.PathIn(Path.Combine(_directory, "venue"));
        using var ledger = LedgerFile.Open(file, false, NullLogger.Instance, out var entries);
        Assert.Empty(ReservationJudge.Walk(entries, new Dictionary<string, ReservationLimits>
        {
            ["BTCUSDT"] = new(PositionMax: 2m, OpenOrdersMax: 20, GrossMax: 400_000m),
        }).Problems);
    }

    public static async Task StopWellAsync(NodeProcess node)
    {
        node.Interrupt();
        var exit = await node.EndAsync(Patience);
        Assert.True(exit == 0, $"exit {exit}\n{node.Output}\n{node.Errors}");
    }

    public void Dispose()
    {
        _venue.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private string[] Arguments() =>
    [
        "--data", _data, "--venue", _http.ToString(), "--http", "http://127.0.0.1:0",
        "--config", Path.Combine(_directory, "test.conf"),
    ];

    private async Task<JsonNode> LedgerAsync()
    {
        using var client = new HttpClient { BaseAddress = _http };
        return (await client.GetFromJsonAsync<JsonNode>("/admin/ledger/main", JsonSerializerOptions.Web))!;
    }

    public static async Task UntilAsync(NodeProcess node, Func<Task<bool>> wanted, string what)
    {
        using var late = new CancellationTokenSource(Patience);
        while (!await wanted())
        {
            Assert.False(node.HasExited, $"the node ended by itself:\n{node.Output}\n{node.Errors}");
            Assert.False(late.IsCancellationRequested, $"no {what}:\n{node.Output}\n{node.Errors}");
            await Task.Delay(50);
        }
    }
}
