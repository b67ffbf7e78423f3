using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The methods that change orders.</summary>
internal static class TradingMethods
{
    public static VenueError? Place(ApiCall call)
    {
        if (ReadOrder(call, out var market, out var order) is { } malformed) return malformed;
        if (ReadResponseType(call, order.Type, out var responseType) is { } badType) return badType;
        if (RefuseByLimit(call, order.ClientOrderId, market) is { } limited) return limited;
        var outcome = call.Venue.Exchange.Place(call.Account, market, order, call.Now.Wall);
        if (!outcome.IsAccepted)
        {
            if (outcome.Error.Code == VenueError.FilterFailureCode)
                call.Venue.Limits.UncountOrder(call.Account.Name, call.Now.Wall);
            return outcome.Error;
        }

        WritePlaced(call, outcome.Order, responseType);
        return null;
    }

    public static int TestWeight(ApiRequest request) =>
        request["computeCommissionRates"] == "true" ? 20 : 1;

    /// <summary>Checks everything that can be checked without a book.</summary>
    public static VenueError? Test(ApiCall call)
    {
        if (ReadOrder(call, out var market, out var order) is { } malformed) return malformed;
        if (ReadResponseType(call, order.Type, out _) is { } badType) return badType;
        if (Exchange.CheckFilters(call.Account, market, order, call.Now.Wall) is { } filter) return filter;
        if (call.Request["computeCommissionRates"] == "true")
        {
            CommissionMethods.WriteForOrder(call);
            return null;
        }

        call.Json.WriteStartObject();
        call.Json.WriteEndObject();
        return null;
    }

    public static VenueError? Cancel(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        var malformed = ReadCancel(call, "orderId", "origClientOrderId", "newClientOrderId", out var cancel);
        if (malformed is not null) return malformed;
        var outcome = Cancel(call, market, cancel);
        if (!outcome.IsCanceled) return outcome.Error;
        OrderJson.WriteCanceled(call.Json, outcome.Order, outcome.CancelClientOrderId);
        return null;
    }

    public static VenueError? CancelAll(ApiCall call)
    {
        if (call.FindMarket(out var market) is { } noMarket) return noMarket;
        var symbol = market.Listing.Symbol;
        var open = QueryMethods.OpenOrders(call.Account, symbol);
        if (open.Count == 0) return VenueError.UnknownOrderSent;
        call.Json.WriteStartArray();
        foreach (var order in open)
        {
            var outcome = call.Venue.Exchange.Cancel(
                call.Account, symbol, order.OrderId, null, null, null, call.Now.Wall);
            if (outcome.IsCanceled)
                OrderJson.WriteCanceled(call.Json, outcome.Order, outcome.CancelClientOrderId);
        }

        call.Json.WriteEndArray();
        return null;
    }

    /// <summary>
    /// Not transactional: filters and the order limit are looked at before anything happens; after that a leg
    /// that worked stays, whatever becomes of the other.
    /// </summary>
    public static VenueError? CancelReplace(ApiCall call)
    {
        if (ReadOrder(call, out var market, out var order) is { } malformed) return malformed;
        if (ReadResponseType(call, order.Type, out var responseType) is { } badType) return badType;
        if (ReadMode(call, out var stopOnFailure, out var cancelAnyway) is { } badMode) return badMode;
        var badCancel = ReadCancel(
            call, "cancelOrderId", "cancelOrigClientOrderId", "cancelNewClientOrderId", out var cancel);
        if (badCancel is not null) return badCancel;
        var closing = call.Venue.Exchange.FindOpen(
            call.Account, market.Listing.Symbol, cancel.OrderId, cancel.ClientOrderId);
        if (Exchange.CheckFilters(call.Account, market, order, call.Now.Wall, closing) is { } filter)
            return filter;
        var limited = RefuseByLimit(call, order.ClientOrderId, market);
        if (limited is not null && !cancelAnyway) return limited;

        var canceled = Cancel(call, market, cancel);
        PlaceOutcome? placed = limited is not null ? new PlaceOutcome(null, limited)
            : !canceled.IsCanceled && stopOnFailure ? null
            : call.Venue.Exchange.Place(call.Account, market, order, call.Now.Wall);
        WriteReplaced(call, canceled, placed, responseType);
        if (canceled.IsCanceled && placed is { IsAccepted: true }) return null;
        call.HasErrorData = true;
        return canceled.IsCanceled || placed is { IsAccepted: true }
            ? new VenueError(-2021, "Order cancel-replace partially failed.", 409)
            : new VenueError(-2022, "Order cancel-replace failed.");
    }

    private static void WriteReplaced(
        ApiCall call, CancelOutcome canceled, PlaceOutcome? placed, string responseType)
    {
        var json = call.Json;
        json.WriteStartObject();
        json.WriteString("cancelResult"u8, canceled.IsCanceled ? "SUCCESS" : "FAILURE");
        json.WriteString("newOrderResult"u8, placed switch
        {
            null => "NOT_ATTEMPTED",
            { IsAccepted: true } => "SUCCESS",
            _ => "FAILURE",
        });
        json.WritePropertyName("cancelResponse"u8);
        if (canceled.IsCanceled) OrderJson.WriteCanceled(json, canceled.Order, canceled.CancelClientOrderId);
        else WriteError(json, canceled.Error);
        json.WritePropertyName("newOrderResponse"u8);
        if (placed is not { } outcome) json.WriteNullValue();
        else if (!outcome.IsAccepted) WriteError(json, outcome.Error);
        else WritePlaced(call, outcome.Order, responseType);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, VenueError error)
    {
        json.WriteStartObject();
        json.WriteNumber("code"u8, error.Code);
        json.WriteString("msg"u8, error.Message);
        json.WriteEndObject();
    }

