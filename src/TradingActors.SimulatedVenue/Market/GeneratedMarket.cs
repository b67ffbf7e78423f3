using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A market made up from a seed: every symbol moves in fixed steps of market time, so that the same seed and
/// start give the same bytes however the clock is cut.
/// </summary>
internal sealed class GeneratedMarket : IMarketSource
{
    /// <summary>
    /// A venue that was suspended for longer than this many steps goes on from now instead of catching up.
    /// </summary>
    private const int StepsBehindMax = 6_000;

    private readonly GeneratedSymbol[] _symbols;
    private readonly TimeSpan _stepInterval;
    private Instant _origin;
    private long _step;

    public GeneratedMarket(SimulatedVenueSettings settings, int run, StreamHub hub)
    {
        _symbols = new GeneratedSymbol[settings.Symbols.Count];
        for (var i = 0; i < _symbols.Length; i++)
        {
            var random = new SeededRandom(settings.Seed * 1_000_003 + (ulong)i);
            _symbols[i] = new GeneratedSymbol(
                settings.Symbols[i], settings.MarketStep, random, TradeIds.First(run),
                new SymbolFeed(hub, settings.Symbols[i].Listing.Symbol));
        }

        _stepInterval = double.IsPositiveInfinity(settings.Speed)
            ? TimeSpan.Zero
            : settings.MarketStep / settings.Speed;
    }

    public IReadOnlyList<SymbolMarket> Markets => _symbols;

    public TimeSpan NextAt => _origin.Monotonic + _stepInterval * (_step + 1);

    public bool HasEnded => false;

    public void Start(Instant now)
    {
        _origin = now;
        foreach (var symbol in _symbols) symbol.Start(now.Wall);
    }

    public void Advance(Instant now, int eventsMax)
    {
        if (_stepInterval > TimeSpan.Zero && now.Monotonic - NextAt > _stepInterval * StepsBehindMax)
            _origin = new Instant(now.Wall, now.Monotonic).Plus(-_stepInterval * (_step + 1));
        for (var events = 0; events < eventsMax && NextAt <= now.Monotonic; events++)
        {
            _step++;
            var at = _stepInterval == TimeSpan.Zero ? now.Wall : _origin.Wall + _stepInterval * _step;
            foreach (var symbol in _symbols) symbol.Step(at);
        }
    }

    public void Settle(Instant now)
    {
        foreach (var symbol in _symbols) symbol.Settle();
    }

    public void Dispose()
    {
    }
}
