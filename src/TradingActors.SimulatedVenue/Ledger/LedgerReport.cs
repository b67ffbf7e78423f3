using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What the ledger says about one account, folded from its entries alone.</summary>
public sealed record LedgerReport(
    string Account,
    long LastSequence,
    IReadOnlyList<LedgerReport.AssetLine> Balances,
    IReadOnlyList<LedgerReport.PositionLine> Positions,
    IReadOnlyList<LedgerReport.OrderLine> Orders,
    IReadOnlyList<LedgerReport.FillLine> Fills,
    LedgerReport.CountLine Counts)
{
    /// <summary>Opening + Transfers + Traded − Fees = Total = Free + Locked.</summary>
    public sealed record AssetLine(
        string Asset,
        decimal Opening,
        decimal Transfers,
        decimal Traded,
        decimal Fees,
        decimal Free,
        decimal Locked)
    {
        public decimal Total => Free + Locked;
    }

    /// <summary>
    /// <paramref name="Net"/> is bought − sold; <paramref name="NetAfterFees"/> is less what was paid in the
    /// base asset.
    /// </summary>
    public sealed record PositionLine(
        string Symbol,
        decimal Bought,
        decimal Sold,
        decimal Net,
        decimal NetAfterFees,
        decimal QuotePaid,
        decimal QuoteReceived);

    /// <summary>
    /// One client order id. <paramref name="AcceptCount"/> above 1 means that the venue took more than one
    /// order under it; the other fields are of the newest. An order that was amended stays under its first
    /// id.
    /// </summary>
    public sealed record OrderLine(
        string ClientOrderId,
        string Symbol,
        int AcceptCount,
        int RejectCount,
        long OrderId,
        VenueOrderStatus Status,
        Side Side,
        decimal Quantity,
        decimal Price,
        decimal Filled,
        decimal FilledOfAll,
        int FillCount,
        bool IsExternal)
    {
        /// <summary>Zero for an order that never waited for one.</summary>
        public decimal StopPrice { get; init; }

        /// <summary>True while it waits for its stop price.</summary>
        public bool IsWaiting { get; init; }

        /// <summary>What self-trade prevention took off it.</summary>
        public decimal Prevented { get; init; }
    }

    public sealed record FillLine(
        string Symbol,
        long TradeId,
        long OrderId,
        string ClientOrderId,
        Side Side,
        decimal Price,
        decimal Quantity,
        decimal Fee,
        string FeeAsset,
        bool IsMaker,
        DateTimeOffset At);

    public sealed record CountLine(
        int Accepted,
        int Rejected,
        int Filled,
        int Canceled,
        int CancelsRejected,
        int Expired,
        int Fills,
        int Transfers,
        int Open,
        int Triggered = 0,
        int Prevented = 0,
        int Amended = 0);
}
