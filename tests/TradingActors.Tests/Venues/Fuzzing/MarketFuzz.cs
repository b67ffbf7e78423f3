using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.Venues.Binance.MarketData;
using Xunit;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>
/// One batch of broken frames to a market data session; then good ones again, after which quotes, trades and
/// the book must be back.
/// </summary>
internal sealed class MarketFuzz
{
    private static readonly string[] Streams =
    [
        GoldenFrames.BookTicker, GoldenFrames.Trade, GoldenFrames.Depth, GoldenFrames.Depth,
        """{"u":400900217,"s":"BTCUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66"}""",
        """{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":106,"u":110,"b":[["5","1"]],"a":[["8","0"]]}""",
        """{"result":null,"id":1}""",
        """{"result":["btcusdt@trade","btcusdt@depth@100ms","btcusdt@bookTicker"],"id":2}""",
        """{"code":2,"msg":"Invalid request: unknown variant","id":2}""",
        """{"e":"serverShutdown","E":1770123456789}""",
    ];

    private static readonly string[] Answers =
    [
        "\"status\":200,\"result\":" + GoldenFrames.SnapshotResult,
        "\"status\":200,\"result\":" + GoldenFrames.ExchangeInfoResult,
        "\"status\":200,\"result\":{}",
        .. AccountFrames.Refusals,
    ];

    private readonly FuzzBatch _batch;
    private readonly RecordingMarketSink _sink = new();
    private readonly BinanceMarketDataSession _session;
    private readonly BookLevel[] _top = new BookLevel[1];
    private Instant _now = new(SpotSessionHarness.Start, TimeSpan.FromHours(1));
    private bool _isSynchronized;
    private long _updateId = 1_000;

    public MarketFuzz(FuzzBatch batch)
    {
        _batch = batch;
        _session = new BinanceMarketDataSession(
            new BinanceMarketDataSettings([SpotSessionHarness.BtcUsdt]), _sink);
        _sink.OnBookSeen = Look;
    }

    public void Run()
    {
        _session.Opened(MarketDataLane.Streams, _now);
        _session.Opened(MarketDataLane.Requests, _now);
        AnswerOwnRequests();
        for (var i = 0; i < FuzzRun.BatchLength; i++)
            Break(_batch.Dice(i));
        for (var i = 0; i < 1_500 && !(_isSynchronized && i >= 210); i++)
            Follow();
        Assert.True(_isSynchronized, "the book did not come back");
        Assert.Equal(_updateId, _sink.Quotes[^1].UpdateId);
        Assert.Equal(_updateId, _sink.Trades[^1].Id.Value);
    }

    private void Break(FuzzDice dice)
    {
        var stream = Streams[dice.Next(Streams.Length)];
        if (dice.Next(3) > 0)
        {
            var broken = _batch.Broken(Bytes(stream), Bytes(Streams[dice.Next(Streams.Length)]), ref dice);
            _session.Received(MarketDataLane.Streams, broken, _now);
        }
        else
        {
            var id = _sink.Requests.Count == 0 ? 1 : IdOf(_sink.Requests[^1]);
            var answer = $$"""{"id":{{id}},{{Answers[dice.Next(Answers.Length)]}} }""";
            var broken = _batch.Broken(Bytes(answer), Bytes(stream), ref dice);
            _session.Received(MarketDataLane.Requests, broken, _now);
        }

        Look();
        Move(50);
        if (dice.Next(4) == 0)
            AnswerOwnRequests();
        var trades = _sink.Trades.Count;
        Receive(GoldenFrames.Trade);
        Assert.Equal(trades + 1, _sink.Trades.Count);
        Look();
    }

    /// <summary>A tenth of a second of a market in good health.</summary>
    private void Follow()
    {
        var first = _updateId + 1;
        _updateId += 5;
        Receive(
            $$"""
            {"e":"depthUpdate","E":1,"s":"BTCUSDT","U":{{first}},"u":{{_updateId}},
            "b":[["5","1"]],"a":[["7","1"]]}
            """);
        Receive($$"""{"u":{{_updateId}},"s":"BTCUSDT","b":"5","B":"1","a":"7","A":"1"}""");
        Receive(
            $$"""
            {"e":"trade","E":1,"s":"BTCUSDT","t":{{_updateId}},"p":"6","q":"1","T":1723161255342,"m":true}
            """);
        AnswerOwnRequests();
        Look();
        Move(100);
    }

