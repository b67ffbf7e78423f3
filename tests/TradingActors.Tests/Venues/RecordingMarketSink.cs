using System.Text;
using TradingActors.Domain;

namespace TradingActors.Tests.Venues;

/// <summary>Keeps what a market data session wrote and said.</summary>
internal sealed class RecordingMarketSink : IMarketDataSink
{
    public List<string> StreamMessages { get; } = [];

    public List<string> Requests { get; } = [];

    public List<Quote> Quotes { get; } = [];

    public List<MarketTrade> Trades { get; } = [];

    public List<VenueEvent> Events { get; } = [];

    public List<string> Failures { get; } = [];

    public int Books { get; private set; }

    public Action<IOrderBookView>? OnBookSeen { get; set; }

    public void Write(MarketDataLane lane, ReadOnlySpan<byte> frame) =>
        (lane == MarketDataLane.Streams ? StreamMessages : Requests).Add(Encoding.UTF8.GetString(frame));

    public void OnQuote(in Quote quote) => Quotes.Add(quote);

    public void OnTrade(in MarketTrade trade) => Trades.Add(trade);

    public void OnBook(Symbol symbol, IOrderBookView book)
    {
        Books++;
        OnBookSeen?.Invoke(book);
    }

    public void Emit(VenueEvent venueEvent) => Events.Add(venueEvent);

    /// <summary>What the budget answers; each asked weight is kept.</summary>
    public bool HasWeight { get; set; } = true;

    public List<int> WeightsAsked { get; } = [];

    public List<RateUsage> Usages { get; } = [];

    public bool TryTakeWeight(int weight)
    {
        WeightsAsked.Add(weight);
        return HasWeight;
    }

    public void Counted(in RateUsage usage) => Usages.Add(usage);

    public void OnFailed(MarketDataLane lane, string code, string reason) =>
        Failures.Add($"{lane} {code} {reason}");
}
