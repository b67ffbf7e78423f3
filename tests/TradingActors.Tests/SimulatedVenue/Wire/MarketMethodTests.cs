using System.Globalization;
using System.Text.Json;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class MarketMethodTests : IDisposable
{
    private readonly VenueHarness _venue = new();

    public MarketMethodTests() => _venue.Wait(TimeSpan.FromSeconds(130));

    [Fact]
    public void trades_and_their_aggregates_tell_the_same_story()
    {
        var aggregates = Get("aggTrades", "symbol=BTCUSDT&fromId=0&limit=100");
        var last = aggregates[99].GetProperty("l").GetInt64();
        var count = last - aggregates[0].GetProperty("f").GetInt64() + 1;
        var trades = Get("historicalTrades", $"symbol=BTCUSDT&fromId=0&limit={count}");
        Assert.Equal(last, trades[(int)count - 1].GetProperty("id").GetInt64());
        var sum = trades.EnumerateArray().Sum(trade => Amount(trade, "qty"));
        Assert.Equal(sum, aggregates.EnumerateArray().Sum(trade => Amount(trade, "q")));
        Assert.Equal(trades[0].GetProperty("id").GetInt64(), aggregates[0].GetProperty("f").GetInt64());

        var third = trades[2].GetProperty("id").GetInt64();
        var from = Get("historicalTrades", $"symbol=BTCUSDT&fromId={third}&limit=2");
        Assert.Equal(
            [third, third + 1], from.EnumerateArray().Select(trade => trade.GetProperty("id").GetInt64()));
        Assert.Equal(3, Get("trades", "symbol=BTCUSDT&limit=3").GetArrayLength());
    }

    [Fact]
    public void candlesticks_follow_each_other_without_a_gap_and_add_up()
    {
        var minutes = Get("klines", "symbol=BTCUSDT&interval=1m").EnumerateArray().ToList();
        Assert.Equal(3, minutes.Count);
        for (var i = 1; i < minutes.Count; i++)
        {
            Assert.Equal(minutes[i - 1][0].GetInt64() + 60_000, minutes[i][0].GetInt64());
            Assert.Equal(minutes[i][0].GetInt64() - 1, minutes[i - 1][6].GetInt64());
        }

        var hour = Assert.Single(Get("klines", "symbol=BTCUSDT&interval=1h").EnumerateArray());
        Assert.Equal(minutes[0][1].GetString(), hour[1].GetString());
        Assert.Equal(minutes.Max(bar => Amount(bar[2])), Amount(hour[2]));
        Assert.Equal(minutes.Min(bar => Amount(bar[3])), Amount(hour[3]));
        Assert.Equal(minutes[^1][4].GetString(), hour[4].GetString());
        Assert.Equal(minutes.Sum(bar => Amount(bar[5])), Amount(hour[5]));
        Assert.Equal(minutes.Sum(bar => bar[8].GetInt32()), hour[8].GetInt32());
        var seconds = Get("klines", "symbol=BTCUSDT&interval=1s&limit=1000").EnumerateArray().ToList();
        Assert.Equal(minutes.Sum(bar => Amount(bar[5])), seconds.Sum(bar => Amount(bar[5])));
        var second = Get("klines", $"symbol=BTCUSDT&interval=1m&startTime={minutes[1][0]}&limit=1");
        Assert.Equal(minutes[1].GetRawText(), Assert.Single(second.EnumerateArray()).GetRawText());
    }

    [Fact]
    public void the_days_ticker_is_what_traded()
    {
        var ticker = Get("ticker/24hr", "symbol=BTCUSDT");
        var hour = Get("klines", "symbol=BTCUSDT&interval=1d")[0];
        Assert.Equal(hour[2].GetString(), ticker.GetProperty("highPrice").GetString());
        Assert.Equal(hour[4].GetString(), ticker.GetProperty("lastPrice").GetString());
        Assert.Equal(hour[5].GetString(), ticker.GetProperty("volume").GetString());
        Assert.Equal(hour[8].GetInt32(), ticker.GetProperty("count").GetInt32());
        Assert.Equal(
            Amount(ticker, "priceChange"), Amount(ticker, "lastPrice") - Amount(ticker, "openPrice"));
        Assert.False(Get("ticker/24hr", "symbol=BTCUSDT&type=MINI").TryGetProperty("bidPrice", out _));
        var last = Get("trades", "symbol=BTCUSDT&limit=1")[0];
        Assert.Equal(
            last.GetProperty("price").GetString(),
            Get("ticker/price", "symbol=BTCUSDT").GetProperty("price").GetString());
        var window = Get("ticker", "symbol=BTCUSDT&windowSize=1m");
        Assert.True(Amount(window, "volume") < Amount(ticker, "volume"));
        Assert.Equal(0, window.GetProperty("openTime").GetInt64() % 60_000);
    }

    [Fact]
    public void the_best_prices_are_the_tops_of_the_book()
    {
        var book = Get("ticker/bookTicker", "symbol=ETHUSDT");
        var depth = Get("depth", "symbol=ETHUSDT&limit=1");
        Assert.Equal(depth.GetProperty("bids")[0][0].GetString(), book.GetProperty("bidPrice").GetString());
        Assert.Equal(depth.GetProperty("asks")[0][1].GetString(), book.GetProperty("askQty").GetString());
    }

    [Theory]
    [InlineData("ticker/24hr")]
    [InlineData("ticker/price")]
    [InlineData("ticker/bookTicker")]
    public void one_symbol_is_an_object_several_or_all_are_a_list(string name)
    {
        Assert.Equal(JsonValueKind.Object, Get(name, "symbol=BTCUSDT").ValueKind);
        Assert.Equal(2, Get(name).GetArrayLength());
        Assert.Equal(1, Get(name, "symbols=%5B%22ETHUSDT%22%5D").GetArrayLength());
        Assert.Equal(2, Get(name, "symbols=[\"ETHUSDT\",\"BTCUSDT\"]").GetArrayLength());
    }

    [Theory]
    [InlineData("klines", "symbol=BTCUSDT&interval=7m", -1120)]
    [InlineData("klines", "symbol=BTCUSDT", -1102)]
    [InlineData("klines", "symbol=BTCUSDT&interval=1d&timeZone=15", -1102)]
    [InlineData("klines", "interval=1m", -1102)]
    [InlineData("trades", "symbol=BTCUSDT&limit=0", -1102)]
    [InlineData("trades", "symbol=BTCUSDT&limit=ten", -1100)]
    [InlineData("ticker/24hr", "symbol=NOPE", -1121)]
    [InlineData("ticker/24hr", "symbol=btcusdt", -1121)]
    [InlineData("depth", "symbol=btcusdt", -1100)]
    [InlineData("depth", "symbol=%E8%BF%99", -1121)]
    [InlineData("ticker/24hr", "symbols=BTCUSDT", -1100)]
    [InlineData("ticker/24hr", "symbol=BTCUSDT&symbols=[]", -1128)]
    [InlineData("ticker/24hr", "symbol=BTCUSDT&type=HUGE", -1102)]
    [InlineData("ticker", "", -1102)]
    [InlineData("ticker", "symbol=BTCUSDT&windowSize=60m", -1102)]
    public void what_cannot_be_read_is_refused(string name, string query, int code)
    {
        var answer = _venue.Get("/api/v3/" + name, query);
        Assert.Equal((400, code), (answer.Status, answer.Code()));
    }

    [Fact]
    public void the_same_methods_answer_over_the_websocket()
    {
        var connection = _venue.Connect();
        var answer = _venue.AskUnsigned(connection, "ticker.price", ("symbol", "BTCUSDT"));
        Assert.Equal("BTCUSDT", answer.GetProperty("result").GetProperty("symbol").GetString());
        var fees = _venue.Ask(connection, "account.commission", ("symbol", "BTCUSDT")).GetProperty("result");
        Assert.Equal("0.00100000", fees.GetProperty("standardCommission").GetProperty("maker").GetString());
    }

    [Fact]
    public void before_the_first_trade_a_symbol_stands_at_its_middle()
    {
        using var venue = new VenueHarness();
        var ticker = venue.Get("/api/v3/ticker/24hr", "symbol=BTCUSDT").Json();
        Assert.InRange(Amount(ticker, "lastPrice"), 59_000m, 61_000m);
        Assert.Equal(0, ticker.GetProperty("count").GetInt32());
        Assert.Equal(0, venue.Get("/api/v3/klines", "symbol=BTCUSDT&interval=1m").Json().GetArrayLength());
    }

    public void Dispose() => _venue.Dispose();

    private JsonElement Get(string name, string query = "")
    {
        var answer = _venue.Get("/api/v3/" + name, query);
        Assert.Equal(200, answer.Status);
        return answer.Json();
    }

    private static decimal Amount(JsonElement row, string name) => Amount(row.GetProperty(name));

    private static decimal Amount(JsonElement text) =>
        decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture);
}
