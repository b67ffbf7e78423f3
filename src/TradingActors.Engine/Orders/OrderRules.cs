using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>What an event may do to an order's status.</summary>
public enum OrderEventKind
{
    Sent,
    NotSent,
    Accepted,
    Rejected,
    PartialFill,
    FullFill,
    CancelRequested,
    CancelRejected,
    ReplaceRequested,
    Canceled,
    Expired,
    BecameUnknown,

    /// <summary>The original's cancel is confirmed: the replacement's own quantity is known.</summary>
    Sized,
}

/// <summary>Whether an edge exists, and whether a person must hear of it.</summary>
public enum EdgeVerdict
{
    Legal,

    /// <summary>
    /// Applied, because the venue's word counts, but it must not happen in the ordinary course.
    /// </summary>
    Alarming,

    /// <summary>Says nothing new: dropped.</summary>
    NoChange,

    /// <summary>Cannot be: the event is refused and alarmed.</summary>
    Illegal,
}

public readonly record struct Edge(OrderStatus To, EdgeVerdict Verdict)
{
    public bool IsApplied => Verdict is EdgeVerdict.Legal or EdgeVerdict.Alarming;
}

/// <summary>
/// The life of an order as one table, an edge a line. Two rules run through it: a fill is never dropped,
/// whatever was
/// believed before; and only the venue's word, or a stop at our own gate, ends an order.
/// </summary>
public static class OrderRules
{
    public static Edge Next(OrderStatus from, OrderEventKind on) => (from, on) switch
    {
        (OrderStatus.New, OrderEventKind.Sent) => Legal(OrderStatus.PendingSubmit),
        (OrderStatus.New, OrderEventKind.NotSent) => Legal(OrderStatus.NotSent),
        (OrderStatus.New, OrderEventKind.BecameUnknown) => Legal(OrderStatus.Unknown),
        (OrderStatus.New, OrderEventKind.CancelRequested) => Legal(OrderStatus.PendingCancel),
        (OrderStatus.New, OrderEventKind.Sized) => Legal(OrderStatus.New),

        // Handing an order to the connection is not journaled, so a replay meets the venue's answers in this
        // status.
        (OrderStatus.New, OrderEventKind.Accepted) => Legal(OrderStatus.Accepted),
        (OrderStatus.New, OrderEventKind.Rejected) => Legal(OrderStatus.RejectedByVenue),
        (OrderStatus.New, OrderEventKind.PartialFill) => Legal(OrderStatus.PartiallyFilled),
        (OrderStatus.New, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.New, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.New, OrderEventKind.Expired) => Legal(OrderStatus.Expired),

        (OrderStatus.PendingSubmit, OrderEventKind.NotSent) => Legal(OrderStatus.NotSent),
        (OrderStatus.PendingSubmit, OrderEventKind.Accepted) => Legal(OrderStatus.Accepted),
        (OrderStatus.PendingSubmit, OrderEventKind.Rejected) => Legal(OrderStatus.RejectedByVenue),
        (OrderStatus.PendingSubmit, OrderEventKind.PartialFill) => Legal(OrderStatus.PartiallyFilled),
        (OrderStatus.PendingSubmit, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.PendingSubmit, OrderEventKind.CancelRequested) => Legal(OrderStatus.PendingCancel),
        (OrderStatus.PendingSubmit, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.PendingSubmit, OrderEventKind.Expired) => Legal(OrderStatus.Expired),
        (OrderStatus.PendingSubmit, OrderEventKind.BecameUnknown) => Legal(OrderStatus.Unknown),
        (OrderStatus.PendingSubmit, OrderEventKind.CancelRejected) => Same(from),

        (OrderStatus.Accepted, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.Accepted, OrderEventKind.PartialFill) => Legal(OrderStatus.PartiallyFilled),
        (OrderStatus.Accepted, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.Accepted, OrderEventKind.CancelRequested) => Legal(OrderStatus.PendingCancel),
        (OrderStatus.Accepted, OrderEventKind.ReplaceRequested) => Legal(OrderStatus.PendingReplace),
        (OrderStatus.Accepted, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.Accepted, OrderEventKind.Expired) => Legal(OrderStatus.Expired),
        (OrderStatus.Accepted, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.Accepted, OrderEventKind.BecameUnknown) => Legal(OrderStatus.Unknown),

        (OrderStatus.PartiallyFilled, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.PartiallyFilled, OrderEventKind.PartialFill) => Legal(OrderStatus.PartiallyFilled),
        (OrderStatus.PartiallyFilled, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.PartiallyFilled, OrderEventKind.CancelRequested) => Legal(OrderStatus.PendingCancel),
        (OrderStatus.PartiallyFilled, OrderEventKind.ReplaceRequested) => Legal(OrderStatus.PendingReplace),
        (OrderStatus.PartiallyFilled, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.PartiallyFilled, OrderEventKind.Expired) => Legal(OrderStatus.Expired),
        (OrderStatus.PartiallyFilled, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.PartiallyFilled, OrderEventKind.BecameUnknown) => Legal(OrderStatus.Unknown),

        // A cancel on its way does not stop the order from trading; an acceptance may overtake it.
        (OrderStatus.PendingCancel, OrderEventKind.NotSent) => Legal(OrderStatus.NotSent),
        (OrderStatus.PendingCancel, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.PendingCancel, OrderEventKind.Rejected) => Legal(OrderStatus.RejectedByVenue),
        (OrderStatus.PendingCancel, OrderEventKind.PartialFill) => Legal(OrderStatus.PendingCancel),
        (OrderStatus.PendingCancel, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.PendingCancel, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.PendingCancel, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.PendingCancel, OrderEventKind.Expired) => Legal(OrderStatus.Expired),
        (OrderStatus.PendingCancel, OrderEventKind.CancelRejected) => Legal(OrderStatus.Unknown),
        (OrderStatus.PendingCancel, OrderEventKind.BecameUnknown) => Legal(OrderStatus.Unknown),

        (OrderStatus.PendingReplace, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.PendingReplace, OrderEventKind.PartialFill) => Legal(OrderStatus.PendingReplace),
        (OrderStatus.PendingReplace, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.PendingReplace, OrderEventKind.CancelRequested) => Legal(OrderStatus.PendingCancel),
        (OrderStatus.PendingReplace, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.PendingReplace, OrderEventKind.Expired) => Legal(OrderStatus.Expired),
        (OrderStatus.PendingReplace, OrderEventKind.CancelRejected) => Legal(OrderStatus.Unknown),
        (OrderStatus.PendingReplace, OrderEventKind.BecameUnknown) => Legal(OrderStatus.Unknown),

        // The venue's answer ends the doubt, whatever it is.
        (OrderStatus.Unknown, OrderEventKind.Accepted) => Legal(OrderStatus.Accepted),
        (OrderStatus.Unknown, OrderEventKind.Rejected) => Legal(OrderStatus.RejectedByVenue),
        (OrderStatus.Unknown, OrderEventKind.PartialFill) => Legal(OrderStatus.PartiallyFilled),
        (OrderStatus.Unknown, OrderEventKind.FullFill) => Legal(OrderStatus.Filled),
        (OrderStatus.Unknown, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.Unknown, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.Unknown, OrderEventKind.Canceled) => Legal(OrderStatus.Canceled),
        (OrderStatus.Unknown, OrderEventKind.Expired) => Legal(OrderStatus.Expired),
        (OrderStatus.Unknown, OrderEventKind.BecameUnknown) => Same(from),

        // Late fills: the money moved, so they are applied, and a person hears of it.
        (OrderStatus.Filled, OrderEventKind.PartialFill) => Alarming(OrderStatus.Filled),
        (OrderStatus.Filled, OrderEventKind.FullFill) => Alarming(OrderStatus.Filled),
        (OrderStatus.Canceled, OrderEventKind.PartialFill) => Alarming(OrderStatus.Canceled),
        (OrderStatus.Canceled, OrderEventKind.FullFill) => Alarming(OrderStatus.Filled),
        (OrderStatus.Expired, OrderEventKind.PartialFill) => Alarming(OrderStatus.Expired),
        (OrderStatus.Expired, OrderEventKind.FullFill) => Alarming(OrderStatus.Filled),
        (OrderStatus.RejectedByVenue, OrderEventKind.PartialFill) => Alarming(OrderStatus.PartiallyFilled),
        (OrderStatus.RejectedByVenue, OrderEventKind.FullFill) => Alarming(OrderStatus.Filled),
        (OrderStatus.NotSent, OrderEventKind.PartialFill) => Alarming(OrderStatus.PartiallyFilled),
        (OrderStatus.NotSent, OrderEventKind.FullFill) => Alarming(OrderStatus.Filled),

        // The venue says that an order lives which was believed never to have been: believe the venue.
        (OrderStatus.RejectedByVenue, OrderEventKind.Accepted) => Alarming(OrderStatus.Accepted),
        (OrderStatus.NotSent, OrderEventKind.Accepted) => Alarming(OrderStatus.Accepted),

        // Repeats and stragglers about an order that has ended.
        (OrderStatus.Filled, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.Filled, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.Filled, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.Filled, OrderEventKind.Canceled) => Same(from),
        (OrderStatus.Filled, OrderEventKind.Expired) => Same(from),
        (OrderStatus.Filled, OrderEventKind.BecameUnknown) => Same(from),
        (OrderStatus.Canceled, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.Canceled, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.Canceled, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.Canceled, OrderEventKind.Canceled) => Same(from),
        (OrderStatus.Canceled, OrderEventKind.Expired) => Same(from),
        (OrderStatus.Canceled, OrderEventKind.BecameUnknown) => Same(from),
        (OrderStatus.Expired, OrderEventKind.Accepted) => Same(from),
        (OrderStatus.Expired, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.Expired, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.Expired, OrderEventKind.Canceled) => Same(from),
        (OrderStatus.Expired, OrderEventKind.Expired) => Same(from),
        (OrderStatus.Expired, OrderEventKind.BecameUnknown) => Same(from),
        (OrderStatus.RejectedByVenue, OrderEventKind.Rejected) => Same(from),
        (OrderStatus.RejectedByVenue, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.RejectedByVenue, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.RejectedByVenue, OrderEventKind.BecameUnknown) => Same(from),
        (OrderStatus.NotSent, OrderEventKind.CancelRequested) => Same(from),
        (OrderStatus.NotSent, OrderEventKind.CancelRejected) => Same(from),
        (OrderStatus.NotSent, OrderEventKind.BecameUnknown) => Same(from),

        _ => new Edge(from, EdgeVerdict.Illegal),
    };

