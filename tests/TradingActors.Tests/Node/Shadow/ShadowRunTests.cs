using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Control;
using TradingActors.Node.Hosting;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.Node.Shadow;

/// <summary>A whole node in shadow mode; another simulated venue stands for the live one.</summary>
public sealed class ShadowRunTests : IAsyncLifetime
{
    private const int OrdersWanted = 4;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shadow-");
    private SimulatedVenueHost _live = null!;

    public async Task InitializeAsync() => _live = await SimulatedVenueHost.StartAsync(
        new SimulatedVenueSettings { Seed = 7 }, TimeProvider.System, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _live.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task orders_are_filled_in_the_node_by_the_live_market_and_never_sent()
    {
        var options = Options();
        var plan = NodePlan.Make(NodeConfiguration.DefaultDirectory, options);
        await using var run = await NodeRun.StartAsync(options, plan, logToStderr: false);

        var state = await UntilAsync(run, s => s.Accounts is [{ Counters: { Accepted: >= OrdersWanted, Fills: > 0 } }]);
        var summary = await run.StopAsync("the test");

        Assert.Equal("shadow of testnet", state.Environment);
        Assert.True(summary.IsGood, string.Join("; ", summary.Problems));
        Assert.True(summary.Orders.Accepted >= OrdersWanted);
        Assert.Equal("BTCUSDT", Assert.Single(Assert.Single(summary.Accounts).Positions).Symbol);
        Assert.Empty(_live.Judge("main").Orders);
    }

    private RunOptions Options()
    {
        var file = Path.Combine(_directory.FullName, "shadow.conf");
        File.WriteAllText(file, $$"""
            trading-actors.accounts.main.venue = binance
            trading-actors.venues.binance {
              kind = binance-spot
              environment = testnet
              mode = shadow
              keys.main { api-key.env = NOT_THERE, secret.file = "/not/there" }
              endpoints {
                rest = "{{_live.HttpAddress}}"
                api = "{{_live.ApiAddress}}"
                streams = "{{_live.StreamsAddress}}"
              }
              embedded.balances.main { USDT = 4000, BTC = 1 }
            }
            """);
        return new RunOptions(
            null, 1, false, null, 1, Path.Combine(_directory.FullName, "data"), file,
            new Uri("http://127.0.0.1:0"), null, null, false);
    }

    private static async Task<NodeView> UntilAsync(NodeRun run, Func<NodeView, bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var state = await run.Control.GetStateAsync();
            if (holds(state))
                return state;
            await Task.Delay(50, patience.Token);
        }
    }
}
