using System.Globalization;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Trading;

public sealed class FilterRulesTests
{
    [Theory]
    [InlineData("0.01", "9000", null)]
    [InlineData("0.009", "1000", "PRICE_FILTER")]
    [InlineData("1000000", "1", null)]
    [InlineData("1000000.01", "1", "PRICE_FILTER")]
    [InlineData("100.001", "1", "PRICE_FILTER")]
    [InlineData("600000", "0.00001", null)]
    [InlineData("600000", "0.000009", "LOT_SIZE")]
    [InlineData("600000", "0.000015", "LOT_SIZE")]
    [InlineData("900", "9000", null)]
    [InlineData("900", "9000.00001", "LOT_SIZE")]
    [InlineData("100", "0.05", null)]
    [InlineData("100", "0.04999", "NOTIONAL")]
    [InlineData("1000.01", "9000", "NOTIONAL")]
    public void a_limit_order_at_the_boundary(string price, string quantity, string? filter) =>
        AssertFilter(filter, Limit(price, quantity), null, default);

    [Theory]
    [InlineData(Side.Buy, "500", null)]
    [InlineData(Side.Buy, "500.01", "PERCENT_PRICE_BY_SIDE")]
    [InlineData(Side.Buy, "20", null)]
    [InlineData(Side.Buy, "19.99", "PERCENT_PRICE_BY_SIDE")]
    [InlineData(Side.Sell, "500", null)]
    [InlineData(Side.Sell, "500.01", "PERCENT_PRICE_BY_SIDE")]
    [InlineData(Side.Sell, "19.99", "PERCENT_PRICE_BY_SIDE")]
    public void a_price_far_from_the_average_of_one_hundred(Side side, string price, string? filter) =>
        AssertFilter(filter, Limit(price, "1") with { Side = side }, 100m, default);

    [Theory]
    [InlineData("120", null)]
    [InlineData("120.00001", "MARKET_LOT_SIZE")]
    [InlineData("0.05", null)]
    [InlineData("0.04999", "NOTIONAL")]
    public void a_market_order_at_the_average_of_one_hundred(string quantity, string? filter) =>
        AssertFilter(filter, Limit("0", quantity) with { Type = OrderType.Market }, 100m, default);

    [Theory]
    [InlineData(199, null)]
    [InlineData(200, "MAX_NUM_ORDERS")]
    public void the_number_of_open_orders(int open, string? filter) =>
        AssertFilter(filter, Limit("100", "1"), 100m, new AccountLoad(open, 0, 0m));

    [Theory]
    [InlineData(OrderType.StopLoss, 4, null)]
    [InlineData(OrderType.StopLoss, 5, "MAX_NUM_ALGO_ORDERS")]
    [InlineData(OrderType.TakeProfitLimit, 5, "MAX_NUM_ALGO_ORDERS")]
    [InlineData(OrderType.Limit, 5, null)]
    public void the_number_of_stop_orders(OrderType type, int algo, string? filter) => AssertFilter(
        filter,
        Limit("100", "1") with { Type = type, StopPrice = 90m },
        100m,
        new AccountLoad(algo, algo, 0m));

    [Theory]
    [InlineData("0.009", "PRICE_FILTER")]
    [InlineData("99.999", "PRICE_FILTER")]
    [InlineData("99.99", null)]
    public void a_stop_price_at_the_boundary(string stopPrice, string? filter) => AssertFilter(
        filter,
        Limit("0", "1") with
        {
            Type = OrderType.StopLoss,
            StopPrice = decimal.Parse(stopPrice, CultureInfo.InvariantCulture),
        },
        100m,
        default);

    [Theory]
    [InlineData(Side.Buy, "2", null)]
    [InlineData(Side.Buy, "2.00001", "MAX_POSITION")]
    [InlineData(Side.Sell, "2.00001", null)]
    public void a_position_of_eight_coins_of_ten(Side side, string quantity, string? filter) => AssertFilter(
        filter,
        Limit("100", quantity) with { Side = side },
        100m,
        new AccountLoad(0, 0, 8m),
        ListedSymbol.Btcusdt with { PositionMax = 10m });

    [Theory]
    [InlineData(false, false, "0.04", null)]
    [InlineData(true, false, "0.04", "NOTIONAL")]
    [InlineData(false, false, "100", null)]
    [InlineData(false, true, "100", "NOTIONAL")]
    public void the_notional_bounds_apply_to_market_orders_where_they_say_so(
        bool min, bool max, string quantity, string? filter) => AssertFilter(
        filter,
        Limit("0", quantity) with { Type = OrderType.Market },
        100m,
        default,
        ListedSymbol.Btcusdt with
        {
            NotionalMinAppliesToMarket = min,
            NotionalMaxAppliesToMarket = max,
            NotionalMax = 9_000m,
        });

    [Theory]
    [InlineData("0.01", "MARKET_LOT_SIZE")]
    [InlineData("0.15", "MARKET_LOT_SIZE")]
    [InlineData("0.2", null)]
    public void a_market_lot_of_its_own(string quantity, string? filter) => AssertFilter(
        filter,
        Limit("0", quantity) with { Type = OrderType.Market },
        10_000m,
        default,
        ListedSymbol.Btcusdt with { MarketQuantityMin = 0.1m, MarketLot = 0.1m });

    private static NewOrder Limit(string price, string quantity) => new(
        "id",
        Side.Buy,
        OrderType.Limit,
        TimeInForce.Gtc,
        decimal.Parse(price, CultureInfo.InvariantCulture),
        decimal.Parse(quantity, CultureInfo.InvariantCulture),
        0m);

    private static void AssertFilter(
        string? filter, NewOrder order, decimal? average, AccountLoad load, ListedSymbol? symbol = null)
    {
        var error = FilterRules.Check(symbol ?? ListedSymbol.Btcusdt, order, average, load);
        Assert.Equal(filter is null ? null : VenueError.Filter(filter), error);
        Assert.Equal(filter is null ? null : "Filter failure: " + filter, error?.Message);
    }
}
