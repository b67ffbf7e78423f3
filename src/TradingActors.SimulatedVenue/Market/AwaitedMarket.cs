using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// A market that stands still until somebody reads its streams, so that a recording loses no beginning.
/// </summary>
internal sealed class AwaitedMarket(IMarketSource market, StreamHub hub) : IMarketSource
{
    private bool _hasStarted;

    public IReadOnlyList<SymbolMarket> Markets => market.Markets;

    public TimeSpan NextAt =>
        _hasStarted ? market.NextAt : hub.HasReaders ? TimeSpan.Zero : TimeSpan.MaxValue;

    public bool HasEnded => market.HasEnded;

    /// <summary>The market's own clock begins with its first reader.</summary>
    public void Start(Instant now)
    {
    }

    public void Advance(Instant now, int eventsMax)
    {
        if (!_hasStarted)
        {
            if (!hub.HasReaders) return;
            _hasStarted = true;
            market.Start(now);
        }

        market.Advance(now, eventsMax);
    }

    public void Settle(Instant now) => market.Settle(now);

    public void Dispose() => market.Dispose();
}
