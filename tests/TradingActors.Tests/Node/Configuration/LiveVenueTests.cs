using TradingActors.Engine.Emergency;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using TradingActors.Node.Hosting;
using Xunit;

namespace TradingActors.Tests.Node.Configuration;

public sealed class LiveVenueTests : IDisposable
{
    private const string Testnet = """
        trading-actors.accounts.main.venue = binance
        trading-actors.venues.binance {
          kind = binance-spot
          environment = testnet
          keys.main { api-key.env = A_KEY, secret.file = "/run/secrets/s" }
        }

        """;

    private const string Mainnet = Testnet + "trading-actors.venues.binance.environment = mainnet\n";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("live-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void a_venue_of_a_kind_needs_no_more_than_its_environment_and_where_its_keys_are()
    {
        var plan = Plan(Testnet);

        var venue = Assert.Single(plan.Venues);
        Assert.Equal(
            (VenueKind.BinanceSpot, "testnet", true, false),
            (venue.Kind, venue.Environment, venue.IsLive, venue.IsRealMoney));
        Assert.Equal("wss://ws-api.testnet.binance.vision/ws-api/v3", venue.Endpoints!.Api.ToString());
        Assert.Equal("testnet", plan.Environment);
    }

    [Theory]
    [InlineData(Testnet)]
    [InlineData(Mainnet + "trading-actors.node.i-trade-real-money-on = mainnet")]
    public void a_first_start_where_orders_are_real_is_halted(string config) =>
        Assert.Equal(TradingMode.Halted,
            Plan(config + "\ntrading-actors.emergency.initial-mode = active").Engine.Emergency.InitialMode);

    [Theory]
    [InlineData(Mainnet, "write i-trade-real-money-on = mainnet")]
    [InlineData(Mainnet + "trading-actors.node.i-trade-real-money-on = yes", "is 'yes' and venue 'binance'")]
    [InlineData(Testnet + "trading-actors.venues.binance.environment = prod", "'prod' is not one of mainnet")]
    [InlineData(Testnet + "trading-actors.venues.binance.keys.main.secret = x",
        "do not stand in a configuration file")]
    [InlineData(Testnet + "trading-actors.venues.binance.endpoints.api = \"ws://api.example.com\"",
        "is not encrypted")]
    [InlineData(Testnet + "trading-actors.venues.binance.endpoints.api = \"wss://ws-api.binance.com/x\"",
        "is mainnet's and the environment is called 'testnet'")]
    [InlineData(Testnet + "trading-actors.venues.binance.endpoints.apis = \"wss://x\"",
        "endpoints.apis': is not a known key")]
    [InlineData(Testnet + "trading-actors.venues.binance.mode = paper", "'paper' is not one of live, shadow")]
    [InlineData(Testnet + "trading-actors.venues.binance.kind = kraken", "'kraken' is not one of")]
    [InlineData(Testnet + "trading-actors.venues.binance.mode = shadow", "do not say what account 'main'")]
    [InlineData(Testnet + "trading-actors.venues.binance.recv-windw = 1s", "recv-windw': is not a known key")]
    public void what_could_lose_money_by_mistake_is_refused(string config, string problem) =>
        Assert.Contains(
            problem, Assert.Throws<ConfigurationException>(() => Plan(config)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void a_shadow_has_no_key_even_where_one_is_configured()
    {
        var plan = Plan(Mainnet + """
            trading-actors.venues.binance { mode = shadow, embedded.balances.main { USDT = 1000 } }
            """);

        var venue = Assert.Single(plan.Venues);
        Assert.Empty(venue.Keys);
        Assert.Equal(
            (VenueKind.BinanceSpotShadow, "shadow of mainnet", false),
            (venue.Kind, venue.Environment, venue.IsRealMoney));
        Assert.Equal(TradingMode.Active, plan.Engine.Emergency.InitialMode);
    }

    [Fact]
    public void accounts_may_trade_at_several_venues()
    {
        var plan = Plan(Testnet
            .Replace("accounts.main.venue", "accounts.other.venue", StringComparison.Ordinal)
            .Replace("keys.main", "keys.other", StringComparison.Ordinal)
            + $"trading-actors.accounts.other {{ symbols = [BTCUSDT, ETHUSDT]\n {RestOfMain()} }}");

        Assert.Equal("simulated + testnet", plan.Environment);
        Assert.Equal(
            ["BTCUSDT", "ETHUSDT"], plan.SymbolsAt(plan.Venues.Single(v => v.IsLive)).Select(s => s.Value));
    }

    [Fact]
    public void a_data_directory_stays_with_the_environment_it_began_with()
    {
        using var data = DataDirectory.Open(Path.Combine(_directory.FullName, "data"));
        EnvironmentStamp.Require(data, "simulated");
        EnvironmentStamp.Require(data, "simulated");

        var refused = Assert.Throws<ConfigurationException>(() => EnvironmentStamp.Require(data, "mainnet"));

        Assert.Contains("belongs to 'simulated'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_journal_without_a_stamp_is_a_simulated_one()
    {
        using var data = DataDirectory.Open(Path.Combine(_directory.FullName, "data"));
        File.WriteAllText(data.File("journal.db"), "");

        Assert.Throws<ConfigurationException>(() => EnvironmentStamp.Require(data, "testnet"));
    }

    private NodePlan Plan(string config)
    {
        var file = Path.Combine(_directory.FullName, "user.conf");
        File.WriteAllText(file, config);
        return NodePlan.Make(NodeConfiguration.DefaultDirectory, new RunOptions(
            null, 1, false, null, 1, "./data", file, new Uri("http://127.0.0.1:8080"), null, null, false));
    }

    private static string RestOfMain()
    {
        var text = File.ReadAllText(Path.Combine(NodeConfiguration.DefaultDirectory, "trading.conf"))
            .ReplaceLineEndings("\n");
        var start = text.IndexOf("day-starts-at =", StringComparison.Ordinal);
        return text[start..text.IndexOf("\n    }\n  }\n", start, StringComparison.Ordinal)];
    }
}
