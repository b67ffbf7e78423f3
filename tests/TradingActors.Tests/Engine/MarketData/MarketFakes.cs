using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.Engine.Connection;

namespace TradingActors.Tests.Engine.MarketData;

/// <summary>
/// A venue whose public frames are words: <c>q SYMBOL bid ask</c>, <c>t SYMBOL id price</c>, <c>b SYMBOL id
/// bid ask</c>, <c>broken</c>, <c>fail</c>, <c>instruments SYMBOL…</c>, <c>ready</c>, <c>ping</c>, <c>say
/// TEXT</c>; several in one frame with semicolons between.
/// </summary>
internal sealed class FakeConnector : IVenueConnector, IVenueTransportFactory
{
    public List<FakeTransport> Made { get; } = [];

    public FakeMarketSession Session { get; private set; } = null!;

    public VenueId Venue => new("fake");

    public Uri ApiAddress { get; } = new("ws://fake/api");

    public Uri StreamsAddress { get; } = new("ws://fake/streams");

    public IVenueTransportFactory Transports => this;

    public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) =>
        throw new InvalidOperationException("market data needs no account session");

    public IMarketDataSession CreateMarketData(IMarketDataSink sink) => Session = new FakeMarketSession(sink);

    public IVenueTransport Create(Uri address)
    {
        var transport = new FakeTransport(address);
        lock (Made)
            Made.Add(transport);
        return transport;
    }

    public List<FakeTransport> On(MarketDataLane lane)
    {
        var address = lane == MarketDataLane.Streams ? StreamsAddress : ApiAddress;
        lock (Made)
            return [.. Made.Where(t => t.Address == address)];
    }
}

internal sealed class FakeTransport(Uri address) : IVenueTransport
{
    public Uri Address { get; } = address;

    public IVenueTransportListener? Listener { get; private set; }

    public List<string> Written { get; } = [];

    public string? ClosedBecause { get; private set; }

    public WriteResult Result { get; set; } = WriteResult.Written;

    public void Open(IVenueTransportListener listener) => Listener = listener;

    public WriteResult Write(ReadOnlySpan<byte> frame)
    {
        Written.Add(Encoding.UTF8.GetString(frame));
        return Result;
    }

    public void Close(string reason) => ClosedBecause ??= reason;

    public void Dispose() => ClosedBecause ??= "disposed";

    public void Say(params string[] frames)
    {
        foreach (var frame in frames)
            Listener!.OnFrame(Encoding.UTF8.GetBytes(frame));
    }
}

internal sealed class FakeMarketSession(IMarketDataSink sink) : IMarketDataSession
{
    private readonly bool[] _isReady = new bool[2];

    public List<string> Calls { get; } = [];

    public TimeSpan NextDeadline { get; set; } = TimeSpan.MaxValue;

    public bool IsReady(MarketDataLane lane) => _isReady[(int)lane];

    public void Opened(MarketDataLane lane, Instant now)
    {
        Calls.Add($"opened {lane}");
        sink.Write(lane, "hello"u8);
    }

    public void Received(MarketDataLane lane, ReadOnlySpan<byte> frame, Instant now)
    {
        foreach (var sentence in Encoding.UTF8.GetString(frame).Split(';'))
            Hear(lane, sentence.Split(' '), now);
    }

    private void Hear(MarketDataLane lane, string[] words, Instant now)
    {
        var symbol = new Symbol(words.Length > 1 ? words[1] : "");
        switch (words[0])
        {
            case "q":
                sink.OnQuote(new Quote(symbol, P(words[2]), new(1), P(words[3]), new(1), 1, now));
                break;
            case "t":
                sink.OnTrade(new MarketTrade(
                    symbol, new(Number(words[2])), P(words[3]), new(1), Side.Buy, now.Wall, now));
                break;
            case "b":
                sink.OnBook(symbol, new FakeBook(Number(words[2]), words[3..]));
                break;
            case "broken":
                sink.Emit(new VenueFrameUnreadable("not a word", words[0], now.Wall));
                break;
            case "fail":
                sink.OnFailed(lane, "LOST", "as told");
                break;
            case "instruments":
                sink.Emit(new VenueInstruments([.. words[1..].Select(Instrument)], now.Wall));
                break;
            case "ping":
                sink.Emit(new VenuePingMeasured(TimeSpan.FromMilliseconds(7), null, now.Wall));
                break;
            case "ready":
                _isReady[(int)lane] = true;
                break;
            case "say":
                sink.Write(lane, Encoding.UTF8.GetBytes(words[1]));
                break;
            default:
                throw new InvalidOperationException($"the fake venue does not say '{words[0]}'");
        }
    }

    public void Tick(Instant now) => Calls.Add("tick");

    public void Closed(MarketDataLane lane, Instant now)
    {
        _isReady[(int)lane] = false;
        Calls.Add($"closed {lane}");
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static Price P(string text) => new(decimal.Parse(text, CultureInfo.InvariantCulture));

    private static Instrument Instrument(string symbol) => new(
        new(symbol), new("BTC"), new("USDT"), InstrumentStatus.Trading, new(0.01m), new(1_000_000),
        new(0.01m), new(0.00001m), new(9_000), new(0.00001m), new(5), new(9_000_000));

    private sealed class FakeBook(long id, string[] prices) : IOrderBookView
    {
        public bool IsSynchronized => prices.Length > 0;

        public long UpdateId => id;

        public int CopyTop(Side side, Span<BookLevel> levels)
        {
            levels[0] = new BookLevel(P(prices[side == Side.Buy ? 0 : 1]), new(1));
            return 1;
        }
    }
}
