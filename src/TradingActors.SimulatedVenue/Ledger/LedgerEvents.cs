using System.Text.Json.Serialization;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One line of the venue's ledger, the judge of every test. Entries are only ever appended; the state of
/// accounts and orders is a fold over them.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(VenueStarted), "started")]
[JsonDerivedType(typeof(AccountOpened), "opened")]
[JsonDerivedType(typeof(Transferred), "transferred")]
[JsonDerivedType(typeof(OrderAccepted), "accepted")]
[JsonDerivedType(typeof(OrderRejected), "rejected")]
[JsonDerivedType(typeof(OrderFilled), "filled")]
[JsonDerivedType(typeof(OrderCanceled), "canceled")]
[JsonDerivedType(typeof(CancelRejected), "cancel-rejected")]
[JsonDerivedType(typeof(OrderExpired), "expired")]
public abstract record LedgerEntry(DateTimeOffset At)
{
    /// <summary>1 for the first entry; also the execution id of what the entry reports.</summary>
    public long Sequence { get; init; }

    /// <summary>
    /// How many entries of the same commit follow; a file that ends before they do is cut back to before the
    /// commit.
    /// </summary>
    public int Following { get; init; }
}

/// <summary>
/// The venue started for the <paramref name="Run"/>th time on this ledger; ids of trades are spaced by it.
/// </summary>
public sealed record VenueStarted(int Run, DateTimeOffset At) : LedgerEntry(At);

/// <summary>An entry of one account.</summary>
public abstract record AccountEntry(string Account, DateTimeOffset At) : LedgerEntry(At);

public sealed record AccountOpened(
    string Account,
    IReadOnlyDictionary<string, decimal> Balances,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>A deposit, withdrawal or transfer: <paramref name="Amount"/> is signed.</summary>
public sealed record Transferred(string Account, string Asset, decimal Amount, DateTimeOffset At)
    : AccountEntry(Account, At);

/// <summary>
/// An order that the venue took; <paramref name="Base"/> and <paramref name="Quote"/> are its symbol's
/// assets.
/// </summary>
public sealed record OrderAccepted(
    string Account,
    string Symbol,
    string Base,
    string Quote,
    long OrderId,
    string ClientOrderId,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    decimal Price,
    decimal Quantity,
    decimal QuoteQuantity,
    bool IsExternal,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>An order that never existed.</summary>
public sealed record OrderRejected(
    string Account,
    string Symbol,
    string ClientOrderId,
    int Code,
    string Message,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>
/// One execution of one order. Both orders of a trade between accounts carry its <paramref name="TradeId"/>.
/// </summary>
public sealed record OrderFilled(
    string Account,
    string Symbol,
    string Base,
    string Quote,
    long OrderId,
    string ClientOrderId,
    long TradeId,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal Fee,
    string FeeAsset,
    bool IsMaker,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>
/// Cancelled after <paramref name="Executed"/> had filled, by a request with an id of its own.
/// </summary>
public sealed record OrderCanceled(
    string Account,
    string Symbol,
    long OrderId,
    string ClientOrderId,
    string CancelClientOrderId,
    decimal Executed,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>A cancel that changed nothing; the ids are those that the request named.</summary>
public sealed record CancelRejected(
    string Account,
    string Symbol,
    long? OrderId,
    string? ClientOrderId,
    int Code,
    string Message,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>Ended by the venue after <paramref name="Executed"/> had filled.</summary>
public sealed record OrderExpired(
    string Account,
    string Symbol,
    long OrderId,
    string ClientOrderId,
    string Reason,
    decimal Executed,
    DateTimeOffset At) : AccountEntry(Account, At);
