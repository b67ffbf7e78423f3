using TradingActors.Domain;

namespace TradingActors.Engine.Statements;

/// <summary>
/// One execution of the day. <paramref name="IsLate"/> marks one that happened on an earlier day and was
/// learned of when that one was over.
/// </summary>
public sealed record FillRow(
    long SequenceNumber,
    DateTimeOffset At,
    Symbol Symbol,
    TradeId TradeId,
    Side Side,
    Price Price,
    Quantity Quantity,
    Notional Notional,
    decimal Fee,
    Asset FeeAsset,
    bool IsMaker,
    StrategyId Strategy,
    ClientOrderId? ClientOrderId,
    VenueClientId VenueId,
    Price? ArrivalPrice,
    Notional? Slippage,
    bool IsLate);
