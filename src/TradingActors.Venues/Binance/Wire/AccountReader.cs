using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>Orders, trades, balances and times out of the answers to queries.</summary>
internal static class AccountReader
{
    public static bool TryReadBalances(
        ReadOnlySpan<byte> result, Utf8Interner names, out List<AssetBalance> balances, out string fault)
    {
        balances = [];
        var hasBalances = false;
        var json = new JsonCursor(result);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("balances"u8))
            {
                hasBalances = json.EnterArray();
                while (json.NextElement())
                    ReadBalance(ref json, names, "asset"u8, "free"u8, "locked"u8, balances);
            }
            else
                json.Skip();

        if (!ApiFrame.End(ref json, out fault))
            return false;
        fault = hasBalances ? "" : "account.status without balances";
        return hasBalances;
    }

    /// <summary>
    /// One balance under the given field names; the stream names them <c>a</c>, <c>f</c>, <c>l</c>.
    /// </summary>
    public static void ReadBalance(
        scoped ref JsonCursor json,
        Utf8Interner names,
        ReadOnlySpan<byte> assetName,
        ReadOnlySpan<byte> freeName,
        ReadOnlySpan<byte> lockedName,
        List<AssetBalance> into)
    {
        ReadOnlySpan<byte> asset = default;
        decimal free = 0m, locked = 0m;
        bool hasFree = false, hasLocked = false;
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual(assetName))
                json.ReadString(out asset);
            else if (name.SequenceEqual(freeName))
                hasFree = json.ReadDecimal(out free);
            else if (name.SequenceEqual(lockedName))
                hasLocked = json.ReadDecimal(out locked);
            else
                json.Skip();

        if (json.Fault is null && (!hasFree || !hasLocked
            || !WireText.IsName(asset) || !WireText.IsQuantity(free) || !WireText.IsQuantity(locked)))
            json.Fail("a balance without a usable asset, free or locked amount");
        if (json.Fault is null)
            into.Add(new AssetBalance(new Asset(names.Get(asset)), free, locked));
    }

    /// <summary>
    /// The venue names no client id in a trade: the fills carry an empty one and are told apart by their
    /// order id.
    /// </summary>
    public static bool TryReadTrades(
        ReadOnlySpan<byte> result,
        Symbol symbol,
        Utf8Interner names,
        out List<VenueFill> fills,
        out string fault)
    {
        fills = [];
        var json = new JsonCursor(result);
        json.EnterArray();
        while (json.NextElement())
            if (ReadTrade(ref json, symbol, names) is { } fill)
                fills.Add(fill);
        return ApiFrame.End(ref json, out fault);
    }

    /// <summary>
    /// Null when a field that counts is missing or unknown; <paramref name="known"/> is the id asked for.
    /// </summary>
    public static VenueOrderReport? Report(
        in OrderAnswer order, VenueClientId? known, Utf8Interner names, Instant now)
    {
        if (!order.HasOrderId || !order.HasQuantity || !order.HasFilledQuantity || order.Symbol.IsEmpty
            || (known is null && order.ClientOrderId.IsEmpty)
            || !BinanceWords.TryRead(order.Side, out Side side)
            || !BinanceWords.TryRead(order.Type, out OrderType type)
            || !BinanceWords.TryRead(order.Status, out VenueOrderStatus status))
            return null;
        BinanceWords.TryRead(order.TimeInForce, out TimeInForce timeInForce);
        return new VenueOrderReport(
            known ?? new VenueClientId(names.Get(order.ClientOrderId)),
            OrderId(order.OrderId),
            new Symbol(names.Get(order.Symbol)),
            side,
            type,
            timeInForce,
            LimitPrice(type, order.Price),
            new Quantity(order.Quantity),
            new Quantity(order.FilledQuantity),
            status,
            At(order.AtMs, now),
            StopPrice(type, order.StopPrice));
    }

    /// <summary>The venue writes zero for a price that an order does not have.</summary>
    public static Price? LimitPrice(OrderType type, decimal price) =>
        type.HasLimitPrice() && price != 0m ? new Price(price) : null;

    /// <summary>See <see cref="LimitPrice"/>.</summary>
    public static Price? StopPrice(OrderType type, decimal price) =>
        type.IsConditional() && price != 0m ? new Price(price) : null;

    public static VenueOrderId OrderId(long number) =>
        new(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>A time of the venue, or ours where it gave none or nonsense.</summary>
    public static DateTimeOffset At(long ms, Instant now) =>
        TryAt(ms, out var at) ? at : now.Wall;

    /// <summary>
    /// Milliseconds since 1970, or microseconds where the connection's address asks for them.
    /// </summary>
    public static bool TryAt(long stamp, out DateTimeOffset at)
    {
        const long firstMicroseconds = 100_000_000_000_000;
        at = default;
        if (stamp is <= 0 or > 100_000_000_000_000_000)
            return false;
        at = stamp < firstMicroseconds
            ? DateTimeOffset.FromUnixTimeMilliseconds(stamp)
            : DateTimeOffset.UnixEpoch.AddTicks(stamp * TimeSpan.TicksPerMicrosecond);
        return true;
    }

    public static bool TryReadServerTime(ReadOnlySpan<byte> result, out DateTimeOffset at)
    {
        var stamp = 0L;
        var json = new JsonCursor(result);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("serverTime"u8))
                json.ReadInteger(out stamp);
            else
                json.Skip();
        at = default;
        return ApiFrame.End(ref json, out _) && TryAt(stamp, out at);
    }

    private static VenueFill? ReadTrade(scoped ref JsonCursor json, Symbol symbol, Utf8Interner names)
    {
        long id = 0, order = 0, time = 0;
        decimal price = 0m, quantity = 0m, fee = 0m;
        bool isBuyer = false, isMaker = false;
        var seen = 0;
        ReadOnlySpan<byte> feeAsset = default, of = default;
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("id"u8))
                seen |= json.ReadInteger(out id) ? 1 : 0;
            else if (name.SequenceEqual("orderId"u8))
                seen |= json.ReadInteger(out order) ? 2 : 0;
            else if (name.SequenceEqual("price"u8))
                seen |= json.ReadDecimal(out price) ? 4 : 0;
            else if (name.SequenceEqual("qty"u8))
                seen |= json.ReadDecimal(out quantity) ? 8 : 0;
            else if (name.SequenceEqual("commission"u8))
                seen |= json.ReadDecimal(out fee) ? 16 : 0;
            else if (name.SequenceEqual("commissionAsset"u8))
                seen |= json.ReadString(out feeAsset) ? 32 : 0;
            else if (name.SequenceEqual("time"u8))
                seen |= json.ReadInteger(out time) ? 64 : 0;
            else if (name.SequenceEqual("isBuyer"u8))
                seen |= json.ReadBoolean(out isBuyer) ? 128 : 0;
            else if (name.SequenceEqual("isMaker"u8))
                seen |= json.ReadBoolean(out isMaker) ? 256 : 0;
            else if (name.SequenceEqual("symbol"u8))
                json.ReadString(out of);
            else
                json.Skip();

        if (json.Fault is not null)
            return null;
        if (seen != 511 || !TryAt(time, out var at))
        {
            json.Fail("a trade without one of its fields");
            return null;
        }

        if (id < 0 || order < 0 || price == 0m || quantity == 0m
            || !WireText.IsPrice(price) || !WireText.IsQuantity(quantity)
            || !WireText.IsQuantity(Math.Abs(fee)) || !WireText.IsName(feeAsset)
            || (!of.IsEmpty && names.Get(of) != symbol.Value))
        {
            json.Fail("a trade that contradicts itself, or of another symbol");
            return null;
        }

        return new VenueFill(
            new VenueClientId(""), OrderId(order), symbol, new TradeId(id), isBuyer ? Side.Buy : Side.Sell,
            new Price(price), new Quantity(quantity), fee, new Asset(names.Get(feeAsset)), isMaker,
            Quantity.Zero, at);
    }
}
