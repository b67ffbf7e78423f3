using System.Diagnostics.CodeAnalysis;

namespace TradingActors.SimulatedVenue;

/// <summary>Which method of the API answers which address and verb.</summary>
internal static class RestRoutes
{
    private const string Prefix = "/api/v3/";

    private static readonly Dictionary<string, Dictionary<string, string>> Paths = Table(
        ("GET", "ping", "ping"),
        ("GET", "time", "time"),
        ("GET", "exchangeInfo", "exchangeInfo"),
        ("GET", "depth", "depth"),
        ("GET", "trades", "trades.recent"),
        ("GET", "historicalTrades", "trades.historical"),
        ("GET", "aggTrades", "trades.aggregate"),
        ("GET", "klines", "klines"),
        ("GET", "uiKlines", "uiKlines"),
        ("GET", "avgPrice", "avgPrice"),
        ("GET", "ticker", "ticker"),
        ("GET", "ticker/24hr", "ticker.24hr"),
        ("GET", "ticker/tradingDay", "ticker.tradingDay"),
        ("GET", "ticker/price", "ticker.price"),
        ("GET", "ticker/bookTicker", "ticker.book"),
        ("POST", "order", "order.place"),
        ("POST", "order/test", "order.test"),
        ("GET", "order", "order.status"),
        ("DELETE", "order", "order.cancel"),
        ("POST", "order/cancelReplace", "order.cancelReplace"),
        ("PUT", "order/amend/keepPriority", "order.amend.keepPriority"),
        ("GET", "order/amendments", "order.amendments"),
        ("GET", "openOrders", "openOrders.status"),
        ("DELETE", "openOrders", "openOrders.cancelAll"),
        ("GET", "allOrders", "allOrders"),
        ("GET", "account", "account.status"),
        ("GET", "account/commission", "account.commission"),
        ("GET", "myTrades", "myTrades"),
        ("GET", "myFilters", "myFilters"),
        ("GET", "myPreventedMatches", "myPreventedMatches"),
        ("GET", "openOrderList", "openOrderLists.status"),
        ("GET", "allOrderList", "allOrderLists"),
        ("GET", "myAllocations", "myAllocations"),
        ("GET", "rateLimit/order", "account.rateLimits.orders"),
        ("GET", "/sapi/v1/account/apiRestrictions", WalletMethods.RestrictionsName),
        ("GET", "/sapi/v1/system/status", WalletMethods.StatusName),
        ("GET", "/sapi/v1/asset/tradeFee", WalletMethods.FeesName),
        ("GET", "/sapi/v1/capital/config/getall", WalletMethods.CoinsName));

    /// <summary>True for an address at which some method answers, or once answered.</summary>
    public static bool TryFind(
        string verb, string path, [NotNullWhen(true)] out ApiMethod? method, out VenueError? error)
    {
        method = null;
        error = null;
        path = "/" + path.Trim('/');
        if (path == Prefix + "userDataStream")
            error = VenueError.StreamGone;
        else if (!Paths.TryGetValue(path, out var verbs))
            error = VenueError.NoSuchAddress(path);
        else if (!verbs.TryGetValue(verb == "HEAD" ? "GET" : verb, out var name))
            error = VenueError.WrongVerb(verb, string.Join(", ", verbs.Keys));
        else if (!ApiMethod.All.TryGetValue(name, out method))
            error = VenueError.NoSuchAddress(path);
        return method is not null;
    }

    private static Dictionary<string, Dictionary<string, string>> Table(
        params ReadOnlySpan<(string Verb, string Path, string Method)> routes)
    {
        var table = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (verb, name, method) in routes)
        {
            var path = name.StartsWith('/') ? name : Prefix + name;
            if (!table.TryGetValue(path, out var verbs))
                table.Add(path, verbs = new Dictionary<string, string>(StringComparer.Ordinal));
            verbs.Add(verb, method);
        }

        return table;
    }
}
