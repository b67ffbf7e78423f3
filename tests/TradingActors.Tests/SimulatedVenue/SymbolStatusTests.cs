using System.Text.Json;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue;

/// <summary>What an administrator does to markets and orders, and what clients see of it.</summary>
public sealed class SymbolStatusTests : IDisposable
{
    private readonly VenueHarness _venue = new();
    private readonly long _api;

    public SymbolStatusTests() => _api = _venue.Connect();

    public void Dispose() => _venue.Dispose();

    [Theory]
    [InlineData(TradingStatus.Halt, "HALT")]
    [InlineData(TradingStatus.Break, "BREAK")]
    [InlineData(TradingStatus.CancelOnly, "CANCEL_ONLY")]
    public void a_stopped_market_takes_no_orders_trades_nothing_and_lets_orders_be_cancelled(
        TradingStatus status, string name)
    {
        Place("resting");
        Assert.Null(_venue.Core.SetSymbolStatus("BTCUSDT", status, _venue.Now));
        var before = _venue.Core.Counters.Trades;
        _venue.Core.SetSymbolStatus("ETHUSDT", status, _venue.Now);
        _venue.Wait(TimeSpan.FromSeconds(5));
        Assert.Equal(before, _venue.Core.Counters.Trades);
        var refused = Place("refused").GetProperty("error");
        Assert.Equal((-2010, "Market is closed."), (
            refused.GetProperty("code").GetInt32(), refused.GetProperty("msg").GetString()));
        Assert.Equal(name, Info(("symbol", "BTCUSDT"))[0].GetProperty("status").GetString());
        Assert.Equal(2, Info(("symbolStatus", name)).GetArrayLength());
        Assert.Equal(0, Info(("symbolStatus", "TRADING")).GetArrayLength());
        Assert.Equal(200, _venue.Ask(
            _api, "order.cancel", ("symbol", "BTCUSDT"), ("origClientOrderId", "resting"))
            .GetProperty("status").GetInt32());
        Assert.Null(_venue.Core.SetSymbolStatus(null, TradingStatus.Trading, _venue.Now));
        _venue.Wait(TimeSpan.FromSeconds(5));
        Assert.True(_venue.Core.Counters.Trades > before);
        Assert.True(Place("again").TryGetProperty("result", out _));
    }

    [Fact]
    public void an_order_that_the_venue_ends_itself_says_so()
    {
        Place("doomed");
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
        Assert.Null(_venue.Core.ExpireExternally("main", "doomed", _venue.Now));
        var report = _venue.TakeTexts(_api)[0].GetProperty("event");
        Assert.Equal(("EXPIRED", "EXCHANGE_CANCELED"), (
            report.GetProperty("X").GetString(), report.GetProperty("eR").GetString()));
        Assert.Equal(VenueError.UnknownOrderSent, _venue.Core.ExpireExternally("main", "doomed", _venue.Now));
        Assert.Equal(0m, _venue.Core.Judge("main").Balances.Single(line => line.Asset == "USDT").Locked);
    }

    [Fact]
    public void an_order_placed_by_hand_is_reported_like_any_other_and_marked_in_the_ledger()
    {
        _venue.Ask(_api, "userDataStream.subscribe.signature");
        _venue.Take();
        _venue.Core.PlaceExternally("main", "BTCUSDT", "by-hand", Side.Sell, 0.1m, null, _venue.Now);
        var reports = _venue.TakeTexts(_api).Select(json => json.GetProperty("event"))
            .Where(json => json.GetProperty("e").GetString() == "executionReport").ToList();
        Assert.Equal("FILLED", reports[^1].GetProperty("X").GetString());
        Assert.True(_venue.Core.Judge("main").Orders.Single().IsExternal);
    }

    private JsonElement Info((string, string) parameter) =>
        _venue.AskUnsigned(_api, "exchangeInfo", parameter).GetProperty("result").GetProperty("symbols");

    private JsonElement Place(string id) => _venue.Ask(
        _api, "order.place", ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"), ("timeInForce", "GTC"),
        ("price", "50000"), ("quantity", "0.002"), ("newClientOrderId", id));
}
