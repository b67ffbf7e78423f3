using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

public sealed class OrderNumbersTests
{
    private static readonly Symbol Btc = new("BTCUSDT");

    private readonly OrderNumbers _numbers = new();

    [Fact]
    public void a_fill_of_the_stream_teaches_the_number_by_which_the_list_of_trades_names_the_order()
    {
        _numbers.Learn(Fill("t1-1-1", "83"));

        Assert.Equal(new VenueClientId("t1-1-1"), _numbers.Find(new("83")));
        Assert.Null(_numbers.Find(new("84")));
    }

    [Fact]
    public void a_trade_without_an_id_teaches_nothing()
    {
        _numbers.Learn(Fill("", "83"));
        _numbers.Learn(new VenueCanceled(new("t1-1-1"), default, default));

        Assert.Null(_numbers.Find(new("83")));
    }

    [Fact]
    public void at_its_bound_the_oldest_is_forgotten()
    {
        for (var i = 0; i <= OrderNumbers.Capacity; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            _numbers.Learn(new VenueAccepted(new("t" + number), new(number), Btc, default));
        }

        Assert.Null(_numbers.Find(new("0")));
        Assert.Equal(new VenueClientId("t1"), _numbers.Find(new("1")));
    }

    private static VenueFill Fill(string id, string number) => new(
        new(id), new(number), Btc, new(1), Side.Buy, new(1), new(1), 0, new("BTC"), true, default, default);
}
