using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// An order that passed every rule and holds its reservation. Only RiskRules and the exit's own ladder make
/// one, so nothing can reach the connection unchecked. Carries the original sender as its own.
/// </summary>
public sealed class ApprovedOrder
{
    internal ApprovedOrder(
        OrderRequest request,
        ClientOrderId? replaces,
        bool reduces,
        Instant receivedAt,
        DecisionRecord decision)
    {
        Decision = decision;
        Request = request;
        Replaces = replaces;
        Reduces = reduces;
        ReceivedAt = receivedAt;
    }

    public OrderRequest Request { get; }

    /// <summary>The order that this one replaces, null for a plain new order.</summary>
    public ClientOrderId? Replaces { get; }

    /// <summary>
    /// Makes the position smaller without changing its sign, asked for or not: may pass in ReduceOnly.
    /// </summary>
    public bool Reduces { get; }

    /// <summary>What the rules saw, to be journaled with the intent.</summary>
    public DecisionRecord Decision { get; }

    /// <summary>What lets an order of a flatten pass every mode; null for every other order.</summary>
    public ExitPass? Pass { get; internal init; }

    /// <summary>When risk took the request up; the way to the wire is measured from here.</summary>
    public Instant ReceivedAt { get; }
}

/// <summary>An order that a rule refused: to be journaled and then answered to the original sender.</summary>
public sealed record RefusedOrder(OrderRequest Request, Refusal Refusal, DecisionRecord? Decision = null);

/// <summary>
/// The same request as one that is known already: to be answered as that one was, once durable.
/// </summary>
public sealed record RepeatedOrder(OrderRequest Request);

/// <summary>
/// The journal's index knew the id from long ago: the reservation made for the repeat is given back.
/// </summary>
public sealed record ReservationReturned(ClientOrderId ClientOrderId);

/// <summary>The instruments that may be traded and their rules.</summary>
public sealed record InstrumentsKnown(IReadOnlyList<Instrument> Instruments);

/// <summary>Asks for what is held and reserved; answered by <see cref="ExposureView"/>.</summary>
public sealed record GetExposure;

/// <summary>
/// Answer to <see cref="GetExposure"/>: a line an instrument and one a strategy, and the account's sums, all
/// in the exposure asset unless said. A maximum that is null is off.
/// </summary>
public sealed record ExposureView(
    IReadOnlyList<InstrumentExposure> Instruments,
    Notional Gross,
    Notional GrossMax,
    IReadOnlyList<StrategyExposure> Strategies,
    Notional Net,
    Notional? NetMax,
    Notional Equity,
    Notional Pnl,
    Notional? DayPnl,
    Notional Drawdown,
    long LimitsVersion);

public sealed record InstrumentExposure(
    Symbol Symbol,
    Quantity Position,
    Quantity ReservedBuy,
    Quantity ReservedSell,
    Quantity PositionMax,
    int OpenOrders,
    int OpenOrdersMax);

public sealed record StrategyExposure(
    StrategyId Strategy, Notional Gross, Notional Net, int OpenOrders, Notional Pnl, Notional DayPnl);

/// <summary>
/// From the account's ExitActor: a slice of a flatten, judged by <see cref="ExitLadder"/> and answered like
/// <see cref="Orders.PlaceOrder"/>.
/// </summary>
public sealed record PlaceExit(string FlattenId, OrderRequest Request);