    /// <summary>
    /// What the event does to this order; a fill counts as full when it takes the order to its quantity or
    /// above.
    /// </summary>
    public static OrderEventKind KindOf(OrderState order, OrderEvent on) => on switch
    {
        OrderNotSent => OrderEventKind.NotSent,
        OrderAccepted => OrderEventKind.Accepted,
        OrderRejectedByVenue => OrderEventKind.Rejected,
        OrderFilled fill => order.FilledQuantity + fill.Quantity >= order.Quantity
            ? OrderEventKind.FullFill
            : OrderEventKind.PartialFill,
        CancelRequested => OrderEventKind.CancelRequested,
        CancelRejected => OrderEventKind.CancelRejected,
        ReplaceRequested => OrderEventKind.ReplaceRequested,
        OrderCanceled => OrderEventKind.Canceled,
        OrderExpired => OrderEventKind.Expired,
        OrderBecameUnknown => OrderEventKind.BecameUnknown,
        ReplacementSized => OrderEventKind.Sized,
        OrderResolved { To: OrderStatus.Canceled } => OrderEventKind.Canceled,
        OrderResolved { To: OrderStatus.Expired } => OrderEventKind.Expired,
        OrderResolved { To: OrderStatus.RejectedByVenue } => OrderEventKind.Rejected,
        _ => throw new InvalidOperationException($"{on.GetType().Name} is not a transition of an existing order"),
    };

