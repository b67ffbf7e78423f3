using System.Text;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// The public streams of one symbol: writes each message once, whoever and however many read it.
/// </summary>
internal sealed class SymbolFeed
{
    private readonly StreamHub _hub;
    private readonly StreamTopic[] _topics = new StreamTopic[5];
    private readonly StreamTopic _slowByItsSpeed;
    private readonly byte[] _symbol;
    private readonly JsonText _text = new();

    public SymbolFeed(StreamHub hub, string symbol)
    {
        _hub = hub;
        _symbol = Encoding.UTF8.GetBytes(symbol);
        var name = symbol.ToLowerInvariant();
        _topics[(int)MarketMessage.BookTicker] = hub.Topic(name + "@bookTicker");
        _topics[(int)MarketMessage.Trade] = hub.Topic(name + "@trade");
        _topics[(int)MarketMessage.AggregateTrade] = hub.Topic(name + "@aggTrade");
        _topics[(int)MarketMessage.Depth] = hub.Topic(name + "@depth@100ms");
        _topics[(int)MarketMessage.DepthSlow] = hub.Topic(name + "@depth");
        _slowByItsSpeed = hub.Topic(name + "@depth@1000ms");
    }

    public void Raw(MarketMessage kind, ReadOnlySpan<byte> payload)
    {
        _hub.Publish(_topics[(int)kind], kind, payload);
        if (kind == MarketMessage.DepthSlow) _hub.Deliver(_slowByItsSpeed, payload);
    }

    public void BookTicker(long updateId, in BookLevel bid, in BookLevel ask)
    {
        if (IsUnheard(MarketMessage.BookTicker)) return;
        _text.Start("{\"u\":"u8).Number(updateId)
            .Raw(",\"s\":\""u8).Raw(_symbol)
            .Raw("\",\"b\":"u8).Amount(bid.Price.Value)
            .Raw(",\"B\":"u8).Amount(bid.Size.Value)
            .Raw(",\"a\":"u8).Amount(ask.Price.Value)
            .Raw(",\"A\":"u8).Amount(ask.Size.Value)
            .Raw("}"u8);
        Raw(MarketMessage.BookTicker, _text.Written);
    }

    public void Trade(long id, decimal price, decimal quantity, bool isBuyerMaker, long atMs)
    {
        if (IsUnheard(MarketMessage.Trade)) return;
        _text.Start("{\"e\":\"trade\",\"E\":"u8).Number(atMs)
            .Raw(",\"s\":\""u8).Raw(_symbol)
            .Raw("\",\"t\":"u8).Number(id)
            .Raw(",\"p\":"u8).Amount(price)
            .Raw(",\"q\":"u8).Amount(quantity)
            .Raw(",\"T\":"u8).Number(atMs)
            .Raw(",\"m\":"u8).Flag(isBuyerMaker)
            .Raw(",\"M\":true}"u8);
        Raw(MarketMessage.Trade, _text.Written);
    }

    public void AggregateTrade(in AggregateTrade trade, long atMs)
    {
        if (IsUnheard(MarketMessage.AggregateTrade)) return;
        _text.Start("{\"e\":\"aggTrade\",\"E\":"u8).Number(atMs)
            .Raw(",\"s\":\""u8).Raw(_symbol)
            .Raw("\",\"a\":"u8).Number(trade.Id)
            .Raw(",\"p\":"u8).Amount(trade.Price)
            .Raw(",\"q\":"u8).Amount(trade.Quantity)
            .Raw(",\"f\":"u8).Number(trade.FirstTradeId)
            .Raw(",\"l\":"u8).Number(trade.LastTradeId)
            .Raw(",\"T\":"u8).Number(atMs)
            .Raw(",\"m\":"u8).Flag(trade.IsBuyerMaker)
            .Raw(",\"M\":true}"u8);
        Raw(MarketMessage.AggregateTrade, _text.Written);
    }

    public void Depth(MarketMessage kind, DepthLane lane, long atMs)
    {
        if (IsUnheard(kind)) return;
        _text.Start("{\"e\":\"depthUpdate\",\"E\":"u8).Number(atMs)
            .Raw(",\"s\":\""u8).Raw(_symbol)
            .Raw("\",\"U\":"u8).Number(lane.FirstId)
            .Raw(",\"u\":"u8).Number(lane.LastId)
            .Raw(",\"b\":["u8);
        Levels(lane.Bids, descending: true);
        _text.Raw("],\"a\":["u8);
        Levels(lane.Asks, descending: false);
        _text.Raw("]}"u8);
        Raw(kind, _text.Written);
    }

    private void Levels(SortedList<decimal, decimal> levels, bool descending)
    {
        for (var i = 0; i < levels.Count; i++)
        {
            var index = descending ? levels.Count - 1 - i : i;
            _text.Raw(i == 0 ? "["u8 : ",["u8).Amount(levels.GetKeyAtIndex(index))
                .Raw(","u8).Amount(levels.GetValueAtIndex(index))
                .Raw("]"u8);
        }
    }

    private bool IsUnheard(MarketMessage kind)
    {
        if (_topics[(int)kind].HasSubscribers) return false;
        if (kind == MarketMessage.DepthSlow && _slowByItsSpeed.HasSubscribers) return false;
        _hub.Counters.Count(kind);
        return true;
    }
}
