using System.Diagnostics;

namespace TradingActors.Benchmarks.Measuring;

/// <summary>
/// When the next order is due. Short waits yield the core, because a spinning driver would hold one of two; long ones
/// sleep, which is what lets the threads behind go cold.
/// </summary>
internal sealed class Pace(TimeSpan interval)
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly double _ticks = interval.TotalSeconds * Stopwatch.Frequency;

    public void WaitFor(int index)
    {
        if (interval >= TimeSpan.FromMilliseconds(2))
        {
            Thread.Sleep(interval);
            return;
        }

        var due = _started + (long)(index * _ticks);
        while (Stopwatch.GetTimestamp() < due)
            Thread.Yield();
    }
}
