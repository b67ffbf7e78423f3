namespace TradingActors.Domain;

/// <summary>
/// What a venue said or what a session concluded from its silence; <paramref name="At"/> is the venue's time
/// where it gave one.
/// </summary>
public abstract record VenueEvent(DateTimeOffset At);

/// <summary>An event about one order, under the id that the engine gave it.</summary>
public abstract record VenueOrderEvent(VenueClientId Id, DateTimeOffset At) : VenueEvent(At);

public sealed record VenueAccepted(VenueClientId Id, VenueOrderId OrderId, Symbol Symbol, DateTimeOffset At)
    : VenueOrderEvent(Id, At);

/// <summary>A definite no: the order never existed at the venue.</summary>
public sealed record VenueRejected(VenueClientId Id, string Code, string Reason, DateTimeOffset At)
    : VenueOrderEvent(Id, At);

/// <summary>
/// One execution. <paramref name="Fee"/> is an amount of <paramref name="FeeAsset"/>, not negative unless a
/// rebate; <paramref name="CumulativeQuantity"/> is what the order has filled including this trade, zero
/// where the venue did not say.
/// </summary>
public sealed record VenueFill(
    VenueClientId Id,
    VenueOrderId OrderId,
    Symbol Symbol,
    TradeId TradeId,
    Side Side,
    Price Price,
    Quantity Quantity,
    decimal Fee,
    Asset FeeAsset,
    bool IsMaker,
    Quantity CumulativeQuantity,
    DateTimeOffset At) : VenueOrderEvent(Id, At);

/// <summary>Cancelled at the venue after <paramref name="FilledQuantity"/> had filled.</summary>
public sealed record VenueCanceled(VenueClientId Id, Quantity FilledQuantity, DateTimeOffset At)
    : VenueOrderEvent(Id, At);

/// <summary>
/// Ended by the venue (IOC remainder, FOK, self-trade prevention) after <paramref name="FilledQuantity"/> had
/// filled.
/// </summary>
public sealed record VenueExpired(VenueClientId Id, Quantity FilledQuantity, string Reason, DateTimeOffset At)
    : VenueOrderEvent(Id, At);

/// <summary>
/// A cancel (or the cancel leg of a replace) that the venue refused; the order's own state is not told by it.
/// </summary>
public sealed record VenueCancelRejected(VenueClientId Id, string Code, string Reason, DateTimeOffset At)
    : VenueOrderEvent(Id, At);

/// <summary>Which request an answer is missing for.</summary>
public enum VenueRequestKind
{
    Place,
    Cancel,
    Replace,
    Query,
}

/// <summary>
/// No answer, or an answer that says nothing definite: the request may or may not have taken effect.
/// </summary>
public sealed record VenueOutcomeUnknown(
    VenueClientId Id, VenueRequestKind Request, string Reason, DateTimeOffset At)
    : VenueOrderEvent(Id, At);

/// <summary>An order's status as the venue's query answers it.</summary>
public enum VenueOrderStatus
{
    New,
    PartiallyFilled,
    Filled,
    Canceled,
    Rejected,
    Expired,
}

/// <summary>The venue's answer about one order.</summary>
public sealed record VenueOrderReport(
    VenueClientId Id,
    VenueOrderId OrderId,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    Price? LimitPrice,
    Quantity Quantity,
    Quantity FilledQuantity,
    VenueOrderStatus Status,
    DateTimeOffset At,
    Price? StopPrice = null) : VenueOrderEvent(Id, At);

/// <summary>
/// The venue's query does not know the order. Counts only when repeated over time (its query side may lag).
/// </summary>
public sealed record VenueOrderNotFound(VenueClientId Id, DateTimeOffset At) : VenueOrderEvent(Id, At);

/// <summary>Answer to <see cref="QueryOpenOrders"/>.</summary>
public sealed record VenueOpenOrders(
    IReadOnlyList<VenueOrderReport> Orders, DateTimeOffset At) : VenueEvent(At);

