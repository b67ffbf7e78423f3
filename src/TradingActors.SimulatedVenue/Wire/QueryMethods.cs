using System.Globalization;

namespace TradingActors.SimulatedVenue;

/// <summary>The methods that ask about an account.</summary>
internal static class QueryMethods
{
    private const int RowsDefault = 500;
    private const int RowsMax = 1_000;
    private const int PreventedWeightById = 2;
    private const int PreventedWeightByOrder = 20;

    public static VenueError? OrderStatus(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (OrderParameters.ReadOrderId(call.Request, "orderId", out var orderId) is { } badOrderId)
            return badOrderId;
        var badId = OrderParameters.ReadClientOrderId(call.Request, "origClientOrderId", out var clientId);
        if (badId is not null) return badId;
        if (orderId is null && clientId is null)
            return VenueError.EitherMissing("orderId", "origClientOrderId");

        VenueOrder? order;
        if (orderId is { } id) call.Venue.Exchange.State.TryGetOrder(id, out order);
        else call.Account.LatestByClientId.TryGetValue(clientId!, out order);
        if (order is null || order.Account != call.Account.Name || order.Symbol != market.Listing.Symbol)
            return VenueError.NoSuchOrder;
        if (clientId is not null && order.ClientOrderId != clientId) return VenueError.ClientOrderIdMismatch;
        OrderJson.WriteStatus(call.Json, order);
        return null;
    }

    public static int OpenOrdersWeight(ApiRequest request) => request.Has("symbol") ? 6 : 80;

    public static int MyTradesWeight(ApiRequest request) => request.Has("orderId") ? 5 : 20;

    public static VenueError? OpenOrders(ApiCall call)
    {
        string? symbol = null;
        if (call.Request.Has("symbol"))
        {
            if (call.FindMarket(out var market) is { } noMarket) return noMarket;
            symbol = market.Listing.Symbol;
        }

        WriteOrders(call, OpenOrders(call.Account, symbol));
        return null;
    }

    /// <summary>The account's open orders in a symbol, or in all of them, oldest first.</summary>
    public static List<VenueOrder> OpenOrders(VenueAccount account, string? symbol)
    {
        var open = new List<VenueOrder>();
        foreach (var order in account.OpenByClientId.Values)
            if (symbol is null || order.Symbol == symbol) open.Add(order);
        open.Sort(static (a, b) => a.OrderId.CompareTo(b.OrderId));
        return open;
    }

    public static VenueError? AllOrders(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (OrderParameters.ReadOrderId(call.Request, "orderId", out var fromId) is { } badOrderId)
            return badOrderId;
        if (ReadRange(call, out var range) is { } badRange) return badRange;
        if (range.IsTimed) fromId = null;
        var rows = new List<VenueOrder>();
        foreach (var order in call.Account.Orders)
            if (order.Symbol == market.Listing.Symbol
                && (fromId is null || order.OrderId >= fromId)
                && range.Covers(order.UpdatedAt)) rows.Add(order);
        WriteOrders(call, range.Page(rows, fromOldest: fromId is not null));
        return null;
    }

    public static VenueError? MyTrades(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (OrderParameters.ReadOrderId(call.Request, "orderId", out var orderId) is { } badOrderId)
            return badOrderId;
        if (OrderParameters.ReadOrderId(call.Request, "fromId", out var fromId) is { } badFromId)
            return badFromId;
        if (ReadRange(call, out var range) is { } badRange) return badRange;
        if (range.IsTimed && fromId is not null)
            return VenueError.BadCombination("['fromId', 'startTime', 'endTime']");
        if (range.IsTimed && orderId is not null)
            return VenueError.BadCombination("['orderId', 'startTime', 'endTime']");
        var rows = new List<OrderFilled>();
        foreach (var fill in call.Account.Fills)
            if (fill.Symbol == market.Listing.Symbol
                && (orderId is null || fill.OrderId == orderId)
                && (fromId is null || fill.TradeId >= fromId)
                && range.Covers(fill.At)) rows.Add(fill);
        call.Json.WriteStartArray();
        foreach (var fill in range.Page(rows, fromOldest: fromId is not null))
            OrderJson.WriteTrade(call.Json, fill);
        call.Json.WriteEndArray();
        return null;
    }

