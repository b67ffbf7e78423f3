using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Risk;

/// <summary>One id that risk knows, and while it is open its reservation. Only RiskState writes it.</summary>
internal sealed class RiskOrder(OrderRequest request, ClientOrderId? replaces, StrategyLine? part)
{
    public readonly OrderRequest Request = request;

    /// <summary>
    /// The order that it was asked to replace; null also where a recovered one's is not remembered.
    /// </summary>
    public readonly ClientOrderId? Replaces = replaces;

    /// <summary>Its strategy's part of its instrument; null for an id that was refused.</summary>
    public readonly StrategyLine? Part = part;

    public OrderStatus Status;
    public bool IsOpen;

    /// <summary>The open order that this one is on its way to replace.</summary>
    public RiskOrder? Original;

    /// <summary>A replacement of this order is on its way.</summary>
    public bool IsBeingReplaced;

    /// <summary>What may still fill; zero once it has ended.</summary>
    public decimal Remaining;

    /// <summary>What has filled of the requested total, by this order and those that it replaced.</summary>
    public decimal Filled;

    /// <summary>Worst need a unit: quote asset for a buy, base asset for a sell.</summary>
    public decimal FundsPerUnit;

    /// <summary>What is reserved of the asset that it spends.</summary>
    public decimal Funds;

    public bool IsUnpriced;

    public InstrumentRisk? Line => Part?.Instrument;

    public bool IsConditional => Request.Type.IsConditional();

    /// <summary>
    /// The price at which another order of the account could trade with it; null once it has ended, and for
    /// one that does not rest in the book: a market order, and one that waits for its stop price.
    /// </summary>
    public decimal? RestsAt => IsOpen && !IsConditional ? Request.LimitPrice?.Value : null;

    /// <summary>The first field in which a repeat differs, null when it asks for the same.</summary>
    public string? FirstDifference(OrderRequest repeat, ClientOrderId? replacesInRepeat) =>
        Request.FirstDifference(repeat)
        ?? (Replaces is { } known && known != replacesInRepeat ? "Original" : null);
}
