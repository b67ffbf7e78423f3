using HdrHistogram;

namespace TradingActors.Engine.Health;

/// <summary>
/// The node's latency histograms (HDR, 1 µs to 1 h, two significant digits). Any thread records, and no
/// record is lost to another thread's; the HealthActor alone reads.
/// </summary>
public sealed class HealthMeters
{
    private const long HighestMicroseconds = 3_600_000_000;

    private readonly Recorder[] _recorders =
        [.. Enum.GetValues<Meter>().Select(_ => new Recorder(1, HighestMicroseconds, 2,
            (id, low, high, digits) => new LongConcurrentHistogram(id, low, high, digits)))];

    /// <summary>An empty histogram of the meters' range, to add intervals to.</summary>
    internal static HistogramBase NewHistogram() => new LongHistogram(1, HighestMicroseconds, 2);

    /// <summary>Records a duration; shorter than 1 µs counts as 1 µs, longer than 1 h as 1 h.</summary>
    public void Record(Meter meter, TimeSpan duration) =>
        _recorders[(int)meter].RecordValue(
            Math.Clamp((long)duration.TotalMicroseconds, 1, HighestMicroseconds));

    /// <summary>What was recorded since the previous call.</summary>
    internal HistogramBase TakeInterval(Meter meter) => _recorders[(int)meter].GetIntervalHistogram();
}
