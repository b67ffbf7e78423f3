using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The shapes in which answers show an order.</summary>
internal static class OrderJson
{
    /// <summary>The answer to a placement: ACK, RESULT, or FULL with the fills it met at once.</summary>
    public static void WritePlaced(
        Utf8JsonWriter json,
        VenueOrder order,
        string responseType,
        IReadOnlyList<OrderFilled> fills,
        IReadOnlyList<PreventedMatch> prevented)
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
            WriteWorkingTime(json, order);
            if (responseType == "FULL") WriteFills(json, fills);
            if (prevented.Count > 0) WritePreventedMatches(json, prevented);
            WriteConditional(json, order);
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
        WriteConditional(json, order);
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
        json.WriteString("status"u8, order.StatusName());
        json.WriteString("timeInForce"u8, order.TimeInForce.Name());
        json.WriteString("type"u8, order.Type.Name());
        json.WriteString("side"u8, order.Side.Name());
        json.WriteAmount("stopPrice"u8, order.StopPrice);
        json.WriteAmount("icebergQty"u8, 0m);
        json.WriteTime("time"u8, order.PlacedAt);
        json.WriteTime("updateTime"u8, order.UpdatedAt);
        json.WriteBoolean("isWorking"u8, order.WorkingSince is not null);
        WriteWorkingTime(json, order);
        json.WriteAmount("origQuoteOrderQty"u8, order.QuoteQuantity);
        WriteConditional(json, order);
        json.WriteEndObject();
    }

    /// <summary>The answer to an amendment, which names amounts in its own way.</summary>
    public static void WriteAmended(Utf8JsonWriter json, VenueOrder order, OrderAmended amended)
    {
        json.WriteStartObject();
        json.WriteTime("transactTime"u8, amended.At);
        json.WriteNumber("executionId"u8, amended.Sequence);
        json.WriteStartObject("amendedOrder"u8);
        json.WriteString("symbol"u8, order.Symbol);
        json.WriteNumber("orderId"u8, order.OrderId);
        json.WriteNumber("orderListId"u8, -1);
        json.WriteString("origClientOrderId"u8, amended.ClientOrderId);
        json.WriteString("clientOrderId"u8, amended.NewClientOrderId);
        json.WriteAmount("price"u8, order.Price);
        json.WriteAmount("qty"u8, order.Quantity);
        json.WriteAmount("executedQty"u8, order.Executed);
        json.WriteAmount("preventedQty"u8, order.Prevented);
        json.WriteAmount("quoteOrderQty"u8, order.QuoteQuantity);
        json.WriteAmount("cumulativeQuoteQty"u8, order.ExecutedQuote);
        json.WriteString("status"u8, order.StatusName());
        json.WriteString("timeInForce"u8, order.TimeInForce.Name());
        json.WriteString("type"u8, order.Type.Name());
        json.WriteString("side"u8, order.Side.Name());
        if (order.Type.IsConditional()) json.WriteAmount("stopPrice"u8, order.StopPrice);
        WriteWorkingTime(json, order);
        json.WriteString("selfTradePreventionMode"u8, order.SelfTrade.Name());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteAmendment(Utf8JsonWriter json, OrderAmended amended)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, amended.Symbol);
        json.WriteNumber("orderId"u8, amended.OrderId);
        json.WriteNumber("executionId"u8, amended.Sequence);
        json.WriteString("origClientOrderId"u8, amended.ClientOrderId);
        json.WriteString("newClientOrderId"u8, amended.NewClientOrderId);
        json.WriteAmount("origQty"u8, amended.OldQuantity);
        json.WriteAmount("newQty"u8, amended.Quantity);
        json.WriteTime("time"u8, amended.At);
        json.WriteEndObject();
    }

    public static void WritePreventedMatch(Utf8JsonWriter json, PreventedMatch match)
    {
        json.WriteStartObject();
        json.WriteString("symbol"u8, match.Symbol);
        json.WriteNumber("preventedMatchId"u8, match.Id);
        json.WriteNumber("takerOrderId"u8, match.TakerOrderId);
        json.WriteString("makerSymbol"u8, match.Symbol);
        json.WriteNumber("makerOrderId"u8, match.MakerOrderId);
        json.WriteNumber("tradeGroupId"u8, -1);
        json.WriteString("selfTradePreventionMode"u8, match.Mode.Name());
        json.WriteAmount("price"u8, match.Price);
        if (match.TakerQuantity > 0m) json.WriteAmount("takerPreventedQuantity"u8, match.TakerQuantity);
        if (match.MakerQuantity > 0m) json.WriteAmount("makerPreventedQuantity"u8, match.MakerQuantity);
        json.WriteTime("transactTime"u8, match.At);
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
        json.WriteString("status"u8, order.StatusName());
        json.WriteString("timeInForce"u8, order.TimeInForce.Name());
        json.WriteString("type"u8, order.Type.Name());
        json.WriteString("side"u8, order.Side.Name());
        if (order.Type.IsConditional()) json.WriteAmount("stopPrice"u8, order.StopPrice);
    }

    /// <summary>An order that waits for its stop price has worked since never.</summary>
    private static void WriteWorkingTime(Utf8JsonWriter json, VenueOrder order)
    {
        if (order.WorkingSince is { } since) json.WriteTime("workingTime"u8, since);
        else json.WriteNumber("workingTime"u8, -1);
    }

    /// <summary>What every shape ends with, most of it only where it applies.</summary>
    private static void WriteConditional(Utf8JsonWriter json, VenueOrder order)
    {
        if (order.StrategyId is { } strategy) json.WriteNumber("strategyId"u8, strategy);
        if (order.StrategyType is { } strategyType) json.WriteNumber("strategyType"u8, strategyType);
        json.WriteString("selfTradePreventionMode"u8, order.SelfTrade.Name());
        if (order.PreventedMatchId is { } match)
        {
            json.WriteNumber("preventedMatchId"u8, match);
            json.WriteAmount("preventedQuantity"u8, order.Prevented);
        }

        if (order.ExpiryReason is { } reason) json.WriteString("expiryReason"u8, reason);
    }

    private static void WritePreventedMatches(Utf8JsonWriter json, IReadOnlyList<PreventedMatch> matches)
    {
        json.WriteStartArray("preventedMatches"u8);
        foreach (var match in matches)
        {
            json.WriteStartObject();
            json.WriteNumber("preventedMatchId"u8, match.Id);
            json.WriteNumber("makerOrderId"u8, match.MakerOrderId);
            json.WriteAmount("price"u8, match.Price);
            if (match.TakerQuantity > 0m) json.WriteAmount("takerPreventedQuantity"u8, match.TakerQuantity);
            if (match.MakerQuantity > 0m) json.WriteAmount("makerPreventedQuantity"u8, match.MakerQuantity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
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
