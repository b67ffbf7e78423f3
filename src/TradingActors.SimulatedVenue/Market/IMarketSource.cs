using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>Where the liquidity of everybody else comes from. Without a clock: it is told the time.</summary>
internal interface IMarketSource : IDisposable
{
    IReadOnlyList<SymbolMarket> Markets { get; }

    /// <summary>
    /// When <see cref="Advance"/> has something to do; <see cref="TimeSpan.MaxValue"/> for never again.
    /// </summary>
    TimeSpan NextAt { get; }

    bool HasEnded { get; }

    void Start(Instant now);

    /// <summary>
    /// Plays what is due, at most <paramref name="eventsMax"/> events, so that orders are never kept waiting
    /// for long.
    /// </summary>
    void Advance(Instant now, int eventsMax);

    /// <summary>Publishes what the accounts' own orders changed since the last call.</summary>
    void Settle(Instant now);
}
