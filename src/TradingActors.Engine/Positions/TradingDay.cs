namespace TradingActors.Engine.Positions;

/// <summary>
/// The trading day of a moment. A day bears the UTC date on which it began and lasts 24 hours, from
/// <c>day-starts-at</c> of the account, a time of day in UTC. Statements and daily limits share this rule, so
/// that a loss counts on the day whose statement shows it.
/// </summary>
public static class TradingDay
{
    /// <summary>
    /// The day that <paramref name="at"/> belongs to; <paramref name="startsAt"/> is from 00:00 to less than
    /// 24:00.
    /// </summary>
    public static DateOnly Of(DateTimeOffset at, TimeSpan startsAt) =>
        at.UtcTicks < startsAt.Ticks
            ? DateOnly.MinValue
            : DateOnly.FromDateTime(new DateTime(at.UtcTicks - startsAt.Ticks, DateTimeKind.Utc));

    /// <summary>The first moment of the day; the last one of the day before has just passed.</summary>
    public static DateTimeOffset StartOf(DateOnly day, TimeSpan startsAt) =>
        new(day.ToDateTime(TimeOnly.MinValue).Add(startsAt), TimeSpan.Zero);
}
