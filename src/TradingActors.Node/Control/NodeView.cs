using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Orders;

namespace TradingActors.Node.Control;

/// <summary>
/// The node as its control address and its screen show it: a contract of its own, so that the engine's
/// records may change without breaking who reads this.
/// </summary>
public sealed record NodeView(
    DateTimeOffset At,
    string Environment,
    TradingMode Mode,
    IReadOnlyList<AccountView> Accounts,
    IReadOnlyList<LinkView> Links,
    IReadOnlyList<LatencyView> Latencies,
    IReadOnlyList<string> Breaches);

/// <summary>One account; counters run since the node started, fills are the latest, newest first.</summary>
public sealed record AccountView(
    string Account,
    DeskPhase Phase,
    string PhaseReason,
    long Epoch,
    TradingMode Mode,
    IReadOnlyList<HoldView> Holds,
    ConnectionPhase Connection,
    string ConnectionReason,
    IReadOnlyList<OrderView> Working,
    IReadOnlyList<FillView> Fills,
    CountersView Counters,
    IReadOnlyList<PositionLine> Positions,
    IReadOnlyDictionary<string, decimal> Balances,
    decimal RealizedPnl,
    decimal? UnrealizedPnl,
    decimal? TotalPnl,
    IReadOnlyList<DifferenceView> Differences)
{
    /// <summary>Each strategy's part of the positions; without a name what belongs to none.</summary>
    public IReadOnlyList<StrategyPositionLine> Strategies { get; init; } = [];

    /// <summary>The limits that people were told about, newest first.</summary>
    public IReadOnlyList<LimitAlertView> Alerts { get; init; } = [];

    /// <summary>The flattens under way and the latest that have ended, oldest first.</summary>
    public IReadOnlyList<FlattenView> Flattens { get; init; } = [];
}

/// <summary>
/// A limit that was used to so many percent at that moment; 100 is where orders are refused.
/// </summary>
public sealed record LimitAlertView(string Limit, int Percent, decimal Max, decimal Used, DateTimeOffset At);

/// <summary>
/// A balance on which engine and venue do not agree; <paramref name="Change"/> is what a person would accept
/// with <c>resolve mismatch</c>.
/// </summary>
public sealed record DifferenceView(string Asset, decimal Engine, decimal Venue, decimal Change);

public sealed record HoldView(
    HoldCause Cause,
    string Scope,
    TradingMode Mode,
    string Reason,
    string Principal,
    DateTimeOffset Since,
    bool ClearsItself);

public sealed record OrderView(
    string ClientOrderId,
    string VenueClientId,
    string Strategy,
    string Symbol,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    decimal Quantity,
    decimal FilledQuantity,
    decimal? LimitPrice,
    OrderStatus Status,
    string Reason,
    bool IsExternal,
    DateTimeOffset CreatedAt);

public sealed record FillView(
    long Sequence,
    string? ClientOrderId,
    string Symbol,
    long TradeId,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal Fee,
    string FeeAsset,
    bool IsMaker,
    DateTimeOffset At);

/// <summary>What became of the orders; <see cref="OrderCounters"/> says what each counts.</summary>
public sealed record CountersView(
    long Sent,
    long Accepted,
    long RefusedByRisk,
    IReadOnlyDictionary<string, long> RefusedByReason,
    long RejectedByVenue,
    IReadOnlyDictionary<string, long> RejectedByCode,
    long NotSent,
    long Filled,
    long Canceled,
    long Expired,
    long Unknown,
    long Replacements,
    long AdoptedExternal,
    long Fills);

public sealed record PositionLine(
    string Symbol,
    decimal Quantity,
    decimal? AveragePrice,
    decimal? Mark,
    decimal RealizedPnl,
    decimal? UnrealizedPnl,
    decimal Fees)
{
    /// <summary>Fees in assets that are neither base nor quote, which no profit contains.</summary>
    public IReadOnlyDictionary<string, decimal> FeesInOtherAssets { get; init; } =
        new Dictionary<string, decimal>();

    /// <summary>What fills cost more than at their orders' arrival prices, in quote asset.</summary>
    public decimal Slippage { get; init; }

    /// <summary>The same in hundredths of a percent; null where no order had an arrival price.</summary>
    public decimal? SlippageBps { get; init; }

    /// <summary>How often the position has become flat or turned.</summary>
    public int Cycles { get; init; }

    /// <summary>Since it was last flat; null while it is.</summary>
    public CycleLine? Cycle { get; init; }

    public CycleLine? LastCycle { get; init; }
}

public sealed record StrategyPositionLine(string Strategy, PositionLine Position);

/// <summary>A position from flat to flat; see <see cref="Engine.Positions.PositionCycle"/>.</summary>
public sealed record CycleLine(
    DateTimeOffset OpenedAt,
    DateTimeOffset? ClosedAt,
    decimal RealizedPnl,
    decimal Fees,
    decimal Quantity);

public sealed record LinkView(
    string Venue,
    bool IsUp,
    string Reason,
    long Messages,
    long Quotes,
    long Trades,
    long BookUpdates,
    long Unreadable,
    long Resyncs,
    IReadOnlyList<QuoteView> Latest);

public sealed record QuoteView(string Symbol, decimal Bid, decimal BidSize, decimal Ask, decimal AskSize);

/// <summary>One meter since the start, in microseconds.</summary>
public sealed record LatencyView(Meter Meter, long Count, long P50Us, long P99Us, long P999Us, long MaxUs);
