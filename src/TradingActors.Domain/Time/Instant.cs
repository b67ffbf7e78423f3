namespace TradingActors.Domain;

/// <summary>
/// One moment on both clocks: <paramref name="Wall"/> stamps things, <paramref name="Monotonic"/> measures
/// them. Every deadline is counted on the monotonic clock, so that a wall clock that jumps neither trips nor
/// extends it.
/// </summary>
public readonly record struct Instant(DateTimeOffset Wall, TimeSpan Monotonic)
{
    public TimeSpan Since(Instant earlier) => Monotonic - earlier.Monotonic;

    public Instant Plus(TimeSpan span) => new(Wall + span, Monotonic + span);
}

/// <summary>Reads both clocks of a <see cref="TimeProvider"/>, real or virtual.</summary>
public sealed class Clock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public static readonly Clock System = new(TimeProvider.System);

    public TimeProvider Provider { get; } = time;

    public Instant Now => new(Provider.GetUtcNow(), Provider.GetElapsedTime(_origin));
}