    /// <summary>The order after the event. Call only when the edge is applied.</summary>
    public static OrderState Apply(OrderState order, OrderEvent on, OrderStatus to)
    {
        var next = order with { Status = to, UpdatedAt = on.At, IsResolved = on is OrderResolved };
        return on switch
        {
            OrderAccepted accepted => next with { VenueOrderId = accepted.VenueOrderId },
            OrderFilled fill => next with
            {
                FilledQuantity = order.FilledQuantity + fill.Quantity,
                FilledNotional = order.FilledNotional + fill.Price * fill.Quantity,
                VenueOrderId = order.VenueOrderId ?? fill.VenueOrderId,
            },
            OrderNotSent notSent => next with { Reason = $"{notSent.Code} {notSent.Reason}".TrimEnd() },
            OrderRejectedByVenue rejected => next with { Reason = $"{rejected.Code} {rejected.Reason}".TrimEnd() },
            OrderExpired expired => next with { Reason = expired.Reason },
            OrderBecameUnknown unknown => next with { Reason = unknown.Reason },
            CancelRequested cancel => next with { Reason = cancel.Reason },
            OrderResolved resolved => next with { Reason = $"{resolved.Principal}: {resolved.Reason}" },
            ReplacementSized sized => next with { Carried = sized.Carried },
            _ => next,
        };
    }

    /// <summary>True when fills have taken the order above its quantity: applied, and alarmed.</summary>
    public static bool IsOverfilled(OrderState order) => order.FilledQuantity > order.Quantity;

    private static Edge Legal(OrderStatus to) => new(to, EdgeVerdict.Legal);

    private static Edge Alarming(OrderStatus to) => new(to, EdgeVerdict.Alarming);

    private static Edge Same(OrderStatus from) => new(from, EdgeVerdict.NoChange);
}