    public static int PreventedMatchesWeight(ApiRequest request) =>
        request.Has("preventedMatchId") ? PreventedWeightById : PreventedWeightByOrder;

    public static VenueError? PreventedMatches(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (ReadWhole(call, "preventedMatchId", out var matchId) is { } badId) return badId;
        if (OrderParameters.ReadOrderId(call.Request, "orderId", out var orderId) is { } badOrderId)
            return badOrderId;
        if (ReadWhole(call, "fromPreventedMatchId", out var fromId) is { } badFromId) return badFromId;
        if (matchId is null && orderId is null)
            return VenueError.EitherMissing("preventedMatchId", "orderId");
        if (ReadRange(call, out var range) is { } badRange) return badRange;
        var rows = new List<PreventedMatch>();
        foreach (var match in call.Account.PreventedMatches)
            if (match.Symbol == market.Listing.Symbol
                && (matchId is null || match.Id == matchId)
                && (orderId is null || match.TakerOrderId == orderId || match.MakerOrderId == orderId)
                && (fromId is null || match.Id >= fromId)) rows.Add(match);
        call.Json.WriteStartArray();
        foreach (var match in range.Page(rows, fromOldest: true))
            OrderJson.WritePreventedMatch(call.Json, match);
        call.Json.WriteEndArray();
        return null;
    }

    public static VenueError? Amendments(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        if (OrderParameters.ReadOrderId(call.Request, "orderId", out var orderId) is { } badOrderId)
            return badOrderId;
        if (orderId is null) return VenueError.Missing("orderId");
        if (ReadWhole(call, "fromExecutionId", out var fromId) is { } badFromId) return badFromId;
        if (ReadRange(call, out var range) is { } badRange) return badRange;
        var rows = new List<OrderAmended>();
        foreach (var amended in call.Account.Amendments)
            if (amended.Symbol == market.Listing.Symbol
                && amended.OrderId == orderId
                && (fromId is null || amended.Sequence >= fromId)) rows.Add(amended);
        call.Json.WriteStartArray();
        foreach (var amended in range.Page(rows, fromOldest: true))
            OrderJson.WriteAmendment(call.Json, amended);
        call.Json.WriteEndArray();
        return null;
    }

    private static void WriteOrders(ApiCall call, List<VenueOrder> orders)
    {
        call.Json.WriteStartArray();
        foreach (var order in orders) OrderJson.WriteStatus(call.Json, order);
        call.Json.WriteEndArray();
    }

    private static VenueError? ReadRange(ApiCall call, out RowRange range)
    {
        range = default;
        if (ReadWhole(call, "limit", out var limit) is { } badLimit) return badLimit;
        if (limit is < 1 or > RowsMax) return VenueError.Missing("limit");
        if (ReadWhole(call, "startTime", out var start) is { } badStart) return badStart;
        if (ReadWhole(call, "endTime", out var end) is { } badEnd) return badEnd;
        if (end - start > (long)TimeSpan.FromHours(24).TotalMilliseconds)
            return new VenueError(-1127, "More than 24 hours between startTime and endTime.");
        range = new RowRange(start, end, (int)(limit ?? RowsDefault));
        return null;
    }

    public static VenueError? ReadWhole(ApiCall call, string name, out long? value)
    {
        value = null;
        if (call.Request[name] is not { } text) return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return VenueError.IllegalCharacters(name, OrderParameters.OrderIdRange);
        value = number;
        return null;
    }

    /// <summary>Which rows a query wants: by time in ms, and how many.</summary>
    private readonly record struct RowRange(long? StartMs, long? EndMs, int Limit)
    {
        public bool IsTimed => StartMs is not null || EndMs is not null;

        public bool Covers(DateTimeOffset at)
        {
            var ms = at.ToUnixTimeMilliseconds();
            return (StartMs is null || ms >= StartMs) && (EndMs is null || ms <= EndMs);
        }

        /// <summary>
        /// The oldest rows where a beginning was given, otherwise the newest; always oldest first.
        /// </summary>
        public List<T> Page<T>(List<T> rows, bool fromOldest)
        {
            if (rows.Count <= Limit) return rows;
            return fromOldest || StartMs is not null
                ? rows.GetRange(0, Limit)
                : rows.GetRange(rows.Count - Limit, Limit);
        }
    }
}
