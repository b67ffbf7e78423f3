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
[JsonDerivedType(typeof(OrderTriggered), "triggered")]
[JsonDerivedType(typeof(OrderPrevented), "prevented")]
[JsonDerivedType(typeof(OrderAmended), "amended")]
[JsonDerivedType(typeof(SymbolStatusChanged), "symbol-status")]
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

/// <summary>An administrator stopped a symbol's market or let it go on.</summary>
public sealed record SymbolStatusChanged(string Symbol, TradingStatus Status, DateTimeOffset At)
    : LedgerEntry(At);

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
/// assets. <paramref name="StopPrice"/> is zero for an order that waits for none.
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
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    decimal StopPrice = 0m,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    SelfTradeMode SelfTrade = SelfTradeMode.None,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    long? StrategyId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    int? StrategyType = null) : AccountEntry(Account, At);

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

/// <summary>
/// The market traded at <paramref name="Price"/> and set off an order that had waited for it.
/// </summary>
public sealed record OrderTriggered(
    string Account,
    string Symbol,
    long OrderId,
    string ClientOrderId,
    decimal Price,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>
/// Self-trade prevention took <paramref name="Quantity"/> off one order instead of trading <paramref
/// name="MatchQuantity"/> with another of the account. Both orders of a match that cost both something carry
/// its <paramref name="PreventedMatchId"/>; the order ends when nothing is left of it.
/// </summary>
public sealed record OrderPrevented(
    string Account,
    string Symbol,
    long OrderId,
    string ClientOrderId,
    long PreventedMatchId,
    long TakerOrderId,
    long MakerOrderId,
    SelfTradeMode Mode,
    decimal Price,
    decimal MatchQuantity,
    decimal Quantity,
    DateTimeOffset At) : AccountEntry(Account, At);

/// <summary>
/// An order's quantity was reduced to <paramref name="Quantity"/>; it keeps its place in the book and goes on
/// under <paramref name="NewClientOrderId"/>.
/// </summary>
public sealed record OrderAmended(
    string Account,
    string Symbol,
    long OrderId,
    string ClientOrderId,
    string NewClientOrderId,
    decimal OldQuantity,
    decimal Quantity,
    DateTimeOffset At) : AccountEntry(Account, At);
