using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Accounts;

/// <summary>A message that a desk published, with the account that it does not name itself.</summary>
public sealed record FromDesk(AccountId Account, object Message);

/// <summary>
/// What a desk starts from, published once after each recovery and before its first update;
/// <paramref name="SequenceNumber"/> is the last journaled event that is contained in it.
/// </summary>
public sealed record DeskRecovered(
    IReadOnlyList<OrderState> Working,
    IReadOnlyList<CashBalance> Balances,
    long SequenceNumber,
    PositionsView? Positions = null);

/// <summary>Asks for everything that the node shows; answered by <see cref="BlotterView"/>.</summary>
public sealed record GetBlotter;

/// <summary>The node as one picture: what its desks, links and meters last said.</summary>
public sealed record BlotterView(
    IReadOnlyList<AccountBlotter> Accounts,
    IReadOnlyList<MarketLink> Links,
    HealthView? Health,
    DateTimeOffset At)
{
    /// <summary>The strictest mode of any account; Halted while there is none.</summary>
    public TradingMode Mode => Accounts.Count == 0 ? TradingMode.Halted : Accounts.Max(a => a.Mode);
}

/// <summary>
/// One account. Counters run since the process started. <paramref name="Fills"/> are the latest
/// <see cref="BlotterState.FillsMax"/>, newest first; <paramref name="Differences"/> are the balances on
/// which engine and venue do not agree and that wait for a person.
/// </summary>
public sealed record AccountBlotter(
    AccountId Account,
    DeskPhase Phase,
    string PhaseReason,
    long Epoch,
    TradingMode Mode,
    IReadOnlyList<Hold> Holds,
    ConnectionPhase Connection,
    string ConnectionReason,
    IReadOnlyList<OrderState> Working,
    IReadOnlyList<FillLine> Fills,
    OrderCounters Counters,
    IReadOnlyList<PositionView> Positions,
    IReadOnlyList<CashBalance> Balances,
    Notional RealizedPnl,
    Notional? UnrealizedPnl,
    IReadOnlyList<HaltReport> Halts,
    IReadOnlyList<BalanceDifference> Differences,
    IReadOnlyList<StrategyPositionView> Strategies)
{
    /// <summary>The flattens under way and the latest that have ended, oldest first.</summary>
    public IReadOnlyList<FlattenReport> Flattens { get; init; } = [];

    /// <summary>
    /// The latest alert of each limit that people were told about, newest first; at most <see
    /// cref="BlotterState.AlertsMax"/>.
    /// </summary>
    public IReadOnlyList<LimitAlert> Alerts { get; init; } = [];

    /// <summary>Realised plus unrealised, null while a position has no sound mark.</summary>
    public Notional? TotalPnl => UnrealizedPnl is { } unrealized ? RealizedPnl + unrealized : null;
}

/// <summary>One execution; <paramref name="SequenceNumber"/> is the journal's and grows.</summary>
public sealed record FillLine(
    long SequenceNumber,
    ClientOrderId? ClientOrderId,
    VenueClientId VenueId,
    Symbol Symbol,
    TradeId TradeId,
    Side Side,
    Price Price,
    Quantity Quantity,
    decimal Fee,
    Asset FeeAsset,
    bool IsMaker,
    DateTimeOffset At);

/// <summary>
/// What became of the orders. <paramref name="Approved"/> passed risk and are durable; <paramref
/// name="BecameUnknown"/>
/// counts how often an order's outcome was lost, not how many are open now.
/// </summary>
public sealed record OrderCounters(
    long Approved,
    long NotSent,
    long Accepted,
    long RejectedByVenue,
    long Filled,
    long Canceled,
    long Expired,
    long BecameUnknown,
    long Replacements,
    long AdoptedExternal,
    long Fills,
    IReadOnlyDictionary<string, long> RefusedByRisk,
    IReadOnlyDictionary<string, long> RejectedByVenueCode)
{
    /// <summary>Handed to the connection and not stopped before a byte left.</summary>
    public long Sent => Approved - NotSent;

    public long Refused => RefusedByRisk.Values.Sum();
}

/// <summary>The public connection of one venue, with its counters once they are known.</summary>
public sealed record MarketLink(VenueId Venue, bool IsUp, string Reason, MarketDataView? Data);
