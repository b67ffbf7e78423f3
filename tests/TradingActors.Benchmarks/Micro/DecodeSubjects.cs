using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Signing;

namespace TradingActors.Benchmarks.Micro;

/// <summary>
/// The messages that come most, as the venue writes them, and what it costs to turn each into what the
/// engine takes. The bare pass over the same bytes visits every token and understands none.
/// </summary>
internal sealed class DecodeSubjects : IDisposable
{
    public static readonly string[] Names =
        ["execution report", "order answer", "bookTicker", "trade", "depth"];

    private static readonly Symbol BtcUsdt = new("BTCUSDT");

    private readonly Instant _now =
        new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero), TimeSpan.FromHours(1));
    private readonly LevelBuffer _bids = new();
    private readonly LevelBuffer _asks = new();
    private readonly byte[][] _frames = [Report(), Answer(), BookTicker(), Trade(), Depth()];
    private readonly BinanceSpotSession _account;
    private readonly BinanceMarketDataSession _market;
    private long _quoteId = 50_093_239_212;

    public DecodeSubjects()
    {
        var secret = VenueSecret.FromText("0123456789abcdef0123456789abcdef");
        _account = new BinanceSpotSession(new BinanceSpotSettings("key", secret, [BtcUsdt]), new Silent());
        _account.Opened(_now);
        _market = new BinanceMarketDataSession(new BinanceMarketDataSettings([BtcUsdt]), new Silent());
        _market.Opened(MarketDataLane.Streams, _now);
    }

    public int Bytes(int subject) => _frames[subject].Length;

    /// <summary>
    /// Through the session where that ends with the message; of the order's answer and of a change of the
    /// book the reading alone, without the request and the book that they belong to.
    /// </summary>
    public bool Decode(int subject)
    {
        var frame = _frames[subject];
        switch (subject)
        {
            case 0:
                _account.Received(frame, _now);
                return true;
            case 1:
                return ApiFrame.TryRead(frame, out var answer, out _)
                    && OrderAnswer.TryRead(answer.Result, out var order, out _) && order.HasOrderId;
            case 2:
                Utf8Formatter.TryFormat(++_quoteId, frame.AsSpan(QuoteIdAt), out _);
                _market.Received(MarketDataLane.Streams, frame, _now);
                return true;
            case 3:
                _market.Received(MarketDataLane.Streams, frame, _now);
                return true;
            default:
                return StreamFrame.TryRead(frame, _bids, _asks, out var read, out _)
                    && read.Kind == StreamFrameKind.Depth;
        }
    }

    public int Bare(int subject)
    {
        var reader = new Utf8JsonReader(_frames[subject]);
        var tokens = 0;
        while (reader.Read())
            tokens++;
        return tokens;
    }

    public void Dispose() => _account.Dispose();

    private const string QuoteStart = """{"stream":"btcusdt@bookTicker","data":{"u":""";

    private static int QuoteIdAt => QuoteStart.Length;

    private static byte[] Report() => Encoding.UTF8.GetBytes(
        """{"subscriptionId":0,"event":{"e":"executionReport","E":1499405658849,"s":"BTCUSDT","""
        + """ "c":"a1-7-42","S":"BUY","o":"LIMIT","f":"GTC","q":"1.00000000","p":"52000.10000000","""
        + """ "P":"0.00000000","F":"0.00000000","g":-1,"C":"","x":"TRADE","X":"FILLED","r":"NONE","""
        + """ "i":4293153,"""
        + """ "l":"0.25000000","z":"0.75000000","L":"52000.05000000","n":"0.00025000","N":"BNB","""
        + """ "T":1499405658848,"t":77517,"I":8641990,"w":false,"m":true,"M":true,"O":1499405658657,"""
        + """ "Z":"39000.0","Y":"13000.0125","Q":"0.00000000","W":1499405658657,"V":"NONE"}}""");

    private static byte[] Answer() => Encoding.UTF8.GetBytes(
        """{"id":12345,"status":200,"result":{"symbol":"BTCUSDT","orderId":12569099453,"""
        + """ "orderListId":-1,"clientOrderId":"a1-7-42","transactTime":1660801715639},"""
        + """ "rateLimits":[{"""
        + """ "rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50,"count":12},"""
        + """ {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"""
        + """ "count":321}]}""");

    private static byte[] BookTicker() => Encoding.UTF8.GetBytes(
        QuoteStart + """50093239212,"s":"BTCUSDT","b":"61837.63000000","B":"3.78826000","""
        + """ "a":"61837.64000000","A":"1.54698000"}}""");

    private static byte[] Trade() => Encoding.UTF8.GetBytes(
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161255343,"s":"BTCUSDT","t":3735683259,"""
        + """ "p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true,"M":true}}""");

    /// <summary>Ten levels a side: what a tenth of a second of a busy book holds.</summary>
    private static byte[] Depth() => Encoding.UTF8.GetBytes(
        """{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1723161255308,"s":"BTCUSDT","""
        + $"\"U\":101,\"u\":105,\"b\":[{Levels(61_837)}],\"a\":[{Levels(61_838)}]}}}}");

    private static string Levels(int price) => string.Join(
        ',',
        Enumerable.Range(0, 10).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"[\"{price}.{10 + i}000000\",\"{i}.32332000\"]")));

    private sealed class Silent : IVenueSessionSink, IMarketDataSink
    {
        public void Write(ReadOnlySpan<byte> frame)
        {
        }

        public void Write(MarketDataLane lane, ReadOnlySpan<byte> frame)
        {
        }

        /// <summary>A frame that could not be read would be a benchmark of something else.</summary>
        public void Emit(VenueEvent venueEvent)
        {
            if (venueEvent is VenueFrameUnreadable unreadable)
                throw new InvalidDataException($"{unreadable.Reason}: {unreadable.Excerpt}");
        }

        public void Counted(in RateUsage usage)
        {
        }

        public void OnQuote(in Quote quote)
        {
        }

        public void OnTrade(in MarketTrade trade)
        {
        }

        public void OnBook(Symbol symbol, IOrderBookView book)
        {
        }

        public bool TryTakeWeight(int weight) => true;

        public void OnFailed(MarketDataLane lane, string code, string reason)
        {
        }
    }
}
