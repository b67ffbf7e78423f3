using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// What outsiders do in a made-up symbol: a fair price that trends and reverts, quotes around it whose spread
/// widens when trading is hot, trades that excite further trades, and levels that come, change and go.
/// </summary>
internal sealed class GeneratedFlow
{
    private const int LevelsMin = 25;
    private const int LevelsMax = 60;
    private const double ExcitementPerTrade = 0.55;
    private const double ExcitementDecayPerSecond = 1.2;
    private const double ReversionPerSecond = 0.002;
    private const double DriftDecayPerSecond = 0.05;

    private readonly GeneratedSymbol _symbol;
    private readonly GeneratedSymbolSettings _settings;
    private readonly SeededRandom _random;
    private readonly double _seconds;
    private readonly double _tick;
    private readonly double _anchor;
    private double _fair;
    private double _drift;
    private double _intensity;
    private double _halfSpread;
    private Side _lastAggressor;

    public GeneratedFlow(
        GeneratedSymbol symbol, GeneratedSymbolSettings settings, TimeSpan step, SeededRandom random)
    {
        _symbol = symbol;
        _settings = settings;
        _random = random;
        _seconds = step.TotalSeconds;
        _tick = (double)settings.Listing.Tick;
        _anchor = (double)settings.StartPrice;
        _fair = _anchor;
        _intensity = settings.TradesPerSecond;
        _halfSpread = settings.HalfSpreadTicks * _tick;
    }

    public void Start()
    {
        Refill(Side.Buy, Best(Side.Buy));
        Refill(Side.Sell, Best(Side.Sell));
    }

    public void Step(DateTimeOffset at)
    {
        MoveFair();
        Requote(Side.Buy, at);
        Requote(Side.Sell, at);
        Flicker();
        var trades = _random.Count(_intensity * _seconds, 20);
        for (var i = 0; i < trades; i++) Trade(at);
        Refill(Side.Buy, Best(Side.Buy));
        Refill(Side.Sell, Best(Side.Sell));
    }

    private void MoveFair()
    {
        var scale = _anchor * _settings.VolatilityBps * 1e-4;
        var root = Math.Sqrt(_seconds);
        _drift += -_drift * DriftDecayPerSecond * _seconds + scale * 0.1 * root * _random.Normal();
        _fair += (_drift + (_anchor - _fair) * ReversionPerSecond) * _seconds;
        _fair += scale * root * _random.Normal();
        _fair = Math.Clamp(_fair, _anchor * 0.5, _anchor * 2);
        var calm = _settings.TradesPerSecond;
        _intensity = calm + (_intensity - calm) * Math.Max(0, 1 - ExcitementDecayPerSecond * _seconds);
        var target = _settings.HalfSpreadTicks * _tick * (1 + 0.25 * (_intensity / calm - 1));
        _halfSpread += (target - _halfSpread) * Math.Min(1, 2 * _seconds);
    }

    /// <summary>The price at which outsiders quote their best, on the tick.</summary>
    private decimal Best(Side side)
    {
        var ticks = side == Side.Buy
            ? Math.Floor((_fair - _halfSpread) / _tick)
            : Math.Ceiling((_fair + _halfSpread) / _tick);
        return (decimal)ticks * _settings.Listing.Tick;
    }

    /// <summary>
    /// Takes back quotes that are too good now, trades with accounts' orders that are, and steps up where the
    /// gap is.
    /// </summary>
    private void Requote(Side side, DateTimeOffset at)
    {
        var best = Best(side);
        var ladder = _symbol.Outside(side);
        while (ladder.Count > 0 && IsBetter(side, ladder.PriceAt(0), best))
            _symbol.SetOutside(side, ladder.PriceAt(0), 0m);

        var opposite = _symbol.Own(side.Opposite());
        var others = _symbol.Outside(side.Opposite());
        while (others.Count > 0 && !IsBetter(side, others.PriceAt(0), best))
            _symbol.SetOutside(side.Opposite(), others.PriceAt(0), 0m);
        while (opposite.BestPrice is { } price && !IsBetter(side, price, best))
            _symbol.Exchange.TakeByOutsider(_symbol, side, opposite[0].Remaining, at);

        if ((ladder.Count == 0 || IsBetter(side, best, ladder.PriceAt(0))) && _random.Chance(0.3))
            _symbol.SetOutside(side, best, LevelSize(0));
    }

    /// <summary>A price that does not reach the accounts' orders on the other side.</summary>
    private decimal Uncrossed(Side side, decimal price)
    {
        var tick = _settings.Listing.Tick;
        if (_symbol.Own(side.Opposite()).BestPrice is not { } own) return price;
        return side == Side.Buy ? Math.Min(price, own - tick) : Math.Max(price, own + tick);
    }

    private static bool IsBetter(Side side, decimal price, decimal than) =>
        side == Side.Buy ? price > than : price < than;

    private void Flicker()
    {
        var changes = _random.Count(60 * _seconds, 8);
        for (var i = 0; i < changes; i++)
        {
            var side = _random.Chance(0.5) ? Side.Buy : Side.Sell;
            var ladder = _symbol.Outside(side);
            if (ladder.Count == 0) continue;
            var rank = Math.Min(_random.Between(0, ladder.Count - 1), _random.Between(0, ladder.Count - 1));
            var price = ladder.PriceAt(rank);
            _symbol.SetOutside(side, price, _random.Chance(0.15) ? 0m : LevelSize(rank));
        }
    }

    private void Trade(DateTimeOffset at)
    {
        var pull = Math.Clamp(_drift / (_anchor * 1e-4) * 0.1, -0.15, 0.15);
        var repeat = _lastAggressor == Side.Buy ? 0.15 : -0.15;
        var aggressor = _random.Chance(0.5 + pull + repeat) ? Side.Buy : Side.Sell;
        _lastAggressor = aggressor;
        _intensity += ExcitementPerTrade;
        _symbol.Exchange.TakeByOutsider(_symbol, aggressor, TradeSize(), at);
        _fair += (aggressor == Side.Buy ? 0.1 : -0.1) * _halfSpread;
    }

    /// <summary>Many small trades and a few large ones, in whole lots.</summary>
    private decimal TradeSize()
    {
        var factor = 1.0 / (_random.Unit() + 0.02);
        return Lots(_settings.TradeSize * (decimal)factor);
    }

    private decimal LevelSize(int rank)
    {
        var factor = (0.2 + _random.Unit()) * (1 + rank * 0.05) / (_random.Unit() + 0.2);
        return Lots(_settings.LevelSize * (decimal)factor);
    }

    private decimal Lots(decimal size)
    {
        var lot = _settings.Listing.Lot;
        return Math.Max(Math.Floor(size / lot), 1m) * lot;
    }

    /// <summary>
    /// Adds levels behind the worst until there are enough, and drops the worst when there are too many.
    /// </summary>
    private void Refill(Side side, decimal best)
    {
        var ladder = _symbol.Outside(side);
        var tick = _settings.Listing.Tick;
        if (ladder.Count == 0) _symbol.SetOutside(side, Uncrossed(side, best), LevelSize(0));
        while (ladder.Count < LevelsMin)
        {
            var step = tick * _random.Between(1, 1 + ladder.Count * 3);
            var price = ladder.PriceAt(ladder.Count - 1) + (side == Side.Buy ? -step : step);
            if (price <= 0m) break;
            _symbol.SetOutside(side, price, LevelSize(ladder.Count));
        }

        while (ladder.Count > LevelsMax) _symbol.SetOutside(side, ladder.PriceAt(ladder.Count - 1), 0m);
    }
}
