using TradingActors.Domain;

namespace TradingActors.Venues.Binance;

/// <summary>
/// The venue's time, kept on our monotonic clock, so that a step of our wall clock moves no stamp. Of the
/// measurements it keeps the one whose error is smallest now: half its round trip plus what clocks drift
/// since.
/// </summary>
internal sealed class VenueClock
{
    /// <summary>Two undisciplined quartz clocks part by no more than this: 200 millionths.</summary>
    private const double DriftRate = 200e-6;

    private DateTimeOffset _venueAt;
    private TimeSpan _measuredAt;
    private TimeSpan _roundTrip;
    private bool _isSuspect;

    public bool IsMeasured { get; private set; }

    /// <summary>The venue's wall time, by the best measurement; our own before the first.</summary>
    public DateTimeOffset At(Instant now) => IsMeasured ? _venueAt + (now.Monotonic - _measuredAt) : now.Wall;

    /// <summary>How far the venue's clock is ahead of ours; null when unmeasured.</summary>
    public TimeSpan? Offset(Instant now) => IsMeasured ? At(now) - now.Wall : null;

    /// <summary>
    /// How far <see cref="Offset"/> may be wrong: half the round trip of the best measurement, and what the
    /// clocks may have drifted since. Null when unmeasured.
    /// </summary>
    public TimeSpan? Uncertainty(Instant now) =>
        IsMeasured ? _roundTrip / 2 + (now.Monotonic - _measuredAt) * DriftRate : null;

    /// <summary>A moment of the venue's clock on ours; whatever the two said, it is a moment.</summary>
    public DateTimeOffset ToOurs(DateTimeOffset venue, Instant now)
    {
        var ticks = venue.UtcTicks - (Offset(now) ?? TimeSpan.Zero).Ticks;
        return new DateTimeOffset(
            Math.Clamp(ticks, DateTimeOffset.MinValue.Ticks, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    public long StampMs(Instant now) => At(now).ToUnixTimeMilliseconds();

    /// <summary>The venue refused a stamp: the next measurement counts whatever its round trip.</summary>
    public void Suspect() => _isSuspect = true;

    public void Measured(DateTimeOffset venue, Instant sent, Instant received)
    {
        var roundTrip = received.Since(sent);
        var middle = venue + roundTrip / 2;
        if (IsMeasured && !_isSuspect && !IsBetter(middle, roundTrip, received))
            return;
        _venueAt = middle;
        _measuredAt = received.Monotonic;
        _roundTrip = roundTrip;
        _isSuspect = false;
        IsMeasured = true;
    }

    private bool IsBetter(DateTimeOffset venue, TimeSpan roundTrip, Instant now)
    {
        var errorNow = Uncertainty(now)!.Value;
        var apart = (venue - At(now)).Duration();
        var clocksDisagree = apart > errorNow + roundTrip / 2 + TimeSpan.FromMilliseconds(1);
        return roundTrip / 2 <= errorNow || clocksDisagree;
    }
}