    private void Move(int ms)
    {
        _now = _now.Plus(TimeSpan.FromMilliseconds(ms));
        _session.Tick(_now);
        if (_sink.Failures.Count == 0)
            return;
        foreach (var failure in _sink.Failures.ToArray())
        {
            var lane = failure.StartsWith("Streams", StringComparison.Ordinal)
                ? MarketDataLane.Streams
                : MarketDataLane.Requests;
            Assert.False(_session.IsReady(lane), "ready after it failed");
            _session.Closed(lane, _now);
            _sink.StreamMessages.Clear();
            _session.Opened(lane, _now);
        }

        _sink.Failures.Clear();
    }

    private void AnswerOwnRequests()
    {
        var requests = _sink.Requests.ToArray();
        _sink.Requests.Clear();
        foreach (var request in requests)
        {
            var result = request.Contains("\"exchangeInfo\"") ? GoldenFrames.ExchangeInfoResult
                : request.Contains("\"depth\"")
                    ? $$"""{"lastUpdateId":{{_updateId}},"bids":[["4","1"]],"asks":[["8","1"]]}"""
                : "{}";
            var answer = AccountFrames.Good(IdOf(request), result, withLimits: true);
            _session.Received(MarketDataLane.Requests, Bytes(answer), _now);
        }

        var messages = _sink.StreamMessages.ToArray();
        _sink.StreamMessages.Clear();
        foreach (var message in messages)
            Receive(
                message.Contains("LIST_SUBSCRIPTIONS")
                    ? "{\"result\":[\"btcusdt@trade\",\"btcusdt@depth@100ms\",\"btcusdt@bookTicker\"],\"id\":"
                        + $"{IdOf(message)}}}"
                    : $"{{\"result\":null,\"id\":{IdOf(message)}}}");
    }

    private void Look()
    {
        Assert.InRange(_sink.Events.Count, 0, 16);
        foreach (var one in _sink.Events)
            VenueEventChecks.Check(one, _now);
        _sink.Events.Clear();
        Assert.InRange(_sink.Requests.Count, 0, 64);
        if (_sink.Trades is [.., var trade])
        {
            Assert.Equal(SpotSessionHarness.BtcUsdt, trade.Symbol);
            Assert.True(trade.Price > Price.Zero && trade.Quantity > Quantity.Zero && trade.Id.Value >= 0);
            _ = trade.Price * trade.Quantity;
        }

        if (_sink.Quotes is [.., var quote])
        {
            Assert.Equal(SpotSessionHarness.BtcUsdt, quote.Symbol);
            Assert.True(quote.Bid >= Price.Zero && quote.Ask >= Price.Zero && quote.UpdateId >= 0);
            Assert.True(quote.BidSize >= Quantity.Zero && quote.AskSize >= Quantity.Zero);
            Assert.True(quote.Ask == Price.Zero || quote.Bid < quote.Ask, "a crossed quote");
        }
    }

    private void Look(IOrderBookView book)
    {
        _isSynchronized = book.IsSynchronized;
        if (!book.IsSynchronized || book.CopyTop(Side.Buy, _top) == 0)
            return;
        var bid = _top[0];
        Assert.True(bid.Price > Price.Zero && bid.Size > Quantity.Zero);
        Assert.True(book.CopyTop(Side.Sell, _top) == 0 || bid.Price < _top[0].Price, "a crossed book");
    }

    private void Receive(string frame) => _session.Received(MarketDataLane.Streams, Bytes(frame), _now);

    private static long IdOf(string request)
    {
        var at = request.LastIndexOf("\"id\":", StringComparison.Ordinal);
        var digits = request.AsSpan(at < 0 ? 0 : at + 5);
        var length = digits.IndexOfAnyExceptInRange('0', '9');
        return long.Parse(length < 0 ? digits : digits[..length], CultureInfo.InvariantCulture);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
