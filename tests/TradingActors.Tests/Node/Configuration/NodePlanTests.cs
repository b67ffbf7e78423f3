using TradingActors.Domain;
using TradingActors.Node.CommandLine;
using TradingActors.Node.Configuration;
using Xunit;

namespace TradingActors.Tests.Node.Configuration;

public sealed class NodePlanTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("plan-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void the_shipped_configuration_trades_one_account_at_the_simulated_venue()
    {
        var plan = Plan();

        var account = Assert.Single(plan.Engine.Accounts);
        Assert.Equal(("main", "simulated"), (account.Account.Value, account.Venue.Value));
        Assert.Equal(["quoter"], account.Strategies.Select(s => s.Id.Value));
        Assert.Equal(0.001m, plan.Venues[0].MakerFeeRate);
        Assert.Equal(100_000m, Assert.Single(plan.Venues[0].EmbeddedAccounts()).Balances["USDT"]);
    }

    [Fact]
    public void the_command_line_can_name_another_strategy() =>
        Assert.Equal(["trend"],
            Assert.Single(Plan(strategy: "trend").Engine.Accounts).Strategies.Select(s => s.Id.Value));

    [Theory]
    [InlineData(
        "trading-actors.accounts.main.risk.gross-exposure-mx = 5", "gross-exposure-mx': is not a known key")]
    [InlineData("trading-actors.accounts.main.risk.order-rate-max = many", "'many' is not a whole number")]
    [InlineData("trading-actors.accounts.main.venue = kraken", "'kraken' is not one of simulated")]
    [InlineData(
        "trading-actors.venues.simulated.keys.main.secret = \"\"", "keys.main.secret': the secret is empty")]
    [InlineData("trading-actors.venues.simulated.keys.main.secrets = x",
        "'trading-actors.venues.simulated.keys.main.secrets'")]
    [InlineData("trading-actors.venues.simulated.recv-window = 2m", "RecvWindowMs=120000")]
    [InlineData("trading-actors.venues.simulated.embedded.balances.main.BTC = -1",
        "balances.main.BTC': must not be negative")]
    [InlineData("trading-actors.node.log-level = loud", "node.log-level': 'loud' is not one of")]
    [InlineData("trading-actors.node.stop-deadlin = 1s", "node.stop-deadlin': is not a known key")]
    [InlineData("trading-actors.accounts.main.enabled-strategies = [nobody]", "'nobody' has no section")]
    [InlineData("trading-actors.accounts.main.opening-cost { BTCUSDT = 0 }", "BTCUSDT': a price is above")]
    [InlineData("trading-actors.emergency.initial-mode = asleep", "emergency.initial-mode': 'asleep'")]
    [InlineData("trading-actors.accounts.main.day-starts-at = \"24:00\"", "day-starts-at': '24:00' is not a time")]
    public void a_wrong_key_is_refused_by_its_name_and_file(string text, string problem)
    {
        var file = Path.Combine(_directory.FullName, "user.conf");
        File.WriteAllText(file, text);

        var refused = Assert.Throws<ConfigurationException>(() => Plan(file));

        Assert.Contains(problem, refused.Message, StringComparison.Ordinal);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void an_account_says_when_its_day_begins_and_what_its_holdings_had_cost()
    {
        var file = Path.Combine(_directory.FullName, "user.conf");
        File.WriteAllText(file, """
            trading-actors.accounts.main { day-starts-at = "17:30", opening-cost { BTCUSDT = 61000.5 } }
            """);

        var account = Assert.Single(Plan(file).Engine.Accounts);

        Assert.Equal(new TimeSpan(17, 30, 0), account.DayStartsAt);
        Assert.Equal(61_000.5m, account.Orders.OpeningCosts[new Symbol("BTCUSDT")].Value);
    }

    [Fact]
    public void a_recording_that_is_not_there_is_refused() =>
        Assert.Contains("there is no such file",
            Assert.Throws<ConfigurationException>(() => Plan(recording: "nowhere.gz")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void symbols_that_the_venue_does_not_list_are_left_out_and_told()
    {
        var file = Path.Combine(_directory.FullName, "user.conf");
        File.WriteAllText(file, "trading-actors.accounts.main.symbols = [BTCUSDT, DOGE]");

        var plan = ForListed(Plan(file), ["BTCUSDT", "ETHUSDT"], out var missing);

        Assert.Equal(["DOGE"], missing);
        Assert.Equal(["BTCUSDT"], plan.Engine.Accounts[0].Symbols.Select(s => s.Value));
    }

    [Fact]
    public void a_strategy_whose_symbol_is_not_listed_is_refused() =>
        Assert.Contains("strategy 'quoter' of account 'main' trades BTCUSDT",
            Assert.Throws<ConfigurationException>(
                () => ForListed(Plan(), ["ETHUSDT"], out _)).Message,
            StringComparison.Ordinal);

    private static NodePlan ForListed(
        NodePlan plan, HashSet<string> listed, out IReadOnlyList<string> missing) =>
        plan.ForListed(plan.Venues[0], listed, out missing);

    private static NodePlan Plan(string? config = null, string? strategy = null, string? recording = null) =>
        NodePlan.Make(
            NodeConfiguration.DefaultDirectory, new RunOptions(recording, 1, false, null, 1, "./data", config,
            new Uri("http://127.0.0.1:0"), null, strategy, false));
}
