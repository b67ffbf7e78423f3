using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// The request budget of one venue and one egress address, shared by every account and the market data of
/// the node. A lock around <see cref="RateBudgetState"/> and no actor: an order must not wait in another
/// queue to learn that it may go, and two accounts must not both be granted the last request.
/// </summary>
public sealed class RateBudget(RateBudgetSettings settings)
{
    private readonly Lock _lock = new();
    private readonly RateBudgetState _state = new(settings);

    /// <summary>Takes the cost from every window that counts it, or from none.</summary>
    public RateVerdict TryTake(RateUse use, RequestCost cost, AccountId? account, Instant now)
    {
        lock (_lock)
            return _state.TryTake(use, cost, account, now);
    }

    /// <summary>
    /// What the venue counts or allows; <paramref name="account"/> is null for public data.
    /// </summary>
    public void Counted(AccountId? account, in RateUsage usage, Instant now)
    {
        lock (_lock)
            _state.Counted(account, usage, now);
    }

    /// <summary>A ping was answered.</summary>
    public void Measured(VenuePingMeasured ping)
    {
        lock (_lock)
            _state.Measured(ping.RoundTrip, ping.ClockOffset);
    }

    /// <summary>The venue asked to slow down or has banned the address.</summary>
    public void Throttled(VenueThrottled throttled, AccountId? account, Instant now)
    {
        lock (_lock)
            _state.Throttled(throttled, account, now);
    }

    /// <summary>How long the address is still banned; zero when it is not.</summary>
    public TimeSpan BanLeft(Instant now)
    {
        lock (_lock)
            return _state.BanLeft(now);
    }

    /// <summary>
    /// Zero: the attempt may be made and is counted. Otherwise how long to wait before asking again.
    /// </summary>
    public TimeSpan TryConnect(Instant now)
    {
        lock (_lock)
            return _state.TryConnect(now);
    }

    /// <summary>
    /// When the account's next periodic reconciliation is due: <paramref name="wanted"/>, or later where the
    /// share of queries does not carry every account's at that pace. To be asked once a period.
    /// </summary>
    public TimeSpan QueryPeriod(AccountId account, TimeSpan wanted, Instant now)
    {
        lock (_lock)
            return _state.QueryPeriod(account, wanted, now);
    }

    public RateBudgetView View(Instant now)
    {
        lock (_lock)
            return _state.View(now);
    }
}
