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
    /// The id under which it was placed. A cancel has an id of its own, told in its answer and report alone.
    /// </summary>
    public string ClientOrderId => accepted.ClientOrderId;

    public Side Side => accepted.Side;

    public OrderType Type => accepted.Type;

    public TimeInForce TimeInForce => accepted.TimeInForce;

    /// <summary>Zero for a market order.</summary>
    public decimal Price => accepted.Price;

    public decimal Quantity => accepted.Quantity;

    public decimal QuoteQuantity => accepted.QuoteQuantity;

    public decimal Executed { get; internal set; }

    public decimal ExecutedQuote { get; internal set; }

    public VenueOrderStatus Status { get; internal set; } = VenueOrderStatus.New;

    public string? ExpiryReason { get; internal set; }

    public DateTimeOffset PlacedAt => accepted.At;

    public DateTimeOffset UpdatedAt { get; internal set; } = accepted.At;

    public decimal Remaining => Quantity - Executed;

    public bool IsOpen => Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled;

    /// <summary>What the order still holds locked of <see cref="ExchangeState.LockedAsset"/>.</summary>
    public decimal Locked =>
        !IsOpen || Type == OrderType.Market ? 0m : Side == Side.Buy ? Price * Remaining : Remaining;

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
