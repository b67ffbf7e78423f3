using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The fields of an <c>executionReport</c> behind its event type and time.</summary>
internal static class ExecutionReport
{
    public static void Write(Utf8JsonWriter json, AccountEntry entry, VenueOrder order)
    {
        var fill = entry as OrderFilled;
        var canceled = entry as OrderCanceled;
        json.WriteString("s"u8, order.Symbol);
        json.WriteString("c"u8, canceled?.CancelClientOrderId ?? order.ClientOrderId);
        json.WriteString("S"u8, order.Side.Name());
        json.WriteString("o"u8, order.Type.Name());
        json.WriteString("f"u8, order.TimeInForce.Name());
        json.WriteAmount("q"u8, order.Quantity);
        json.WriteAmount("p"u8, order.Price);
        json.WriteAmount("P"u8, order.StopPrice);
        json.WriteAmount("F"u8, 0m);
        json.WriteNumber("g"u8, -1);
        json.WriteString("C"u8, OriginalId(entry));
        json.WriteString("x"u8, ExecutionType(entry));
        json.WriteString("X"u8, order.StatusName());
        json.WriteString("r"u8, "NONE");
        json.WriteNumber("i"u8, order.OrderId);
        json.WriteAmount("l"u8, fill?.Quantity ?? 0m);
        json.WriteAmount("z"u8, order.Executed);
        json.WriteAmount("L"u8, fill?.Price ?? 0m);
        if (fill is null) json.WriteString("n"u8, "0");
        else json.WriteAmount("n"u8, fill.Fee);
        if (fill is null) json.WriteNull("N"u8);
        else json.WriteString("N"u8, fill.FeeAsset);
        json.WriteTime("T"u8, entry.At);
        json.WriteNumber("t"u8, fill?.TradeId ?? -1);
        json.WriteNumber("I"u8, entry.Sequence);
        json.WriteBoolean("w"u8, IsOnBook(order));
        json.WriteBoolean("m"u8, fill?.IsMaker ?? false);
        json.WriteBoolean("M"u8, false);
        json.WriteTime("O"u8, order.PlacedAt);
        json.WriteAmount("Z"u8, order.ExecutedQuote);
        json.WriteAmount("Y"u8, fill is null ? 0m : fill.Price * fill.Quantity);
        json.WriteAmount("Q"u8, order.QuoteQuantity);
        if (order.WorkingSince is { } working) json.WriteTime("W"u8, working);
        json.WriteString("V"u8, order.SelfTrade.Name());
        if (order.StrategyId is { } strategy) json.WriteNumber("j"u8, strategy);
        if (order.StrategyType is { } strategyType) json.WriteNumber("J"u8, strategyType);
        if (entry is OrderExpired expired) json.WriteString("eR"u8, expired.Reason);
        if (entry is OrderPrevented prevented) WritePrevented(json, prevented, order);
    }

    /// <summary>There are no trade groups: the group is always -1 and both symbols are the same.</summary>
    private static void WritePrevented(Utf8JsonWriter json, OrderPrevented prevented, VenueOrder order)
    {
        var isTaker = prevented.OrderId == prevented.TakerOrderId;
        json.WriteNumber("v"u8, prevented.PreventedMatchId);
        json.WriteAmount("A"u8, order.Prevented);
        json.WriteAmount("B"u8, prevented.Quantity);
        json.WriteNumber("u"u8, -1);
        json.WriteNumber("U"u8, isTaker ? prevented.MakerOrderId : prevented.TakerOrderId);
        json.WriteString("Cs"u8, prevented.Symbol);
        json.WriteAmount("pl"u8, prevented.MatchQuantity);
        json.WriteAmount("pL"u8, prevented.Price);
        json.WriteAmount("pY"u8, prevented.Price * prevented.MatchQuantity);
    }

    private static bool IsOnBook(VenueOrder order) =>
        order is { IsOpen: true, IsWaiting: false, TimeInForce: TimeInForce.Gtc }
        && order.Type.HasLimitPrice();

    /// <summary>The id that a cancel or an amendment was about.</summary>
    private static string OriginalId(AccountEntry entry) => entry switch
    {
        OrderCanceled canceled => canceled.ClientOrderId,
        OrderAmended amended => amended.ClientOrderId,
        _ => "",
    };

    private static string ExecutionType(AccountEntry entry) => entry switch
    {
        OrderAccepted or OrderTriggered => "NEW",
        OrderPrevented => "TRADE_PREVENTION",
        OrderAmended => "REPLACED",
        OrderFilled => "TRADE",
        OrderCanceled => "CANCELED",
        OrderExpired => "EXPIRED",
        _ => throw new ArgumentException($"{entry.GetType().Name} is not reported.", nameof(entry)),
    };
}
