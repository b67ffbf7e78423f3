using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>The user stream's <c>executionReport</c>, field by field as the venue names them.</summary>
internal ref struct ExecutionReport
{
    public ReadOnlySpan<byte> Symbol;
    public ReadOnlySpan<byte> ClientOrderId;

    /// <summary>
    /// Set in the report of a cancel: then <see cref="ClientOrderId"/> is the cancel's own id.
    /// </summary>
    public ReadOnlySpan<byte> OriginalClientOrderId;

    public ReadOnlySpan<byte> Side;
    public ReadOnlySpan<byte> Type;
    public ReadOnlySpan<byte> TimeInForce;
    public ReadOnlySpan<byte> Execution;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> RejectReason;
    public ReadOnlySpan<byte> ExpiryReason;
    public ReadOnlySpan<byte> FeeAsset;
    public long OrderId;
    public long TradeId;
    public long AtMs;
    public decimal Quantity;
    public decimal Price;
    public decimal StopPrice;
    public decimal LastQuantity;
    public decimal LastPrice;
    public decimal FilledQuantity;
    public decimal Fee;
    public bool IsMaker;

    private const int WordBytesMax = 127;

    private uint _seen;

    /// <summary>The order that the report is about, under the id that it was placed with.</summary>
    public readonly ReadOnlySpan<byte> OrderClientId =>
        OriginalClientOrderId.IsEmpty ? ClientOrderId : OriginalClientOrderId;

    public static bool TryRead(ReadOnlySpan<byte> text, out ExecutionReport report, out string fault)
    {
        var read = default(ExecutionReport);
        var json = new JsonCursor(text);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.Length == 1)
                read.ReadField(name[0], ref json);
            else if (name.SequenceEqual("eR"u8))
                json.ReadString(out read.ExpiryReason);
            else
                json.Skip();

        report = read;
        return ApiFrame.End(ref json, out fault) && report.IsComplete(out fault) && report.IsSound(out fault);
    }

    private void ReadField(byte name, scoped ref JsonCursor json)
    {
        switch (name)
        {
            case (byte)'s': See(0, json.ReadString(out Symbol)); break;
            case (byte)'c': See(1, json.ReadString(out ClientOrderId)); break;
            case (byte)'C': json.ReadStringOrNull(out OriginalClientOrderId, out _); break;
            case (byte)'S': See(2, json.ReadString(out Side)); break;
            case (byte)'o': See(3, json.ReadString(out Type)); break;
            case (byte)'f': json.ReadString(out TimeInForce); break;
            case (byte)'q': See(4, json.ReadDecimal(out Quantity)); break;
            case (byte)'p': json.ReadDecimal(out Price); break;
            case (byte)'P': json.ReadDecimal(out StopPrice); break;
            case (byte)'x': See(5, json.ReadString(out Execution)); break;
            case (byte)'X': See(6, json.ReadString(out Status)); break;
            case (byte)'r': json.ReadString(out RejectReason); break;
            case (byte)'i': See(7, json.ReadInteger(out OrderId)); break;
            case (byte)'l': See(8, json.ReadDecimal(out LastQuantity)); break;
            case (byte)'z': See(9, json.ReadDecimal(out FilledQuantity)); break;
            case (byte)'L': See(10, json.ReadDecimal(out LastPrice)); break;
            case (byte)'n': json.ReadDecimal(out Fee); break;
            case (byte)'N': json.ReadStringOrNull(out FeeAsset, out _); break;
            case (byte)'T': See(11, json.ReadInteger(out AtMs)); break;
            case (byte)'t': json.ReadInteger(out TradeId); break;
            case (byte)'m': json.ReadBoolean(out IsMaker); break;
            default: json.Skip(); break;
        }
    }

    private void See(int bit, bool read) => _seen |= read ? 1u << bit : 0;

    private readonly bool IsComplete(out string fault)
    {
        const string names = "scSoqxXilzLT";
        fault = "";
        for (var bit = 0; bit < names.Length; bit++)
            if ((_seen & (1u << bit)) == 0)
            {
                fault = $"an executionReport without its field {names[bit]}";
                return false;
            }

        return true;
    }

    /// <summary>
    /// Whether its fields can all be true at once; an order paid for in the quote asset may leave q at zero.
    /// </summary>
    private readonly bool IsSound(out string fault)
    {
        var isTrade = Execution.SequenceEqual("TRADE"u8);
        fault =
            !WireText.IsName(Symbol) ? "an executionReport with an unusable s"
            : !WireText.IsId(OrderClientId) ? "an executionReport with an unusable c or C"
            : OrderId < 0 && !Execution.SequenceEqual("REJECTED"u8) ? "an executionReport with a negative i"
            : !WireText.IsPrice(Price) || !WireText.IsPrice(StopPrice) || !WireText.IsPrice(LastPrice)
                ? "an executionReport with a price out of all bounds"
            : !WireText.IsQuantity(Quantity) || !WireText.IsQuantity(LastQuantity)
                || !WireText.IsQuantity(FilledQuantity) || !WireText.IsQuantity(Math.Abs(Fee))
                ? "an executionReport with an amount out of all bounds"
            : Quantity > 0m && FilledQuantity > Quantity ? "an executionReport with z above q"
            : isTrade && (LastQuantity == 0m || LastPrice == 0m) ? "a trade without a quantity or a price"
            : isTrade && LastQuantity > FilledQuantity ? "a trade with l above z"
            : Fee != 0m && !WireText.IsName(FeeAsset) ? "a fee in no asset"
            : (FeeAsset.Length | ExpiryReason.Length | RejectReason.Length) > WordBytesMax
                ? "an executionReport with an overlong word"
            : "";
        return fault.Length == 0;
    }
}
