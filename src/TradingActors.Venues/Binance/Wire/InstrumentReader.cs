using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>The instruments out of an <c>exchangeInfo</c> result.</summary>
internal static class InstrumentReader
{
    /// <summary>
    /// Stands for "no upper bound": larger than any real order, small enough that products stay exact.
    /// </summary>
    public const decimal Unbounded = 1_000_000_000_000_000m;

    public static bool TryRead(ReadOnlySpan<byte> result, out List<Instrument> instruments, out string fault)
    {
        instruments = [];
        var hasSymbols = false;
        var json = new JsonCursor(result);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("symbols"u8))
            {
                hasSymbols = json.EnterArray();
                while (json.NextElement())
                    if (ReadOne(ref json) is { } instrument)
                        instruments.Add(instrument);
            }
            else
                json.Skip();

        if (!ApiFrame.End(ref json, out fault))
            return false;
        fault = hasSymbols ? "" : "exchangeInfo without symbols";
        return hasSymbols;
    }

    private static Instrument? ReadOne(scoped ref JsonCursor json)
    {
        ReadOnlySpan<byte> symbol = default, quote = default, status = default, asset = default;
        var limits = new Limits();
        var spotAllowed = true;
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("symbol"u8))
                json.ReadString(out symbol);
            else if (name.SequenceEqual("status"u8))
                json.ReadString(out status);
            else if (name.SequenceEqual("baseAsset"u8))
                json.ReadString(out asset);
            else if (name.SequenceEqual("quoteAsset"u8))
                json.ReadString(out quote);
            else if (name.SequenceEqual("isSpotTradingAllowed"u8))
                json.ReadBoolean(out spotAllowed);
            else if (name.SequenceEqual("filters"u8))
                limits = ReadFilters(ref json);
            else
                json.Skip();

        if (json.Fault is not null)
            return null;
        if (symbol.IsEmpty || status.IsEmpty || asset.IsEmpty || quote.IsEmpty)
        {
            json.Fail("a symbol without its name, status, base or quote asset");
            return null;
        }

        return new Instrument(
            new Symbol(Utf8Interner.Decode(symbol)),
            new Asset(Utf8Interner.Decode(asset)),
            new Asset(Utf8Interner.Decode(quote)),
            spotAllowed ? BinanceWords.ReadInstrumentStatus(status) : InstrumentStatus.Halted,
            new Price(limits.PriceMin),
            new Price(Bound(limits.PriceMax)),
            new Price(limits.Tick),
            new Quantity(limits.QuantityMin),
            new Quantity(Bound(limits.QuantityMax)),
            new Quantity(limits.Lot),
            new Notional(limits.NotionalMin),
            new Notional(Bound(limits.NotionalMax)));
    }

    private static Limits ReadFilters(scoped ref JsonCursor json)
    {
        var all = new Limits();
        json.EnterArray();
        while (json.NextElement())
        {
            var one = ReadFilter(ref json, out var type);
            if (type.SequenceEqual("PRICE_FILTER"u8))
                (all.PriceMin, all.PriceMax, all.Tick) = (one.PriceMin, one.PriceMax, one.Tick);
            else if (type.SequenceEqual("LOT_SIZE"u8))
                (all.QuantityMin, all.QuantityMax, all.Lot) = (one.QuantityMin, one.QuantityMax, one.Lot);
            else if (type.SequenceEqual("NOTIONAL"u8) || type.SequenceEqual("MIN_NOTIONAL"u8))
            {
                all.NotionalMin = Math.Max(all.NotionalMin, one.NotionalMin);
                all.NotionalMax = one.NotionalMax == 0m ? all.NotionalMax : one.NotionalMax;
            }
        }

        return all;
    }

    private static Limits ReadFilter(scoped ref JsonCursor json, out ReadOnlySpan<byte> type)
    {
        var limits = new Limits();
        ReadOnlySpan<byte> filterType = default;
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("filterType"u8))
                json.ReadString(out filterType);
            else if (name.SequenceEqual("minPrice"u8))
                json.ReadDecimal(out limits.PriceMin);
            else if (name.SequenceEqual("maxPrice"u8))
                json.ReadDecimal(out limits.PriceMax);
            else if (name.SequenceEqual("tickSize"u8))
                json.ReadDecimal(out limits.Tick);
            else if (name.SequenceEqual("minQty"u8))
                json.ReadDecimal(out limits.QuantityMin);
            else if (name.SequenceEqual("maxQty"u8))
                json.ReadDecimal(out limits.QuantityMax);
            else if (name.SequenceEqual("stepSize"u8))
                json.ReadDecimal(out limits.Lot);
            else if (name.SequenceEqual("minNotional"u8))
                json.ReadDecimal(out limits.NotionalMin);
            else if (name.SequenceEqual("maxNotional"u8))
                json.ReadDecimal(out limits.NotionalMax);
            else
                json.Skip();
        type = filterType;
        return limits;
    }

    /// <summary>The venue writes zero for a bound that it does not set.</summary>
    private static decimal Bound(decimal max) => max == 0m ? Unbounded : max;

    private struct Limits
    {
        public decimal PriceMin, PriceMax, Tick, QuantityMin, QuantityMax, Lot, NotionalMin, NotionalMax;
    }
}
