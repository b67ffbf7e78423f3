using Akka.Configuration;
using TradingActors.Engine;
using TradingActors.Engine.Exits;
using Xunit;

namespace TradingActors.Tests.Engine.Exits;

public sealed class ExitSettingsTests
{
    private const string Good = """
        exits {
          slice-notional-max = 100, collar-bps = 50, quote-age-max = 5s, slice-timeout = 3s
          slices-max = 20, attempts-max = 4, wait-max = 60s
        }
        """;

    [Fact]
    public void reads_every_key() => Assert.Equal(ExitExamples.Settings, Read(Good));

    [Theory]
    [InlineData("slice-notional-max = 100", "slice-notional-max = 0", "slice-notional-max")]
    [InlineData("collar-bps = 50", "collar-bps = 10000", "collar-bps")]
    [InlineData("quote-age-max = 5s", "quote-age-max = 0s", "quote-age-max")]
    [InlineData("slices-max = 20", "slices-max = 0", "slices-max")]
    [InlineData("attempts-max = 4", "attempt-max = 4", "attempts-max")]
    [InlineData("wait-max = 60s", "wait-max = 60s, slice-size = 1", "slice-size")]
    public void names_the_key_that_is_wrong(string from, string to, string key)
    {
        var problem = Assert.Throws<ConfigKeyException>(() => Read(Good.Replace(from, to, StringComparison.Ordinal)));

        Assert.Contains($"'exits.{key}'", problem.Message, StringComparison.Ordinal);
    }

    private static ExitSettings Read(string text) =>
        ExitSettings.Read(new ConfigReader(ConfigurationFactory.ParseString(text), "exits"));
}
