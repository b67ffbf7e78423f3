using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// An order as the venue holds it. Changed only by <see cref="ExchangeState"/> when it applies an entry.
/// </summary>
public sealed class VenueOrder(OrderAccepted accepted)
{
    public string Account => accepted.Account;

    public string Symbol => accepted.Symbol;

    public long OrderId => accepted.OrderId;

    /// <summary>
    /// The id under which it was placed or last amended. A cancel has an id of its own, told in its answer
    /// and report alone.
    /// </summary>
    public string ClientOrderId { get; internal set; } = accepted.ClientOrderId;

    public Side Side => accepted.Side;

    public OrderType Type => accepted.Type;

    public TimeInForce TimeInForce => accepted.TimeInForce;

    /// <summary>Zero for an order without a limit price.</summary>
    public decimal Price => accepted.Price;

    /// <summary>Zero for an order that waits for none.</summary>
    public decimal StopPrice => accepted.StopPrice;

    public SelfTradeMode SelfTrade => accepted.SelfTrade;

    public long? StrategyId => accepted.StrategyId;

    public int? StrategyType => accepted.StrategyType;

    /// <summary>What was ordered, less what amendments took off.</summary>
    public decimal Quantity { get; internal set; } = accepted.Quantity;

    public decimal QuoteQuantity => accepted.QuoteQuantity;

    public decimal Executed { get; internal set; }

    public decimal ExecutedQuote { get; internal set; }

    /// <summary>What self-trade prevention took off.</summary>
    public decimal Prevented { get; internal set; }

    /// <summary>The last match of the order that was prevented.</summary>
    public long? PreventedMatchId { get; internal set; }

    public VenueOrderStatus Status { get; internal set; } = VenueOrderStatus.New;

    public string? ExpiryReason { get; internal set; }

    public DateTimeOffset PlacedAt => accepted.At;

    public DateTimeOffset UpdatedAt { get; internal set; } = accepted.At;

    /// <summary>Since when it can trade; null while it waits for its stop price.</summary>
    public DateTimeOffset? WorkingSince { get; internal set; } =
        accepted.Type.IsConditional() ? null : accepted.At;

    public decimal Remaining => Quantity - Executed - Prevented;

    public bool IsOpen => Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled;

    /// <summary>True while a stop or take-profit order has not been triggered.</summary>
    public bool IsWaiting => IsOpen && WorkingSince is null;

    /// <summary>True for an order that self-trade prevention ended.</summary>
    public bool IsExpiredInMatch =>
        Status == VenueOrderStatus.Expired && ExpiryReason is null && Prevented > 0m;

    /// <summary>
    /// What the order still holds locked of <see cref="ExchangeState.LockedAsset"/>. A market order locks
    /// nothing; one that waits for a stop price locks what it would cost there.
    /// </summary>
    public decimal Locked
    {
        get
        {
            if (!IsOpen || (!IsWaiting && !Type.HasLimitPrice())) return 0m;
            return Side == Side.Sell ? Remaining : Remaining * (Type.HasLimitPrice() ? Price : StopPrice);
        }
    }

    /// <summary>
    /// Displayed size of others that trades at the order's price must consume before it fills.
    /// Kept by the book, not by the ledger: a restarted venue puts its orders at the end of the queue.
    /// </summary>
    internal decimal QueueAhead { get; set; }

    /// <summary>
    /// Size that left the queue ahead without a trade having said why; the next trades are counted against it
    /// first.
    /// </summary>
    internal decimal QueueUnexplained { get; set; }

    /// <summary>The market time at which <see cref="QueueUnexplained"/> last grew.</summary>
    internal TimeSpan QueueUnexplainedAt { get; set; }
}