/// <summary>
/// Answer to <see cref="QueryTrades"/>; <paramref name="IsComplete"/> is false when a page was full.
/// </summary>
public sealed record VenueTrades(
    Symbol Symbol, TradeId FromId, IReadOnlyList<VenueFill> Fills, bool IsComplete, DateTimeOffset At)
    : VenueEvent(At);

public readonly record struct AssetBalance(Asset Asset, decimal Free, decimal Locked)
{
    public decimal Total => Free + Locked;
}

/// <summary>Every balance of the account: the answer to <see cref="QueryBalances"/>.</summary>
public sealed record VenueBalances(IReadOnlyList<AssetBalance> Balances, DateTimeOffset At) : VenueEvent(At);

/// <summary>The balances that a venue event changed, as they are after it.</summary>
public sealed record VenueBalancesChanged(
    IReadOnlyList<AssetBalance> Balances, DateTimeOffset At) : VenueEvent(At);

/// <summary>A deposit, withdrawal or transfer: <paramref name="Change"/> is signed.</summary>
public sealed record VenueTransfer(Asset Asset, decimal Change, DateTimeOffset At) : VenueEvent(At);

/// <summary>The instruments and their rules, as the venue's <c>exchangeInfo</c> gives them.</summary>
public sealed record VenueInstruments(
    IReadOnlyList<Instrument> Instruments, DateTimeOffset At) : VenueEvent(At);

/// <summary>A query that failed or timed out; ask again.</summary>
public sealed record VenueQueryFailed(
    VenueCommand Query, string Code, string Reason, DateTimeOffset At) : VenueEvent(At);

/// <summary>
/// Logged on, subscribed to the account's events, instruments known: the session can carry orders and
/// queries.
/// </summary>
public sealed record VenueSessionReady(DateTimeOffset At) : VenueEvent(At);

/// <summary>
/// The session cannot go on (log-on refused, pong overdue, event stream ended): the owner closes the
/// transport. <paramref name="IsConfiguration"/> says that key, signature or permissions are wrong:
/// another try with the same ones will fare no better.
/// </summary>
public sealed record VenueSessionFailed(
    string Code, string Reason, DateTimeOffset At, bool IsConfiguration = false) : VenueEvent(At);

/// <summary>
/// The connection will end soon (the venue announced it, or its longest life is near): still good, but
/// the owner opens a replacement now and moves over once that is ready.
/// </summary>
public sealed record VenueSessionEnding(string Code, string Reason, DateTimeOffset At) : VenueEvent(At);

/// <summary>
/// A ping answered: the round trip, and how far the venue's clock is ahead of ours, give or take <paramref
/// name="ClockUncertainty"/> (both null when unmeasured).
/// </summary>
public sealed record VenuePingMeasured(
    TimeSpan RoundTrip, TimeSpan? ClockOffset, DateTimeOffset At, TimeSpan? ClockUncertainty = null)
    : VenueEvent(At);

/// <summary>
/// The venue asks to slow down before <paramref name="RetryAt"/> (our wall clock), in what
/// <paramref name="Kind"/> counts: too many orders stop this account's new orders alone, too much weight
/// stops every request of the address. Nothing at all is sent while it bans the address.
/// </summary>
public sealed record VenueThrottled(
    string Code,
    DateTimeOffset RetryAt,
    DateTimeOffset At,
    bool IsBan = false,
    RateKind Kind = RateKind.RequestWeight) : VenueEvent(At);

/// <summary>
/// A frame that could not be understood; <paramref name="Excerpt"/> is its first bytes, and
/// <paramref name="Untold"/> more have come since the last report without being told one by one.
/// </summary>
public sealed record VenueFrameUnreadable(
    string Reason, string Excerpt, DateTimeOffset At, int Untold = 0) : VenueEvent(At);
