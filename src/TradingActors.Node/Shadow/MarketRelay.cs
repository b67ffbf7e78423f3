using TradingActors.Domain;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.Shadow;

/// <summary>
/// Passes the public data of a live venue on to its reader and, the same, into the market that a shadow's
/// orders are filled by.
/// </summary>
public sealed class MarketRelay : IMarketDataSession
{
    private readonly IMarketDataSession _live;
    private readonly MarketFeed _feed;

    public MarketRelay(
        MarketFeed feed, IMarketDataSink reader, Func<IMarketDataSink, IMarketDataSession> make)
    {
        _feed = feed;
        _live = make(new Tap(reader, feed));
    }

    public TimeSpan NextDeadline => _live.NextDeadline;

    public bool IsReady(MarketDataLane lane) => _live.IsReady(lane);

    public void Opened(MarketDataLane lane, Instant now) => _live.Opened(lane, now);

    public void Received(MarketDataLane lane, ReadOnlySpan<byte> frame, Instant now) =>
        _live.Received(lane, frame, now);

    public void Tick(Instant now) => _live.Tick(now);

    public void Closed(MarketDataLane lane, Instant now)
    {
        if (lane == MarketDataLane.Streams)
            _feed.Lost();
        _live.Closed(lane, now);
    }

    private sealed class Tap(IMarketDataSink reader, MarketFeed feed) : IMarketDataSink
    {
        public void Write(MarketDataLane lane, ReadOnlySpan<byte> frame) => reader.Write(lane, frame);

        public void OnQuote(in Quote quote)
        {
            if (quote.IsSound)
                feed.Quote(quote);
            reader.OnQuote(quote);
        }

        public void OnTrade(in MarketTrade trade)
        {
            feed.Trade(trade);
            reader.OnTrade(trade);
        }

        public void OnBook(Symbol symbol, IOrderBookView book)
        {
            feed.Depth(symbol, book);
            reader.OnBook(symbol, book);
        }

        public void Emit(VenueEvent venueEvent) => reader.Emit(venueEvent);

        public bool TryTakeWeight(int weight) => reader.TryTakeWeight(weight);

        public void Counted(in RateUsage usage) => reader.Counted(usage);

        public void OnFailed(MarketDataLane lane, string code, string reason)
        {
            if (lane == MarketDataLane.Streams)
                feed.Lost();
            reader.OnFailed(lane, code, reason);
        }
    }
}
