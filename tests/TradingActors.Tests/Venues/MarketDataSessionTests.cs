using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using Xunit;

namespace TradingActors.Tests.Venues;

public class MarketDataSessionTests
{
    private static readonly Symbol BtcUsdt = new("BTCUSDT");

    private readonly RecordingMarketSink _sink = new();
    private BinanceMarketDataSession _session;
    private Instant _now = new(SpotSessionHarness.Start, TimeSpan.FromHours(1));

    public MarketDataSessionTests() =>
        _session = new BinanceMarketDataSession(new BinanceMarketDataSettings([BtcUsdt]), _sink);

    [Fact]
    public void it_subscribes_to_quotes_trades_and_changes_and_is_ready_when_confirmed()
    {
        _session.Opened(MarketDataLane.Streams, _now);

        Assert.Equal(
            """{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@trade","btcusdt@depth@100ms"],"""
            + "\"id\":1}",
            Assert.Single(_sink.StreamMessages));
        Assert.False(_session.IsReady(MarketDataLane.Streams));
        Stream("""{"result":null,"id":1}""");
        Assert.True(_session.IsReady(MarketDataLane.Streams));
        _session.Closed(MarketDataLane.Streams, _now);
        Assert.False(_session.IsReady(MarketDataLane.Streams));
    }

    [Fact]
    public void many_symbols_are_subscribed_in_short_messages_one_at_a_time_and_not_too_fast()
    {
        Symbol[] symbols = [.. Enumerable.Range(0, 341).Select(i => new Symbol($"LONGNAME{i}USDT"))];
        _session = new BinanceMarketDataSession(new BinanceMarketDataSettings(symbols), _sink);
        _session.Opened(MarketDataLane.Streams, _now);
        var names = new List<string>();
        for (var id = 1; !_session.IsReady(MarketDataLane.Streams); id++)
        {
            Assert.Equal(id, _sink.StreamMessages.Count);
            Assert.True(Encoding.UTF8.GetByteCount(_sink.StreamMessages[^1]) <= 4000);
            using var json = JsonDocument.Parse(_sink.StreamMessages[^1]);
            var streams = json.RootElement.GetProperty("params").EnumerateArray();
            names.AddRange(streams.Select(n => n.GetString()!));
            Stream($$"""{"result":null,"id":{{id}} }""");
            Assert.Equal(id, _sink.StreamMessages.Count);
            Advance(0.25);
            _session.Tick(_now);
        }

        Assert.Equal(1023, names.Distinct().Count());
        Assert.Empty(_sink.Failures);
    }

    [Fact]
    public void quotes_and_trades_are_told_and_a_quote_that_is_late_is_dropped()
    {
        OpenStreams();

        Stream(GoldenFrames.BookTicker);
        Stream(GoldenFrames.BookTicker);
        Stream(GoldenFrames.BookTicker.Replace("50093239212", "50093239211"));
        Stream(GoldenFrames.Trade);
        Stream("""{"a":"2.0","s":"BTCUSDT","B":"3","b":"1.0","u":50093239213,"A":"4"}""");

        Assert.Equal(
            [
                new Quote(
                    BtcUsdt, new Price(61837.63m), new Quantity(3.78826m), new Price(61837.64m),
                    new Quantity(1.54698m), 50093239212, _now),
                new Quote(
                    BtcUsdt, new Price(1m), new Quantity(3m), new Price(2m), new Quantity(4m), 50093239213,
                    _now),
            ],
            _sink.Quotes);
        Assert.Equal(2, _session.QuotesDropped);
        Assert.Equal(
            new MarketTrade(
                BtcUsdt, new TradeId(3735683259), new Price(61837.63m), new Quantity(0.02m), Side.Sell,
                DateTimeOffset.FromUnixTimeMilliseconds(1723161255342), _now),
            Assert.Single(_sink.Trades));
    }

    [Fact]
    public void after_a_reconnect_a_lower_update_id_is_a_new_count_not_a_late_quote()
    {
        OpenStreams();
        Stream(GoldenFrames.BookTicker);
        _session.Closed(MarketDataLane.Streams, _now);
        _session.Opened(MarketDataLane.Streams, _now);

        Stream(GoldenFrames.BookTicker.Replace("50093239212", "7"));

        Assert.Equal(2, _sink.Quotes.Count);
    }

    [Fact]
    public void the_book_is_built_from_a_snapshot_and_lost_with_the_connection()
    {
        OpenStreams();
        OpenRequests();
        Stream(GoldenFrames.Depth);
        Assert.Contains(
            """
            "method":"depth","params":{"limit":1000,"symbol":"BTCUSDT"}
            """, _sink.Requests[^1]);
        var seen = new List<(bool Synchronized, long Id)>();
        _sink.OnBookSeen = b => seen.Add((b.IsSynchronized, b.UpdateId));

        AnswerLast(GoldenFrames.SnapshotResult);
        Stream(Depth(106, 107));
        _session.Closed(MarketDataLane.Streams, _now);

        Assert.Equal([(true, 105), (true, 107), (false, 0)], seen);
    }

