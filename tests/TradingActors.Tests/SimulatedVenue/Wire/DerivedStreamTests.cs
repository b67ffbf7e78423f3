using System.Text.Json;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class DerivedStreamTests : IDisposable
{
    private readonly VenueHarness _venue = new();

    [Theory]
    [InlineData("btcusdt@ticker", 1_000)]
    [InlineData("btcusdt@miniTicker", 1_000)]
    [InlineData("btcusdt@ticker_1h", 1_000)]
    [InlineData("btcusdt@avgPrice", 1_000)]
    [InlineData("btcusdt@kline_1m", 2_000)]
    [InlineData("btcusdt@kline_1d@+08:00", 2_000)]
    [InlineData("btcusdt@depth5", 1_000)]
    [InlineData("btcusdt@depth10@1000ms", 1_000)]
    [InlineData("btcusdt@depth20@100ms", 100)]
    public void a_stream_repeats_itself_at_its_speed(string name, int intervalMs)
    {
        _venue.Wait(TimeSpan.FromSeconds(5));
        var connection = _venue.Connect("/ws/" + name);
        _venue.Wait(TimeSpan.FromMilliseconds(intervalMs * 3 + 50));
        Assert.Equal(4, _venue.TakeTexts(connection).Count);
    }

    [Fact]
    public void a_ticker_says_what_the_rest_address_says()
    {
        _venue.Wait(TimeSpan.FromSeconds(30));
        var connection = _venue.Connect("/stream", "?streams=btcusdt@ticker/btcusdt@depth5");
        _venue.Wait(TimeSpan.FromMilliseconds(10));
        var messages = _venue.TakeTexts(connection);
        var ticker = messages.Single(m => m.GetProperty("stream").GetString() == "btcusdt@ticker")
            .GetProperty("data");
        var asked = _venue.Get("/api/v3/ticker/24hr", "symbol=BTCUSDT").Json();
        Assert.Equal(asked.GetProperty("lastPrice").GetString(), ticker.GetProperty("c").GetString());
        Assert.Equal(asked.GetProperty("volume").GetString(), ticker.GetProperty("v").GetString());
        Assert.Equal(asked.GetProperty("bidPrice").GetString(), ticker.GetProperty("b").GetString());
        var top = messages.Single(m => m.GetProperty("stream").GetString() == "btcusdt@depth5")
            .GetProperty("data");
        Assert.Equal(5, top.GetProperty("bids").GetArrayLength());
    }

    [Fact]
    public void a_candlestick_is_told_once_more_when_it_has_closed()
    {
        _venue.Wait(TimeSpan.FromSeconds(55));
        var connection = _venue.Connect("/ws/btcusdt@kline_1m");
        _venue.Wait(TimeSpan.FromSeconds(10));
        var klines = _venue.TakeTexts(connection).ConvertAll(message => message.GetProperty("k"));
        var closed = Assert.Single(klines, kline => kline.GetProperty("x").GetBoolean());
        var at = klines.IndexOf(closed);
        Assert.All(klines[..at], kline => Assert.Equal(Open(closed), Open(kline)));
        Assert.All(klines[(at + 1)..], kline => Assert.Equal(Open(closed) + 60_000, Open(kline)));
        var asked = _venue.Get("/api/v3/klines", "symbol=BTCUSDT&interval=1m").Json()[0];
        Assert.Equal(asked[4].GetString(), closed.GetProperty("c").GetString());
        Assert.Equal(asked[5].GetString(), closed.GetProperty("v").GetString());

        static long Open(JsonElement kline) => kline.GetProperty("t").GetInt64();
    }

    [Fact]
    public void the_list_of_tickers_holds_those_that_changed()
    {
        _venue.Wait(TimeSpan.FromSeconds(5));
        var connection = _venue.Connect("/ws/!miniTicker@arr");
        _venue.Wait(TimeSpan.FromMilliseconds(10));
        var first = Assert.Single(_venue.TakeTexts(connection));
        Assert.Equal(
            ["BTCUSDT", "ETHUSDT"],
            first.EnumerateArray().Select(ticker => ticker.GetProperty("s").GetString()));
    }

    [Theory]
    [InlineData("btcusdt@nothing")]
    [InlineData("BTCUSDT@ticker")]
    [InlineData("nope@ticker")]
    [InlineData("btcusdt@depth7")]
    [InlineData("btcusdt@kline_7m")]
    [InlineData("!ticker")]
    [InlineData("@")]
    public void a_name_that_stands_for_nothing_is_read_in_vain(string name)
    {
        var connection = _venue.Connect("/ws/" + name);
        _venue.Wait(TimeSpan.FromSeconds(5));
        Assert.Empty(_venue.TakeTexts(connection));
    }

    [Fact]
    public void it_ends_with_its_last_reader()
    {
        var first = _venue.Connect("/ws/btcusdt@ticker");
        var second = _venue.Connect("/stream", "?streams=btcusdt@ticker");
        _venue.Wait(TimeSpan.FromMilliseconds(10));
        _venue.Core.Disconnected(first);
        _venue.Take();
        _venue.Wait(TimeSpan.FromMilliseconds(1_050));
        Assert.Single(_venue.TakeTexts(second));
        _venue.Send(second, """{"method":"UNSUBSCRIBE","params":["btcusdt@ticker"],"id":1}""");
        _venue.Take();
        _venue.Wait(TimeSpan.FromSeconds(3));
        Assert.Empty(_venue.TakeTexts(second));
    }

    public void Dispose() => _venue.Dispose();
}
