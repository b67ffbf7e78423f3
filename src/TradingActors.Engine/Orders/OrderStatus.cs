namespace TradingActors.Engine.Orders;

/// <summary>
/// Where an order stands. A terminal state needs the venue's word or a refusal of our own; silence is <see
/// cref="Unknown"/>.
/// </summary>
public enum OrderStatus
{
    /// <summary>Approved and reserved; the intent is not durable yet.</summary>
    New,

    /// <summary>The intent is durable and was handed to the connection; the venue has not answered.</summary>
    PendingSubmit,

    /// <summary>The venue has it, nothing has filled.</summary>
    Accepted,

    /// <summary>Some of it has filled, the rest is working.</summary>
    PartiallyFilled,

    /// <summary>A cancel is on its way; the order may still trade.</summary>
    PendingCancel,

    /// <summary>A replacement is on its way; the order may still trade.</summary>
    PendingReplace,

    /// <summary>
    /// It may or may not exist at the venue; keeps its reservation until the venue or a person answers.
    /// </summary>
    Unknown,

    /// <summary>All of it has filled.</summary>
    Filled,

    /// <summary>Cancelled, by the venue's word.</summary>
    Canceled,

    /// <summary>Ended by the venue: an IOC's or FOK's remainder, self-trade prevention.</summary>
    Expired,

    /// <summary>The venue refused it; it never existed there.</summary>
    RejectedByVenue,

    /// <summary>
    /// Stopped at the gate, or cancelled before it was sent: no byte of it left this process.
    /// </summary>
    NotSent,
}

/// <summary>Groups of <see cref="OrderStatus"/>.</summary>
public static class OrderStatusExtensions
{
    /// <summary>True when the order cannot trade any more by the venue's word or ours.</summary>
    public static bool IsTerminal(this OrderStatus status) => status >= OrderStatus.Filled;
}