    [Fact]
    public void a_book_that_keeps_failing_is_fetched_later_and_later()
    {
        OpenStreams();
        OpenRequests();
        Stream(Depth(101, 105));
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            AnswerLast("""{"lastUpdateId":50,"bids":[],"asks":[]}""");
            var asked = DepthRequests();
            var from = _now;
            while (DepthRequests() == asked)
                TickAtNextDeadline();
            waits.Add(Math.Round(_now.Since(from).TotalSeconds));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
    }

    [Fact]
    public void snapshots_of_many_books_stay_within_the_budget()
    {
        Symbol[] symbols = [.. Enumerable.Range(0, 30).Select(i => new Symbol($"S{i}USDT"))];
        _session = new BinanceMarketDataSession(new BinanceMarketDataSettings(symbols), _sink);
        OpenStreams();
        OpenRequests();
        foreach (var symbol in symbols)
            Stream(Depth(101, 105).Replace("BTCUSDT", symbol.Value));

        Assert.Equal(20, DepthRequests());
        Advance(3);
        _session.Tick(_now);
        Assert.Equal(21, DepthRequests());
    }

    [Fact]
    public void a_throttled_snapshot_pauses_all_of_them_and_says_so()
    {
        OpenStreams();
        OpenRequests();
        Stream(Depth(101, 105));

        RefuseLast(429, -1003);

        Assert.Equal(_now.Wall.AddSeconds(60), Assert.Single(_sink.Events.OfType<VenueThrottled>()).RetryAt);
        var asked = DepthRequests();
        for (var i = 0; i < 59; i++)
        {
            Advance(1);
            _session.Tick(_now);
            AnswerPings();
        }

        Assert.Equal(asked, DepthRequests());
        Advance(1);
        _session.Tick(_now);
        Assert.Equal(asked + 1, DepthRequests());
    }

    [Fact]
    public void instruments_make_the_requests_lane_ready_and_an_unknown_symbol_fails_it()
    {
        _session.Opened(MarketDataLane.Requests, _now);
        Assert.False(_session.IsReady(MarketDataLane.Requests));
        AnswerLast(GoldenFrames.ExchangeInfoResult);
        Assert.True(_session.IsReady(MarketDataLane.Requests));
        Assert.Single(_sink.Events.OfType<VenueInstruments>());

        _session.Closed(MarketDataLane.Requests, _now);
        _session.Opened(MarketDataLane.Requests, _now);
        RefuseLast(400, -1121);
        Assert.StartsWith("Requests -1121", Assert.Single(_sink.Failures));
        Assert.False(_session.IsReady(MarketDataLane.Requests));
    }

    [Fact]
    public void a_requests_lane_whose_pong_is_overdue_has_failed()
    {
        OpenRequests();
        Advance(3);
        _session.Tick(_now);
        Advance(10);
        _session.Tick(_now);
        _session.Tick(_now);

        Assert.StartsWith($"Requests {VenueCodes.PongOverdue}", Assert.Single(_sink.Failures));
    }

    [Fact]
    public void quiet_streams_are_probed_and_fail_when_the_probe_is_unanswered()
    {
        OpenStreams();
        Advance(10);
        _session.Tick(_now);
        Assert.Equal("""{"method":"LIST_SUBSCRIPTIONS","id":2}""", _sink.StreamMessages[^1]);
        Stream("""{"result":["btcusdt@trade","btcusdt@depth@100ms","btcusdt@bookTicker"],"id":2}""");
        Assert.Empty(_sink.Failures);

        Advance(10);
        _session.Tick(_now);
        Assert.Equal(3, _sink.StreamMessages.Count);
        Advance(10);
        _session.Tick(_now);
        Assert.StartsWith($"Streams {VenueCodes.StreamOverdue}", Assert.Single(_sink.Failures));
        Assert.False(_session.IsReady(MarketDataLane.Streams));
    }

    [Fact]
    public void a_stream_that_was_lost_among_others_that_talk_is_noticed_within_a_minute()
    {
        OpenStreams();
        for (var second = 1; second <= 60; second++)
        {
            Advance(1);
            Stream($$$"""{"u":{{{second}}},"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}""");
            _session.Tick(_now);
        }

        Assert.Equal("""{"method":"LIST_SUBSCRIPTIONS","id":2}""", _sink.StreamMessages[^1]);
        Stream("""{"result":["btcusdt@bookTicker","btcusdt@depth@100ms"],"id":2}""");

        Assert.StartsWith($"Streams {VenueCodes.SubscriptionLost}", Assert.Single(_sink.Failures));
    }

