namespace TradingActors.SimulatedVenue;

/// <summary>Whose signature a method wants.</summary>
internal enum ApiSecurity
{
    None,

    /// <summary>A signature, or a session that is logged on.</summary>
    Signed,

    /// <summary>As <see cref="Signed"/>, by a key that may trade.</summary>
    Trade,

    /// <summary>A signature of its own, even on a session that is logged on.</summary>
    SignedItself,
}

/// <summary>
/// One method of the API. <paramref name="IsTrading"/> methods cost their weight only when they fail;
/// <paramref name="CountsOrders"/> methods show the order limits in their answer.
/// </summary>
internal sealed record ApiMethod(
    string Name,
    ApiSecurity Security,
    Func<ApiRequest, int> Weight,
    Func<ApiCall, VenueError?> Run,
    bool IsTrading = false,
    bool CountsOrders = false)
{
    /// <summary>Has an address, and no name by which a WebSocket could ask.</summary>
    public bool IsRestOnly { get; init; }

    /// <summary>Every method that the venue knows.</summary>
    public static IReadOnlyDictionary<string, ApiMethod> All { get; } = Table(
        new("ping", ApiSecurity.None, _ => 1, GeneralMethods.Ping),
        new("time", ApiSecurity.None, _ => 1, GeneralMethods.Time),
        new("exchangeInfo", ApiSecurity.None, _ => 20, GeneralMethods.ExchangeInfo),
        new("depth", ApiSecurity.None, GeneralMethods.DepthWeight, GeneralMethods.Depth),
        new("trades.recent", ApiSecurity.None, _ => 25, TapeMethods.RecentTrades),
        new("trades.historical", ApiSecurity.None, _ => 25, TapeMethods.HistoricalTrades),
        new("trades.aggregate", ApiSecurity.None, _ => 4, TapeMethods.AggregateTrades),
        new("klines", ApiSecurity.None, _ => 2, TapeMethods.Candlesticks),
        new("uiKlines", ApiSecurity.None, _ => 2, TapeMethods.Candlesticks),
        new("avgPrice", ApiSecurity.None, _ => 2, TapeMethods.AveragePrice),
        new("ticker.24hr", ApiSecurity.None, TickerMethods.DayWeight, TickerMethods.Day),
        new("ticker.tradingDay", ApiSecurity.None, TickerMethods.WindowWeight, TickerMethods.TradingDay),
        new("ticker", ApiSecurity.None, TickerMethods.WindowWeight, TickerMethods.Window),
        new("ticker.price", ApiSecurity.None, TickerMethods.PriceWeight, TickerMethods.Price),
        new("ticker.book", ApiSecurity.None, TickerMethods.PriceWeight, TickerMethods.Book),
        new("session.logon", ApiSecurity.SignedItself, _ => 2, SessionMethods.LogOn),
        new("session.status", ApiSecurity.None, _ => 2, SessionMethods.Status),
        new("session.logout", ApiSecurity.None, _ => 2, SessionMethods.LogOut),
        new("session.subscriptions", ApiSecurity.None, _ => 2, SessionMethods.Subscriptions),
        new("userDataStream.subscribe", ApiSecurity.None, _ => 2, SessionMethods.Subscribe),
        new(
            "userDataStream.subscribe.signature",
            ApiSecurity.SignedItself,
            _ => 2,
            SessionMethods.SubscribeSigned),
        new("userDataStream.unsubscribe", ApiSecurity.None, _ => 2, SessionMethods.Unsubscribe),
        new("order.place", ApiSecurity.Trade, _ => 1, TradingMethods.Place, true, true),
        new("order.test", ApiSecurity.Trade, TradingMethods.TestWeight, TradingMethods.Test),
        new("order.cancel", ApiSecurity.Trade, _ => 1, TradingMethods.Cancel, true),
        new("order.cancelReplace", ApiSecurity.Trade, _ => 1, TradingMethods.CancelReplace, true, true),
        new("order.amend.keepPriority", ApiSecurity.Trade, _ => 4, AmendMethods.KeepPriority, true),
        new("openOrders.cancelAll", ApiSecurity.Trade, _ => 1, TradingMethods.CancelAll, true),
        new("order.status", ApiSecurity.Signed, _ => 4, QueryMethods.OrderStatus),
        new("openOrders.status", ApiSecurity.Signed, QueryMethods.OpenOrdersWeight, QueryMethods.OpenOrders),
        new("allOrders", ApiSecurity.Signed, _ => 20, QueryMethods.AllOrders),
        new("myTrades", ApiSecurity.Signed, QueryMethods.MyTradesWeight, QueryMethods.MyTrades),
        new(
            "myPreventedMatches",
            ApiSecurity.Signed,
            QueryMethods.PreventedMatchesWeight,
            QueryMethods.PreventedMatches),
        new("order.amendments", ApiSecurity.Signed, _ => 4, QueryMethods.Amendments),
        new("myFilters", ApiSecurity.Signed, _ => 40, AccountMethods.Filters),
        new("account.status", ApiSecurity.Signed, _ => 20, AccountMethods.AccountStatus),
        new("account.commission", ApiSecurity.Signed, _ => 20, CommissionMethods.Commission),
        new("openOrderLists.status", ApiSecurity.Signed, _ => 6, AccountMethods.Nothing),
        new("allOrderLists", ApiSecurity.Signed, _ => 20, AccountMethods.Nothing),
        new("myAllocations", ApiSecurity.Signed, _ => 20, AccountMethods.Nothing),
        new("account.rateLimits.orders", ApiSecurity.Signed, _ => 40, AccountMethods.OrderLimits),
        new(WalletMethods.RestrictionsName, ApiSecurity.Signed, _ => 1, WalletMethods.Restrictions)
        { IsRestOnly = true },
        new(WalletMethods.FeesName, ApiSecurity.Signed, _ => 1, WalletMethods.Fees) { IsRestOnly = true },
        new(WalletMethods.CoinsName, ApiSecurity.Signed, _ => 10, WalletMethods.Coins) { IsRestOnly = true },
        new(WalletMethods.StatusName, ApiSecurity.None, _ => 1, WalletMethods.SystemStatus)
        { IsRestOnly = true });

    private static Dictionary<string, ApiMethod> Table(params ReadOnlySpan<ApiMethod> methods)
    {
        var table = new Dictionary<string, ApiMethod>(StringComparer.Ordinal);
        foreach (var method in methods) table.Add(method.Name, method);
        return table;
    }
}
