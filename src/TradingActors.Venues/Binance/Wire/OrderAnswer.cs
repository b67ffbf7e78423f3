using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>
/// One order as the answers to place, cancel and status describe it; the fields that came are marked.
/// </summary>
internal ref struct OrderAnswer
{
    public ReadOnlySpan<byte> Symbol;
    public ReadOnlySpan<byte> ClientOrderId;

    /// <summary>The id that a cancelled order had; the venue gives the cancelled one a new id.</summary>
    public ReadOnlySpan<byte> OriginalClientOrderId;

    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> TimeInForce;
    public ReadOnlySpan<byte> Side;

    /// <summary>An order list's own reports: a list answers in place of a single order.</summary>
    public ReadOnlySpan<byte> OrderReports;

    public long OrderId;
    public long AtMs;
    public decimal Price;
    public decimal StopPrice;
    public decimal Quantity;
    public decimal FilledQuantity;
    public bool HasOrderId;
    public bool HasQuantity;
    public bool HasFilledQuantity;

    public static bool TryRead(ReadOnlySpan<byte> text, out OrderAnswer order, out string fault)
    {
        var json = new JsonCursor(text);
        order = Read(ref json);
        return ApiFrame.End(ref json, out fault);
    }

    public static OrderAnswer Read(scoped ref JsonCursor json)
    {
        var order = default(OrderAnswer);
        json.EnterObject();
        while (json.NextField(out var name))
            order.ReadField(name, ref json);
        if (json.Fault is null && order.Contradiction() is { } fault)
            json.Fail(fault);
        return order;
    }

    /// <summary>
    /// What cannot be true of any order; a field that did not come says nothing. An order paid for in the
    /// quote asset may leave its quantity at zero.
    /// </summary>
    private readonly string? Contradiction() =>
        !Symbol.IsEmpty && !WireText.IsName(Symbol) ? "an order with an unusable symbol"
        : !ClientOrderId.IsEmpty && !WireText.IsId(ClientOrderId) ? "an order with an unusable clientOrderId"
        : !OriginalClientOrderId.IsEmpty && !WireText.IsId(OriginalClientOrderId)
            ? "an order with an unusable origClientOrderId"
        : OrderId < 0 ? "an order with a negative orderId"
        : !WireText.IsPrice(Price) || !WireText.IsPrice(StopPrice)
            ? "an order with a price out of all bounds"
        : !WireText.IsQuantity(Quantity) || !WireText.IsQuantity(FilledQuantity)
            ? "an order with a quantity out of all bounds"
        : Quantity > 0m && FilledQuantity > Quantity ? "an order with more executedQty than origQty"
        : null;

    private void ReadField(ReadOnlySpan<byte> name, scoped ref JsonCursor json)
    {
        if (name.SequenceEqual("symbol"u8))
            json.ReadString(out Symbol);
        else if (name.SequenceEqual("orderId"u8))
            HasOrderId = json.ReadInteger(out OrderId);
        else if (name.SequenceEqual("clientOrderId"u8))
            json.ReadString(out ClientOrderId);
        else if (name.SequenceEqual("origClientOrderId"u8))
            json.ReadString(out OriginalClientOrderId);
        else if (name.SequenceEqual("transactTime"u8) || name.SequenceEqual("updateTime"u8))
            json.ReadInteger(out AtMs);
        else if (name.SequenceEqual("price"u8))
            json.ReadDecimal(out Price);
        else if (name.SequenceEqual("stopPrice"u8))
            json.ReadDecimal(out StopPrice);
        else if (name.SequenceEqual("origQty"u8))
            HasQuantity = json.ReadDecimal(out Quantity);
        else if (name.SequenceEqual("executedQty"u8))
            HasFilledQuantity = json.ReadDecimal(out FilledQuantity);
        else if (name.SequenceEqual("status"u8))
            json.ReadString(out Status);
        else if (name.SequenceEqual("type"u8))
            json.ReadString(out Type);
        else if (name.SequenceEqual("timeInForce"u8))
            json.ReadString(out TimeInForce);
        else if (name.SequenceEqual("side"u8))
            json.ReadString(out Side);
        else if (name.SequenceEqual("orderReports"u8))
            json.Skip(out OrderReports);
        else
            json.Skip();
    }
}