    private static CancelOutcome Cancel(ApiCall call, SymbolMarket market, CancelParameters cancel) =>
        call.Venue.Exchange.Cancel(
            call.Account, market.Listing.Symbol, cancel.OrderId, cancel.ClientOrderId,
            cancel.CancelClientOrderId, cancel.Restriction, call.Now.Wall);

    private static VenueError? ReadOrder(ApiCall call, out SymbolMarket market, out NewOrder order)
    {
        order = null!;
        return call.FindMarket(out market)
            ?? OrderParameters.Read(
                call.Request, market.Listing, call.Venue.GenerateClientOrderId(), out order);
    }

    /// <summary>Counts the order, or refuses it because too many are unfilled.</summary>
    private static VenueError? RefuseByLimit(ApiCall call, string clientOrderId, SymbolMarket market)
    {
        var limits = call.Venue.Limits;
        if (limits.OrderLimitHit(call.Account.Name, call.Now.Wall) is not { } window)
        {
            limits.CountOrder(call.Account.Name, call.Now.Wall);
            return null;
        }

        var interval = FormattableString.Invariant($"{window.IntervalNumber} {window.Interval}");
        var error = VenueError.TooManyOrders(window.Limit, interval);
        call.Venue.Exchange.Reject(call.Account, market.Listing.Symbol, clientOrderId, error, call.Now.Wall);
        return error;
    }

    private static VenueError? ReadResponseType(ApiCall call, OrderType type, out string responseType)
    {
        responseType = call.Request["newOrderRespType"]
            ?? (type is OrderType.Limit or OrderType.Market ? "FULL" : "ACK");
        return responseType is "ACK" or "RESULT" or "FULL"
            ? null
            : VenueError.Missing("newOrderRespType");
    }

    private static VenueError? ReadMode(ApiCall call, out bool stopOnFailure, out bool cancelAnyway)
    {
        var mode = call.Request["cancelReplaceMode"];
        var exceeded = call.Request["orderRateLimitExceededMode"] ?? "DO_NOTHING";
        stopOnFailure = mode == "STOP_ON_FAILURE";
        cancelAnyway = exceeded == "CANCEL_ONLY";
        if (mode is not ("STOP_ON_FAILURE" or "ALLOW_FAILURE"))
            return VenueError.Missing("cancelReplaceMode");
        return exceeded is "DO_NOTHING" or "CANCEL_ONLY"
            ? null
            : VenueError.Missing("orderRateLimitExceededMode");
    }

    private static VenueError? ReadCancel(
        ApiCall call, string orderIdName, string originalName, string newName, out CancelParameters cancel)
    {
        cancel = default;
        if (OrderParameters.ReadOrderId(call.Request, orderIdName, out var orderId) is { } badOrderId)
            return badOrderId;
        var badOriginal = OrderParameters.ReadClientOrderId(call.Request, originalName, out var original);
        if (badOriginal is not null) return badOriginal;
        if (OrderParameters.ReadClientOrderId(call.Request, newName, out var cancelId) is { } badNew)
            return badNew;
        if (orderId is null && original is null) return VenueError.EitherMissing(orderIdName, originalName);
        VenueOrderStatus? restriction = call.Request["cancelRestrictions"] switch
        {
            "ONLY_NEW" => VenueOrderStatus.New,
            "ONLY_PARTIALLY_FILLED" => VenueOrderStatus.PartiallyFilled,
            _ => null,
        };
        if (call.Request.Has("cancelRestrictions") && restriction is null)
            return VenueError.InvalidCancelRestrictions;
        cancel = new CancelParameters(orderId, original, cancelId, restriction);
        return null;
    }

    private static void WritePlaced(ApiCall call, VenueOrder order, string responseType)
    {
        var prevented = call.Account.PreventedMatches;
        var first = prevented.Count;
        while (first > 0 && prevented[first - 1].TakerOrderId == order.OrderId) first--;
        OrderJson.WritePlaced(
            call.Json, order, responseType, FillsOf(call.Account, order), prevented[first..]);
    }

    /// <summary>
    /// The fills that an order just met: the newest of the account, back to the order's first.
    /// </summary>
    private static List<OrderFilled> FillsOf(VenueAccount account, VenueOrder order)
    {
        var fills = new List<OrderFilled>();
        var executed = order.Executed;
        for (var i = account.Fills.Count - 1; i >= 0 && executed > 0m; i--)
        {
            if (account.Fills[i].OrderId != order.OrderId) continue;
            executed -= account.Fills[i].Quantity;
            fills.Insert(0, account.Fills[i]);
        }

        return fills;
    }

    private readonly record struct CancelParameters(
        long? OrderId, string? ClientOrderId, string? CancelClientOrderId, VenueOrderStatus? Restriction);
}
