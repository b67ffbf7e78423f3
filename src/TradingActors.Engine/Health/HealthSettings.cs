using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Health;

/// <summary>Which figure of an interval's histogram is compared.</summary>
public enum HealthFigure
{
    P99,
    Max,
}

/// <summary>
/// A limit on one meter. The hold is raised after <paramref name="RaiseAfter"/> intervals in a row above
/// <paramref name="Limit"/> and cleared after <paramref name="ClearAfter"/> intervals in a row at or below
/// it, so that a value that swings around the limit does not open and close the gate.
/// </summary>
public sealed record HealthThreshold(
    Meter Meter,
    HealthFigure Figure,
    TimeSpan Limit,
    int RaiseAfter,
    int ClearAfter,
    TradingMode Mode)
{
    /// <summary>Measured whether or not the engine trades; silence of such a meter is no good news.</summary>
    public bool IsContinuous => Meter is Meter.MarketDataAge or Meter.VenuePing or Meter.SchedulerLag
        or Meter.VenueClockOffset;

    /// <summary>
    /// The cause of the hold that a breach of the meter raises, for each account of the node.
    /// </summary>
    public HoldCause Cause => Meter switch
    {
        Meter.OrderRoundTrip or Meter.OrderToWire or Meter.VenuePing => HoldCause.OrderLatency,
        Meter.MarketDataAge => HoldCause.StaleMarketData,
        Meter.VenueClockOffset => HoldCause.ClockOffset,
        _ => HoldCause.NodeLatency,
    };
}

/// <summary>
/// How health is judged. A venue session that is not ready for <paramref name="VenueUnreachableAfter"/> holds
/// its account; <paramref name="RejectStormMax"/> orders refused by the venue within <paramref
/// name="RejectStormWindow"/> halt it until a person has looked.
/// </summary>
public sealed record HealthSettings(
    TimeSpan Interval,
    TimeSpan VenueUnreachableAfter,
    int RejectStormMax,
    TimeSpan RejectStormWindow,
    IReadOnlyList<HealthThreshold> Thresholds)
{
    private static readonly (string Text, Meter Meter)[] MeterNames =
    [
        ("journal-write", Meter.JournalWrite),
        ("market-data-age", Meter.MarketDataAge),
        ("order-round-trip", Meter.OrderRoundTrip),
        ("order-to-wire", Meter.OrderToWire),
        ("scheduler-lag", Meter.SchedulerLag),
        ("venue-clock-offset", Meter.VenueClockOffset),
        ("venue-ping", Meter.VenuePing),
    ];

    /// <summary>
    /// Reads <c>interval, venue-unreachable-after, reject-storm-max, reject-storm-window, thresholds { METER
    /// { figure, limit, raise-after, clear-after, mode } }</c>; a meter without a section has no limit.
    /// </summary>
    public static HealthSettings Read(ConfigReader reader)
    {
        var thresholds = reader.Section("thresholds");
        var settings = new HealthSettings(
            reader.Span("interval"),
            reader.Span("venue-unreachable-after"),
            reader.Whole("reject-storm-max", 1, 100_000),
            reader.Span("reject-storm-window"),
            [.. thresholds.Names().Select(name => ReadThreshold(thresholds, name))]);
        reader.Finish();
        return settings.Interval >= TimeSpan.FromMilliseconds(10)
            ? settings
            : throw new ConfigKeyException($"{reader.Path}.interval", "must be at least 10ms");
    }

    private static HealthThreshold ReadThreshold(ConfigReader thresholds, string name)
    {
        var reader = thresholds.Section(name);
        var known = MeterNames.Where(m => m.Text == name).ToArray();
        if (known.Length == 0)
            throw new ConfigKeyException(reader.Path,
                "is not a meter: " + string.Join(", ", MeterNames.Select(m => m.Text)));

        var threshold = new HealthThreshold(
            known[0].Meter,
            reader.Choice("figure", ("p99", HealthFigure.P99), ("max", HealthFigure.Max)),
            reader.Span("limit"),
            reader.Whole("raise-after", 1, 1_000),
            reader.Whole("clear-after", 1, 1_000),
            reader.Choice("mode", TradingModes.Spellings));
        reader.Finish();
        return threshold;
    }
}
