using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>The instruments, and the limits of the address, out of an <c>exchangeInfo</c> result.</summary>
internal static class InstrumentReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> result, IRateLimitSink limits, out List<Instrument> instruments, out string fault)
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
            else if (name.SequenceEqual("rateLimits"u8))
                RateLimitReader.Read(ref json, limits);
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
        var filters = new SymbolFilters();
        var types = EnumSet.All<OrderType>();
        var preventions = EnumSet.Of(SelfTradePrevention.VenueDefault);
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
            else if (name.SequenceEqual("orderTypes"u8))
                types = ReadTypes(ref json);
            else if (name.SequenceEqual("allowedSelfTradePreventionModes"u8))
                preventions = ReadPreventions(ref json);
            else if (name.SequenceEqual("filters"u8))
                filters = SymbolFilters.Read(ref json);
            else
                json.Skip();

        if (json.Fault is not null)
            return null;
        if (status.IsEmpty || !WireText.IsName(symbol) || !WireText.IsName(asset) || !WireText.IsName(quote))
        {
            json.Fail("a symbol without a usable name, status, base or quote asset");
            return null;
        }

        return filters.Complete(new Instrument(
            new Symbol(Utf8Interner.Decode(symbol)),
            new Asset(Utf8Interner.Decode(asset)),
            new Asset(Utf8Interner.Decode(quote)),
            spotAllowed ? BinanceWords.ReadInstrumentStatus(status) : InstrumentStatus.Halted,
            new Price(filters.PriceMin),
            new Price(SymbolFilters.Bound(filters.PriceMax)),
            new Price(filters.Tick),
            new Quantity(filters.QuantityMin),
            new Quantity(SymbolFilters.Bound(filters.QuantityMax)),
            new Quantity(filters.Lot),
            new Notional(filters.NotionalMin),
            new Notional(SymbolFilters.Bound(filters.NotionalMax)))
        {
            Types = types,
            SelfTradePreventions = preventions,
        });
    }

    /// <summary>Types that we have no word for (a trailing stop) are passed over.</summary>
    private static EnumSet<OrderType> ReadTypes(scoped ref JsonCursor json)
    {
        var set = default(EnumSet<OrderType>);
        json.EnterArray();
        while (json.NextElement())
            if (json.ReadString(out var word) && BinanceWords.TryRead(word, out OrderType type))
                set = set.With(type);
        return set;
    }

    private static EnumSet<SelfTradePrevention> ReadPreventions(scoped ref JsonCursor json)
    {
        var set = EnumSet.Of(SelfTradePrevention.VenueDefault);
        json.EnterArray();
        while (json.NextElement())
            if (json.ReadString(out var word) && BinanceWords.TryRead(word, out SelfTradePrevention known))
                set = set.With(known);
        return set;
    }
}
