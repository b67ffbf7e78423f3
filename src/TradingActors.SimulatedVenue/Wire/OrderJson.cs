using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The shapes in which answers show an order.</summary>
internal static class OrderJson
{
    /// <summary>The answer to a placement: ACK, RESULT, or FULL with the fills it met at once.</summary>
    public static void WritePlaced(
        Utf8JsonWriter json, VenueOrder order, string responseType, IReadOnlyList<OrderFilled> fills)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, order.Symbol);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        json.WriteTime("transactTime"u8, order.PlacedAt);
        if (responseType != "ACK")
        {
            WriteCore(json, order);
            json.WriteTime("workingTime"u8, order.PlacedAt);
            if (responseType == "FULL") WriteFills(json, fills);
            json.WriteString("selfTradePreventionMode"u8, "NONE");
            if (order.ExpiryReason is { } reason) json.WriteString("expiryReason"u8, reason);
        }

        json.WriteEndObject();
    }

    /// <summary>The answer to a cancel: the order's own id is the original one.</summary>
    public static void WriteCanceled(Utf8JsonWriter json, VenueOrder order, string cancelClientOrderId)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, order.Symbol);
        json.WriteString("origClientOrderId"u8, order.ClientOrderId);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("clientOrderId"u8, cancelClientOrderId);
        json.WriteTime("transactTime"u8, order.UpdatedAt);
        WriteCore(json, order);
        json.WriteString("selfTradePreventionMode"u8, "NONE");
        json.WriteEndObject();
    }

    /// <summary>An order as queries show it.</summary>
    public static void WriteStatus(Utf8JsonWriter json, VenueOrder order)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, order.Symbol);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("clientOrderId"u8, order.ClientOrderId);
        json.WriteAmount("price"u8, order.Price);
        json.WriteAmount("origQty"u8, order.Quantity);
        json.WriteAmount("executedQty"u8, order.Executed);
        json.WriteAmount("cummulativeQuoteQty"u8, order.ExecutedQuote);
        json.WriteString("status"u8, order.Status.Name());
        json.WriteString("timeInForce"u8, order.TimeInForce.Name());
        json.WriteString("type"u8, order.Type.Name());
        json.WriteString("side"u8, order.Side.Name());
        json.WriteAmount("stopPrice"u8, 0m);
        json.WriteAmount("icebergQty"u8, 0m);
        json.WriteTime("time"u8, order.PlacedAt);
        json.WriteTime("updateTime"u8, order.UpdatedAt);
        json.WriteBoolean("isWorking"u8, true);
        json.WriteTime("workingTime"u8, order.PlacedAt);
        json.WriteAmount("origQuoteOrderQty"u8, order.QuoteQuantity);
        json.WriteString("selfTradePreventionMode"u8, "NONE");
        if (order.ExpiryReason is { } reason) json.WriteString("expiryReason"u8, reason);
        json.WriteEndObject();
    }

    public static void WriteTrade(Utf8JsonWriter json, OrderFilled fill)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, fill.Symbol);
        json.WriteNumber("id"u8, fill.TradeId);
        json.WriteNumber("orderId"u8, fill.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteAmount("price"u8, fill.Price);
        json.WriteAmount("qty"u8, fill.Quantity);
        json.WriteAmount("quoteQty"u8, fill.Price * fill.Quantity);
        json.WriteAmount("commission"u8, fill.Fee);
        json.WriteString("commissionAsset"u8, fill.FeeAsset);
        json.WriteTime("time"u8, fill.At);
        json.WriteBoolean("isBuyer"u8, fill.Side == Side.Buy);
        json.WriteBoolean("isMaker"u8, fill.IsMaker);
        json.WriteBoolean("isBestMatch"u8, true);
        json.WriteEndObject();
    }

    private static void WriteCore(Utf8JsonWriter json, VenueOrder order)
    {
        json.WriteAmount("price"u8, order.Price);
        json.WriteAmount("origQty"u8, order.Quantity);
        json.WriteAmount("executedQty"u8, order.Executed);
        json.WriteAmount("origQuoteOrderQty"u8, order.QuoteQuantity);
        json.WriteAmount("cummulativeQuoteQty"u8, order.ExecutedQuote);
        json.WriteString("status"u8, order.Status.Name());
        json.WriteString("timeInForce"u8, order.TimeInForce.Name());
        json.WriteString("type"u8, order.Type.Name());
        json.WriteString("side"u8, order.Side.Name());
    }

    private static void WriteFills(Utf8JsonWriter json, IReadOnlyList<OrderFilled> fills)
    {
        json.WriteStartArray("fills"u8);
        foreach (var fill in fills)
        {
            json.WriteStartObject();
            json.WriteAmount("price"u8, fill.Price);
            json.WriteAmount("qty"u8, fill.Quantity);
            json.WriteAmount("commission"u8, fill.Fee);
            json.WriteString("commissionAsset"u8, fill.FeeAsset);
            json.WriteNumber("tradeId"u8, fill.TradeId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
