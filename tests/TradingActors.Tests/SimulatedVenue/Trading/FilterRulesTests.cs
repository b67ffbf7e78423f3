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
        AssertFilter(filter, Limit(price, quantity), null, 0);

    [Theory]
    [InlineData(Side.Buy, "500", null)]
    [InlineData(Side.Buy, "500.01", "PERCENT_PRICE_BY_SIDE")]
    [InlineData(Side.Buy, "20", null)]
    [InlineData(Side.Buy, "19.99", "PERCENT_PRICE_BY_SIDE")]
    [InlineData(Side.Sell, "500", null)]
    [InlineData(Side.Sell, "500.01", "PERCENT_PRICE_BY_SIDE")]
    [InlineData(Side.Sell, "19.99", "PERCENT_PRICE_BY_SIDE")]
    public void a_price_far_from_the_average_of_one_hundred(Side side, string price, string? filter) =>
        AssertFilter(filter, Limit(price, "1") with { Side = side }, 100m, 0);

    [Theory]
    [InlineData("120", null)]
    [InlineData("120.00001", "MARKET_LOT_SIZE")]
    [InlineData("0.05", null)]
    [InlineData("0.04999", "NOTIONAL")]
    public void a_market_order_at_the_average_of_one_hundred(string quantity, string? filter) =>
        AssertFilter(filter, Limit("0", quantity) with { Type = OrderType.Market }, 100m, 0);

    [Theory]
    [InlineData(199, null)]
    [InlineData(200, "MAX_NUM_ORDERS")]
    public void the_number_of_open_orders(int open, string? filter) =>
        AssertFilter(filter, Limit("100", "1"), 100m, open);

    private static NewOrder Limit(string price, string quantity) => new(
        "id",
        Side.Buy,
        OrderType.Limit,
        TimeInForce.Gtc,
        decimal.Parse(price, CultureInfo.InvariantCulture),
        decimal.Parse(quantity, CultureInfo.InvariantCulture),
        0m);

    private static void AssertFilter(string? filter, NewOrder order, decimal? average, int open)
    {
        var error = FilterRules.Check(ListedSymbol.Btcusdt, order, average, open);
        Assert.Equal(filter is null ? null : VenueError.Filter(filter), error);
        Assert.Equal(filter is null ? null : "Filter failure: " + filter, error?.Message);
    }
}
