namespace TradingActors.Domain;

/// <summary>Something to ask of a venue session.</summary>
public abstract record VenueCommand;

/// <summary>A new order; what is null follows <see cref="OrderRequest"/>.</summary>
public sealed record PlaceAtVenue(
    VenueClientId Id,
    Symbol Symbol,
    Side Side,
    OrderType Type,
    TimeInForce TimeInForce,
    Quantity Quantity,
    Price? LimitPrice,
    Price? StopPrice = null,
    SelfTradePrevention SelfTradePrevention = SelfTradePrevention.VenueDefault) : VenueCommand;

public sealed record CancelAtVenue(VenueClientId Id, Symbol Symbol) : VenueCommand;

/// <summary>
/// Cancels <paramref name="OriginalId"/> only while nothing of it has filled and, if that worked, places
/// <paramref name="Replacement"/>: the venue's <c>order.cancelReplace</c>, mode STOP_ON_FAILURE, restriction
/// ONLY_NEW.
/// </summary>
public sealed record ReplaceAtVenue(VenueClientId OriginalId, PlaceAtVenue Replacement) : VenueCommand;

/// <summary>Cancels every open order of the account in the symbol.</summary>
public sealed record CancelAllAtVenue(Symbol Symbol) : VenueCommand;

public sealed record QueryOrder(VenueClientId Id, Symbol Symbol) : VenueCommand;

/// <summary>Every open order of the account.</summary>
public sealed record QueryOpenOrders : VenueCommand;

/// <summary>
/// The account's trades in the symbol with an id of <paramref name="FromId"/> or above, oldest first, at most
/// 1000.
/// </summary>
public sealed record QueryTrades(Symbol Symbol, TradeId FromId) : VenueCommand;

public sealed record QueryBalances : VenueCommand;
