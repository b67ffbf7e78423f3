using Akka.Configuration;
using TradingActors.Engine;
using TradingActors.Engine.MarketData;
using Xunit;

namespace TradingActors.Tests.Engine.MarketData;

public sealed class MarketDataSettingsTests
{
    private const string Whole = """
        m {
          reconnect {
            delay-first = 250ms, delay-max = 10s, jitter-percent = 20
            stable-after = 30s
          }
          open-timeout = 10s, tick-min = 50ms, tick-max = 250ms, waiting-frames-max = 256
          inbox-bytes-max = 67108864, inbox-frames-max = 1000000, book-levels = 20
        }
        """;

    [Fact]
    public void reads_every_key() => Assert.Equal(MarketDataSettings.Default, Read(Whole));

    [Theory]
    [InlineData("tick-max = 250ms", "tick-max = 10ms", "m.tick-max")]
    [InlineData("tick-min = 50ms", "tick-min = 0ms", "m.tick-min")]
    [InlineData("open-timeout = 10s", "open-timeout = 0s", "m.open-timeout")]
    [InlineData("book-levels = 20", "book-levels = 0", "m.book-levels")]
    [InlineData("book-levels = 20", "book-level = 20", "m.book-levels")]
    [InlineData("book-levels = 20", "book-levels = 20, colour = red", "m.colour")]
    [InlineData("delay-max = 10s", "delay-max = soon", "m.reconnect.delay-max")]
    public void names_the_key_that_is_wrong(string good, string bad, string key)
    {
        var refusal = Assert.Throws<ConfigKeyException>(
            () => Read(Whole.Replace(good, bad, StringComparison.Ordinal)));

        Assert.Contains($"'{key}'", refusal.Message, StringComparison.Ordinal);
    }

    private static MarketDataSettings Read(string hocon) =>
        MarketDataSettings.Read(new ConfigReader(ConfigurationFactory.ParseString(hocon), "m"));
}