    [Theory]
    [InlineData("""{"result":["btcusdt@trade"],"id":2}""", "SUBSCRIPTION_LOST")]
    [InlineData("""{"code":2,"msg":"Invalid request: unknown variant","id":2}""", "SUBSCRIPTION_LOST")]
    [InlineData("""{"error":{"code":2,"msg":"Invalid request"},"id":2}""", "SUBSCRIPTION_LOST")]
    [InlineData("""{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}""", "SERVER_SHUTDOWN")]
    [InlineData("""{"e":"serverShutdown","E":1770123456789}""", "SERVER_SHUTDOWN")]
    public void lost_subscriptions_and_farewells_fail_the_lane(string frame, string code)
    {
        OpenStreams();
        Advance(10);
        _session.Tick(_now);

        Stream(frame);
        Stream(frame);

        Assert.StartsWith($"Streams {code}", Assert.Single(_sink.Failures));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"stream":"x","data":{"u":1,"s":"BTCUSDT","b":"1e3","B":"1","a":"2","A":"1"}}""")]
    [InlineData("""{"stream":"btcusdt@bookTicker","data":{"u":1,"s":"BTCUSDT","b":"1","B":"1","a":"2"}}""")]
    [InlineData("""{"e":"trade","s":"BTCUSDT","t":1,"p":"1","q":"1","T":-5,"m":true}""")]
    [InlineData("""{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"b":[["1"]],"a":[]}""")]
    [InlineData("""{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"b":[["-1","1"]],"a":[]}""")]
    [InlineData("""{"e":"aggTrade","a":5,"s":"BTCUSDT","p":"1"}""")]
    [InlineData("""{"u":1,"s":"ETHUSDT","b":"1","B":"1","a":"2","A":"1"}""")]
    public void a_frame_that_makes_no_sense_is_reported_and_nothing_else_happens(string frame)
    {
        OpenStreams();

        Stream(frame);

        Assert.NotEmpty(Assert.IsType<VenueFrameUnreadable>(Assert.Single(_sink.Events)).Reason);
        Assert.Empty(_sink.Quotes);
        Assert.Empty(_sink.Trades);
        Assert.Empty(_sink.Failures);
    }

    [Fact]
    public void settings_that_cannot_work_are_named()
    {
        var settings = new BinanceMarketDataSettings([BtcUsdt]);

        Assert.Null(settings.Problem());
        Assert.Contains("Symbols", (settings with { Symbols = [] }).Problem());
        Assert.Contains("twice", (settings with { Symbols = [BtcUsdt, BtcUsdt] }).Problem());
        Assert.Contains("DepthLimit=5001", (settings with { DepthLimit = 5001 }).Problem());
        Assert.Contains("ControlSpacing", (settings with { ControlSpacing = TimeSpan.Zero }).Problem());
    }

    private static string Depth(long first, long last) =>
        $$"""{"e":"depthUpdate","E":1,"s":"BTCUSDT","U":{{first}},"u":{{last}},"b":[["5","1"]],"a":[]}""";

    private void OpenStreams()
    {
        _session.Opened(MarketDataLane.Streams, _now);
        Stream("""{"result":null,"id":1}""");
    }

    private void OpenRequests()
    {
        _session.Opened(MarketDataLane.Requests, _now);
        AnswerLast(GoldenFrames.ExchangeInfoResult);
        _sink.Events.Clear();
    }

    private void Stream(string frame) =>
        _session.Received(MarketDataLane.Streams, Encoding.UTF8.GetBytes(frame), _now);

    private void AnswerLast(string result) =>
        Answer(_sink.Requests[^1], $"\"status\":200,\"result\":{result}");

    private void RefuseLast(int status, int code) =>
        Answer(_sink.Requests[^1], $"\"status\":{status},\"error\":{{\"code\":{code},\"msg\":\"no\"}}");

    private void Answer(string request, string body)
    {
        using var json = JsonDocument.Parse(request);
        _session.Received(
            MarketDataLane.Requests,
            Encoding.UTF8.GetBytes($"{{\"id\":{json.RootElement.GetProperty("id")},{body}}}"), _now);
    }

    private void AnswerPings()
    {
        foreach (var ping in _sink.Requests.Where(r => r.Contains("\"ping\"")).ToArray())
        {
            _sink.Requests.Remove(ping);
            Answer(ping, "\"status\":200,\"result\":{}");
        }
    }

    private int DepthRequests() => _sink.Requests.Count(r => r.Contains("\"depth\""));

    private void Advance(double seconds) => _now = _now.Plus(TimeSpan.FromSeconds(seconds));

    /// <summary>
    /// Moves to what the session says is next, as its owner does, and keeps both lanes alive.
    /// </summary>
    private void TickAtNextDeadline()
    {
        _now = _now.Plus(_session.NextDeadline - _now.Monotonic);
        _session.Tick(_now);
        AnswerPings();
        foreach (var probe in _sink.StreamMessages.Skip(1).ToArray())
        {
            _sink.StreamMessages.Remove(probe);
            using var json = JsonDocument.Parse(probe);
            Stream(
                "{\"result\":[\"btcusdt@trade\",\"btcusdt@depth@100ms\",\"btcusdt@bookTicker\"],\"id\":"
                + $"{json.RootElement.GetProperty("id")}}}");
        }
    }
}
