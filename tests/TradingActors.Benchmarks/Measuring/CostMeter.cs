using System.Diagnostics;

namespace TradingActors.Benchmarks.Measuring;

/// <summary>Wall time, processor time, allocation and collections of this process since it was made.</summary>
internal sealed class CostMeter
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TimeSpan _processor = Environment.CpuUsage.TotalTime;
    private readonly long _allocated = GC.GetTotalAllocatedBytes();
    private readonly int[] _collections = [GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)];

    public double Seconds => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    public double ProcessorMicroseconds => (Environment.CpuUsage.TotalTime - _processor).TotalMicroseconds;

    public double AllocatedBytes => GC.GetTotalAllocatedBytes() - _allocated;

    public string Collections => string.Join('/', Enumerable.Range(0, 3)
        .Select(generation => GC.CollectionCount(generation) - _collections[generation]));
}
