using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Strategies;
using TradingActors.Engine.Strategies.Samples;
using Xunit;

namespace TradingActors.Tests.Engine.Strategies;

public sealed class StrategyCatalogTests
{
    private const string Quoter = """
        s { kind = two-sided-quoter, symbols = [BTCUSDT]
            settings { spread-bps = 4, size = 0.001, position-target = 0, inventory-max = 0.01, skew-bps = 2
                       requote-bps = 1, requote-interval = 500ms, pause-after-refusal = 5s
                       quote-age-max = 3s } }
        """;

    private const string Follower = """
        s { kind = trend-follower, symbols = [BTCUSDT, ETHUSDT]
            settings { fast = 10s, slow = 60s, entry-bps = 3, size = 0.001, position-neutral = 0
                       position-max = 0.002, allow-short = off, cool-down = 30s, slippage-bps = 5 } }
        """;

    [Fact]
    public void makes_the_samples_fresh_each_time()
    {
        var quoter = Read(Quoter);
        var follower = Read(Follower);

        Assert.IsType<TwoSidedQuoter>(quoter.Make());
        Assert.IsType<TrendFollower>(follower.Make());
        Assert.NotSame(quoter.Make(), quoter.Make());
        Assert.Equal([new Symbol("BTCUSDT"), new Symbol("ETHUSDT")], follower.Symbols);
        Assert.Equal(new StrategyId("mine"), quoter.Id);
    }

    [Fact]
    public void makes_a_users_own_strategy_by_its_type()
    {
        var type = typeof(OwnStrategy);
        var byName = Read($$"""
            s { type = "{{type.AssemblyQualifiedName}}", symbols = [BTCUSDT], settings { word = hello } }
            """);
        var byPath = Read($$"""
            s { type = "{{type.FullName}}", assembly = "{{type.Assembly.Location}}", symbols = [BTCUSDT]
                settings { word = hello } }
            """);

        Assert.Equal("hello", Assert.IsType<OwnStrategy>(byName.Make()).Word);
        Assert.Equal("hello", Assert.IsType<OwnStrategy>(byPath.Make()).Word);
    }

    [Theory]
    [InlineData("kind = two-sided-quoter", "kind = x", "s.kind", "one of trend-follower, two-sided-quoter")]
    [InlineData("kind = two-sided-quoter", "type = No.Such.Type", "s.type", "no type 'No.Such.Type'")]
    [InlineData("kind = two-sided-quoter", "type = System.String", "s.type", "not an IStrategy")]
    [InlineData("kind = two-sided-quoter", "colour = red", "s.kind", "exactly one")]
    [InlineData("kind = two-sided-quoter", "type = X, assembly = /nowhere.dll", "s.assembly", "/nowhere.dll")]
    [InlineData("[BTCUSDT]", "[]", "s.symbols", "no symbol")]
    [InlineData("[BTCUSDT]", "[BTCUSDT, BTCUSDT]", "s.symbols", "twice")]
    [InlineData("spread-bps = 4", "spread-bps = wide", "s.settings.spread-bps", "wide")]
    [InlineData("spread-bps = 4", "spread-bps = 0", "s.settings.spread-bps", "between")]
    [InlineData("spread-bps = 4", "spread = 4", "s.settings.spread-bps", "missing")]
    [InlineData("spread-bps = 4", "spread-bps = 4, skew = 1", "s.settings.skew", "not a known key")]
    [InlineData("inventory-max = 0.01", "inventory-max = 0.0001", "s.settings.inventory-max", "below size")]
    [InlineData("settings {", "setings {", "s.settings", "missing")]
    public void names_the_key_that_is_wrong(string good, string bad, string key, string problem)
    {
        var refusal = Assert.Throws<ConfigKeyException>(
            () => Read(Quoter.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains($"'{key}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void a_strategy_without_a_usable_constructor_is_refused()
    {
        var refusal = Assert.Throws<ConfigKeyException>(() => Read($$"""
            s { type = "{{typeof(Unmakeable).AssemblyQualifiedName}}", symbols = [BTCUSDT]
                settings { a = 1 } }
            """));

        Assert.Contains("has no constructor", refusal.Message, StringComparison.Ordinal);
    }

    private static StrategyDefinition Read(string hocon) => new StrategyCatalog().Read(
        new StrategyId("mine"), new ConfigReader(ConfigurationFactory.ParseString(hocon), "s"));

    public class OwnStrategy(ConfigReader settings) : IStrategy
    {
        public string Word { get; } = settings.Text("word");

        public void OnStart(IStrategyContext context)
        {
        }

        public void OnQuote(IStrategyContext context, in Quote quote)
        {
        }

        public void OnTrade(IStrategyContext context, in MarketTrade trade)
        {
        }

        public void OnOrder(IStrategyContext context, StrategyOrder order)
        {
        }

        public void OnTimer(IStrategyContext context)
        {
        }
    }

    public sealed class Unmakeable : OwnStrategy
    {
        private Unmakeable()
            : base(null!)
        {
        }
    }
}
