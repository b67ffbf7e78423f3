using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Strategies.Samples;
using Xunit;

namespace TradingActors.Tests.Engine.Strategies;

public sealed class QuoterRulesTests
{
    private static readonly Instrument Instrument =
        FakeStrategyContext.Instrument() with { NotionalMin = new(0.5m) };
    private static readonly QuoterSettings Settings = TwoSidedQuoterTests.Settings;
    private static readonly Quote Market = new FakeStrategyContext().Quote(99.9m, 100.1m);

    [Theory]
    [InlineData("0", "99.90", "100.10")]
    [InlineData("0.02", "99.75", "99.95")]
    [InlineData("-0.02", "100.04", "100.26")]
    [InlineData("0.045", null, "99.91")]
    [InlineData("0.05", null, "99.91")]
    [InlineData("-0.045", "100.09", null)]
    [InlineData("-0.05", "100.09", null)]
    [InlineData("0.5", null, "99.91")]
    public void quotes_around_the_mid_leans_against_inventory_and_never_takes(
        string position, string? bid, string? ask)
    {
        var settings = Settings with { SkewBps = 37.5m };
        var held = new Quantity(D(position));

        Assert.Equal(bid, Text(QuoterRules.Wanted(settings, Instrument, Side.Buy, Market, held)));
        Assert.Equal(ask, Text(QuoterRules.Wanted(settings, Instrument, Side.Sell, Market, held)));
    }

    [Fact]
    public void inventory_counts_from_the_target()
    {
        var settings = Settings with { PositionTarget = new(1) };

        Assert.Null(QuoterRules.Wanted(settings, Instrument, Side.Buy, Market, new(1.05m)));
        Assert.Null(QuoterRules.Wanted(settings, Instrument, Side.Sell, Market, new(0.95m)));
        Assert.NotNull(QuoterRules.Wanted(settings, Instrument, Side.Buy, Market, new(0.95m)));
    }

    [Fact]
    public void prices_lie_on_the_tick_away_from_the_mid()
    {
        var market = new FakeStrategyContext().Quote(99.97m, 100.01m);

        Assert.Equal("99.89", Text(QuoterRules.Wanted(Settings, Instrument, Side.Buy, market, default)));
        Assert.Equal("100.09", Text(QuoterRules.Wanted(Settings, Instrument, Side.Sell, market, default)));
    }

    [Theory]
    [InlineData("0.001", "0.1", "0.0100")]
    [InlineData("0.0101", "0.1", null)]
    [InlineData("0.001", "0.999", "0.0100")]
    [InlineData("0.001", "1", null)]
    public void the_size_is_whole_lots_and_too_small_is_not_wanted(
        string quantityMin, string notionalMin, string? quantity)
    {
        var instrument = Instrument with
        {
            QuantityMin = new(D(quantityMin)),
            NotionalMin = new(D(notionalMin)),
        };
        var settings = Settings with { Size = new(0.01009m) };

        var wanted = QuoterRules.Wanted(settings, instrument, Side.Buy, Market, default);

        Assert.Equal(quantity, wanted?.Quantity.ToString());
    }

    [Theory]
    [InlineData(null, null, true, QuoteAction.Keep)]
    [InlineData("100", null, true, QuoteAction.Place)]
    [InlineData("100", null, false, QuoteAction.Keep)]
    [InlineData("100.05", OrderStatus.Accepted, true, QuoteAction.Keep)]
    [InlineData("100.06", OrderStatus.Accepted, true, QuoteAction.Replace)]
    [InlineData("99.9", OrderStatus.Accepted, true, QuoteAction.Replace)]
    [InlineData("99.9", OrderStatus.Accepted, false, QuoteAction.Keep)]
    [InlineData("99.9", OrderStatus.PartiallyFilled, true, QuoteAction.Cancel)]
    [InlineData(null, OrderStatus.Accepted, false, QuoteAction.Cancel)]
    [InlineData(null, OrderStatus.PartiallyFilled, true, QuoteAction.Cancel)]
    [InlineData(null, OrderStatus.PendingCancel, true, QuoteAction.Keep)]
    [InlineData("90", OrderStatus.New, true, QuoteAction.Keep)]
    [InlineData("90", OrderStatus.PendingSubmit, true, QuoteAction.Keep)]
    [InlineData("90", OrderStatus.PendingReplace, true, QuoteAction.Keep)]
    [InlineData("90", OrderStatus.Unknown, true, QuoteAction.Keep)]
    public void decides_about_a_side_by_its_one_order_at_100(
        string? wanted, OrderStatus? status, bool mayMove, QuoteAction expected)
    {
        var request = new OrderRequest(
            new("a"), FakeStrategyContext.Btc, Side.Buy, OrderType.PostOnly, TimeInForce.Gtc, new(0.01m),
            new(100m));
        var working = status is { } s
            ? new OrderState(request, new("v"), s, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch)
            : null;
        WantedQuote? target = wanted is null ? null : new WantedQuote(new(D(wanted)), new(0.01m));

        Assert.Equal(expected, QuoterRules.Decide(Settings, target, working, mayMove));
    }

    private static string? Text(WantedQuote? wanted) =>
        wanted?.Price.Value.ToString("0.00", CultureInfo.InvariantCulture);

    private static decimal D(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
