using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

public sealed class RiskSettingsTests
{
    private const string Good = """
        risk {
          exposure-asset = USDT
          gross-exposure-max = 50000
          order-rate-max = 50
          order-rate-window = 1s
          duplicate-window = 200ms
          collar-bps = 200
          passive-collar-bps = 5000
          reference-max-age = 5s
          taker-fee-bps = 10
          maker-fee-bps = 7.5
          sell-fee-in-base = off
          net-exposure-max = 30000
          leverage-max = off
          cancel-share-percent = 20
          order-rate-hard = 200
          refuse-self-match = on
          daily-loss-max = 1000
          drawdown-max = off
          pnl-unknown-after = 30s
          raise-by-two = on
          alert-percents = [50, 75, 90]
          open-orders-side-max = off
          drift-collar-bps = 300
          drift-minutes = 5
          jump-bps = off
          jump-pause = 2s
          order-to-trade-max = 100
          order-to-trade-volume-max = off
          order-to-trade-free = 1000
          strategies {
            default {
              gross-exposure-max = 10000
              net-exposure-max = off
              open-orders-max = 5
              order-rate-max = off
              daily-loss-max = 500
              drawdown-max = off
              reentries-max = 10
              rejects-max = 20
              repeat-window = 1m
              instruments = [BTCUSDT]
            }
          }
          instruments {
            BTCUSDT {
              position-max = 1.5
              quantity-max = 0.5
              notional-max = 20000
              open-orders-max = 20
              collar-bps = 100
              quantity-min = 0.001
            }
          }
        }
        """;

    [Fact]
    public void reads_every_key_and_an_instruments_own_value_before_the_accounts()
    {
        var settings = Read(Good);
        Assert.Equal(new Notional(50000m), settings.GrossExposureMax);
        Assert.Equal(7.5m, settings.MakerFeeBps);
        Assert.Equal(TimeSpan.FromMilliseconds(200), settings.DuplicateWindow);
        var limits = settings.LimitsFor(new Symbol("BTCUSDT"))!;
        Assert.Equal(new InstrumentLimits(new Quantity(1.5m), new Quantity(0.001m), new Quantity(0.5m), Notional.Zero,
            new Notional(20000m), 20, 100m, 5000m, TimeSpan.FromSeconds(5))
        {
            DriftCollarBps = 300m,
            DriftMinutes = 5,
            JumpPause = TimeSpan.FromSeconds(2),
            OrderToTradeMax = 100m,
            OrderToTradeFree = 1000,
        }, limits);
        Assert.Null(settings.LeverageMax);
        Assert.Equal(new Notional(1000m), settings.DailyLossMax);
        Assert.Equal([50, 75, 90], settings.AlertPercents);
        var strategy = settings.LimitsFor(new StrategyId("any"))!;
        Assert.Equal(new Notional(500m), strategy.DailyLossMax);
        Assert.Null(strategy.OrderRateMax);
        Assert.Equal([new Symbol("BTCUSDT")], strategy.Instruments);
    }

    [Fact]
    public void an_instrument_without_a_section_has_limits_only_when_a_default_is_written()
    {
        Assert.Null(Read(Good).LimitsFor(new Symbol("ETHUSDT")));
        var settings = Read(Good.Replace("BTCUSDT", "default", StringComparison.Ordinal));
        Assert.NotNull(settings.LimitsFor(new Symbol("ETHUSDT")));
        Assert.Empty(settings.Instruments);
    }

    [Theory]
    [InlineData("gross-exposure-max = 50000", "", "configuration key 'risk.gross-exposure-max': is missing")]
    [InlineData("= 50000", "= 0", "configuration key 'risk.gross-exposure-max': 0 must be above 0 and at most 1000000000000")]
    [InlineData("= 50000", "= lots", "configuration key 'risk.gross-exposure-max': 'lots' is not a plain decimal number")]
    [InlineData("order-rate-max = 50", "order-rate-max = 0", "configuration key 'risk.order-rate-max': 0 is outside 1 to 10000000")]
    [InlineData("order-rate-window = 1s", "order-rate-window = 0s", "configuration key 'risk.order-rate-window': must be longer than nothing")]
    [InlineData("collar-bps = 200", "collar-bps = 10000", "configuration key 'risk.collar-bps': 10000 must be above 0 and below 10000 and at most 1000000000000")]
    [InlineData("taker-fee-bps = 10", "taker-fee-bps = -1", "configuration key 'risk.taker-fee-bps': -1 must be 0 or above and at most 1000000000000")]
    [InlineData("sell-fee-in-base = off", "sell-fee-in-base = maybe", "configuration key 'risk.sell-fee-in-base': 'maybe' is not on or off")]
    [InlineData("position-max = 1.5", "", "configuration key 'risk.instruments.BTCUSDT.position-max': is missing")]
    [InlineData("position-max = 1.5", "position-max = 1.5, positon-max = 2", "configuration key 'risk.instruments.BTCUSDT.positon-max': is not a known key")]
    [InlineData("net-exposure-max = 30000", "", "configuration key 'risk.net-exposure-max': is missing")]
    [InlineData("daily-loss-max = 1000", "daily-loss-max = never", "configuration key 'risk.daily-loss-max': 'never' is not a plain decimal number")]
    [InlineData("alert-percents = [50, 75, 90]", "alert-percents = [75, 50]", "configuration key 'risk.alert-percents': '50' must be a whole number between 1 and 99, above the one before")]
    [InlineData("rejects-max = 20", "", "configuration key 'risk.strategies.default.rejects-max': is missing")]
    [InlineData("exposure-asset = USDT", "exposure-asset = USDT, leverage = 3", "configuration key 'risk.leverage': is not a known key")]
    public void names_the_key_that_is_wrong(string found, string replaced, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigKeyException>(
            () => Read(Good.Replace(found, replaced, StringComparison.Ordinal))).Message);

    private static RiskSettings Read(string hocon) =>
        RiskSettings.Read(new ConfigReader(ConfigurationFactory.ParseString(hocon), "risk"));
}
