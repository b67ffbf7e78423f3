using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>
/// A symbol's <c>filters</c>, one row a filter. The venue writes zero for a bound or a step that it does not
/// set.
/// </summary>
internal struct SymbolFilters
{
    /// <summary>
    /// Stands for "no upper bound": larger than any real order, small enough that products stay exact.
    /// </summary>
    public const decimal Unbounded = 1_000_000_000_000_000m;

    public decimal PriceMin, PriceMax, Tick, QuantityMin, QuantityMax, Lot, NotionalMin, NotionalMax;
    private decimal _marketMin, _marketMax, _marketLot, _holdingMax;
    private bool _minToMarket, _maxToMarket;
    private PriceBand? _buyBand, _sellBand;
    private int _averageMinutes;
    private int? _ordersMax, _conditionalMax;

    public static SymbolFilters Read(scoped ref JsonCursor json)
    {
        var all = new SymbolFilters();
        json.EnterArray();
        while (json.NextElement())
            all.Take(Filter.Read(ref json));
        return all;
    }

    public static decimal Bound(decimal max) => max == 0m ? Unbounded : max;

    /// <summary>The instrument with what the filters say beyond its general bounds.</summary>
    public readonly Instrument Complete(Instrument instrument) => instrument with
    {
        MarketQuantityMin = new Quantity(_marketMin),
        MarketQuantityMax = new Quantity(_marketMax),
        MarketLot = new Quantity(_marketLot),
        NotionalMinAppliesToMarket = _minToMarket,
        NotionalMaxAppliesToMarket = _maxToMarket,
        BuyBand = _buyBand,
        SellBand = _sellBand,
        AveragePriceMinutes = _averageMinutes,
        OpenOrdersMax = _ordersMax,
        ConditionalOrdersMax = _conditionalMax,
        HoldingMax = _holdingMax == 0m ? null : new Quantity(_holdingMax),
    };

    private void Take(in Filter filter)
    {
        switch (filter.Type)
        {
            case var t when t.SequenceEqual("PRICE_FILTER"u8):
                (PriceMin, PriceMax, Tick) = (filter.PriceMin, filter.PriceMax, filter.Tick);
                break;
            case var t when t.SequenceEqual("LOT_SIZE"u8):
                (QuantityMin, QuantityMax, Lot) = (filter.QuantityMin, filter.QuantityMax, filter.Lot);
                break;
            case var t when t.SequenceEqual("MARKET_LOT_SIZE"u8):
                (_marketMin, _marketMax, _marketLot) = (filter.QuantityMin, filter.QuantityMax, filter.Lot);
                break;
            case var t when t.SequenceEqual("MIN_NOTIONAL"u8) || t.SequenceEqual("NOTIONAL"u8):
                TakeNotional(filter);
                break;
            case var t when t.SequenceEqual("PERCENT_PRICE"u8):
                _buyBand = _sellBand = new PriceBand(filter.Down, filter.Up);
                _averageMinutes = (int)filter.Minutes;
                break;
            case var t when t.SequenceEqual("PERCENT_PRICE_BY_SIDE"u8):
                _buyBand = new PriceBand(filter.BidDown, filter.BidUp);
                _sellBand = new PriceBand(filter.AskDown, filter.AskUp);
                _averageMinutes = (int)filter.Minutes;
                break;
            case var t when t.SequenceEqual("MAX_NUM_ORDERS"u8):
                _ordersMax = (int)filter.Count;
                break;
            case var t when t.SequenceEqual("MAX_NUM_ALGO_ORDERS"u8):
                _conditionalMax = (int)filter.Count;
                break;
            case var t when t.SequenceEqual("MAX_POSITION"u8):
                _holdingMax = filter.HoldingMax;
                break;
        }
    }

    private void TakeNotional(in Filter filter)
    {
        NotionalMin = Math.Max(NotionalMin, filter.NotionalMin);
        NotionalMax = filter.NotionalMax == 0m ? NotionalMax : filter.NotionalMax;
        _minToMarket |= filter.ForMarketMin;
        _maxToMarket |= filter.ForMarketMax;
        _averageMinutes = (int)filter.Minutes;
    }

    /// <summary>The fields of one filter, whatever its type.</summary>
    private ref struct Filter
    {
        public ReadOnlySpan<byte> Type;
        public decimal PriceMin, PriceMax, Tick, QuantityMin, QuantityMax, Lot, NotionalMin, NotionalMax;
        public decimal Down, Up, BidDown, BidUp, AskDown, AskUp, HoldingMax;
        public bool ForMarketMin, ForMarketMax;
        public long Minutes, Count;

        public static Filter Read(scoped ref JsonCursor json)
        {
            var filter = new Filter();
            json.EnterObject();
            while (json.NextField(out var name))
                filter.ReadField(name, ref json);
            filter.Minutes = Math.Clamp(filter.Minutes, 0, 1_440);
            filter.Count = Math.Clamp(filter.Count, 0, int.MaxValue);
            return filter;
        }

        private void ReadField(ReadOnlySpan<byte> name, scoped ref JsonCursor json)
        {
            switch (name)
            {
                case var n when n.SequenceEqual("filterType"u8): json.ReadString(out Type); break;
                case var n when n.SequenceEqual("minPrice"u8): json.ReadDecimal(out PriceMin); break;
                case var n when n.SequenceEqual("maxPrice"u8): json.ReadDecimal(out PriceMax); break;
                case var n when n.SequenceEqual("tickSize"u8): json.ReadDecimal(out Tick); break;
                case var n when n.SequenceEqual("minQty"u8): json.ReadDecimal(out QuantityMin); break;
                case var n when n.SequenceEqual("maxQty"u8): json.ReadDecimal(out QuantityMax); break;
                case var n when n.SequenceEqual("stepSize"u8): json.ReadDecimal(out Lot); break;
                case var n when n.SequenceEqual("minNotional"u8): json.ReadDecimal(out NotionalMin); break;
                case var n when n.SequenceEqual("maxNotional"u8): json.ReadDecimal(out NotionalMax); break;
                case var n when n.SequenceEqual("applyToMarket"u8): json.ReadBoolean(out ForMarketMin); break;
                case var n when n.SequenceEqual("applyMinToMarket"u8):
                    json.ReadBoolean(out ForMarketMin);
                    break;
                case var n when n.SequenceEqual("applyMaxToMarket"u8):
                    json.ReadBoolean(out ForMarketMax);
                    break;
                case var n when n.SequenceEqual("avgPriceMins"u8): json.ReadInteger(out Minutes); break;
                case var n when n.SequenceEqual("multiplierDown"u8): json.ReadDecimal(out Down); break;
                case var n when n.SequenceEqual("multiplierUp"u8): json.ReadDecimal(out Up); break;
                case var n when n.SequenceEqual("bidMultiplierDown"u8): json.ReadDecimal(out BidDown); break;
                case var n when n.SequenceEqual("bidMultiplierUp"u8): json.ReadDecimal(out BidUp); break;
                case var n when n.SequenceEqual("askMultiplierDown"u8): json.ReadDecimal(out AskDown); break;
                case var n when n.SequenceEqual("askMultiplierUp"u8): json.ReadDecimal(out AskUp); break;
                case var n when n.SequenceEqual("maxNumOrders"u8) || n.SequenceEqual("maxNumAlgoOrders"u8):
                    json.ReadInteger(out Count);
                    break;
                case var n when n.SequenceEqual("maxPosition"u8): json.ReadDecimal(out HoldingMax); break;
                default: json.Skip(); break;
            }
        }
    }
}
