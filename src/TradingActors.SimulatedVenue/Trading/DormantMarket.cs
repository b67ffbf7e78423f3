using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A symbol that the ledger knows and the running market does not have: its orders rest, nothing trades.
/// </summary>
internal sealed class DormantMarket(ListedSymbol listing) : SymbolMarket(listing)
{
    private long _tradeId;

    public override bool IsTrading => false;

    public override bool TryBestOutside(Side side, out BookLevel level)
    {
        level = default;
        return false;
    }

    public override IEnumerable<BookLevel> OutsideLevels(Side side) => [];

    public override decimal OutsideSizeAt(Side side, decimal price) => 0m;

    public override void TakeOutside(Side side, decimal price, decimal quantity) =>
        throw new InvalidOperationException("A dormant market has nothing to take.");

    public override void OwnSizeChanged(Side side, decimal price)
    {
    }

    public override void Print(
        long tradeId, decimal price, decimal quantity, Side aggressor, DateTimeOffset at)
    {
    }

    public override long NextTradeId() => TradeIds.First(Exchange.State.Run) + _tradeId++;

    public override long CopyDepth(int limit, List<BookLevel> bids, List<BookLevel> asks) => 0;
}
