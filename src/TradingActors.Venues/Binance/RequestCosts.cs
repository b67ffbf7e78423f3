using TradingActors.Domain;

namespace TradingActors.Venues.Binance;

/// <summary>
/// Request weights as the venue's documentation lists them, one row a request. Orders and cancels that
/// succeed are free since April 2026; the weight here is what a refused one costs.
/// </summary>
internal static class RequestCosts
{
    public static RequestCost Of(RequestKind kind) => kind switch
    {
        RequestKind.Place => new(1, 1),
        RequestKind.Replace => new(1, 1),
        RequestKind.Cancel => new(1),
        RequestKind.CancelAll => new(1),
        RequestKind.QueryOrder => new(4),
        RequestKind.QueryOpenOrders => new(80),
        RequestKind.QueryTrades => new(20),
        RequestKind.QueryBalances => new(20),
        RequestKind.ExchangeInfo => new(20),
        RequestKind.Logon => new(2),
        RequestKind.Subscribe => new(2),
        RequestKind.Depth => new(50),
        _ => new(1),
    };
}
