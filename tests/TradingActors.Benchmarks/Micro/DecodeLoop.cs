using System.Diagnostics;
using System.Globalization;
using TradingActors.Benchmarks.Measuring;

namespace TradingActors.Benchmarks.Micro;

/// <summary>
/// The same comparison in a few seconds, for a machine that is shared: short rounds, subject and baseline
/// interleaved, the fastest round of each, because whatever else runs can only make a round slower.
/// </summary>
internal static class DecodeLoop
{
    private const int Rounds = 60;
    private const int Messages = 4_000;
    private const double RatioMax = 2.0;

    /// <summary>True when every ratio is within its target.</summary>
    public static bool Run(TextWriter to)
    {
        using var subjects = new DecodeSubjects();
        to.WriteLine($"Machine: {Machine.Describe()}");
        to.WriteLine();
        to.WriteLine("| Message | Bytes | Decode ns | Bare pass ns | Ratio | Allocated B |");
        to.WriteLine("|---|---:|---:|---:|---:|---:|");
        var isWithin = true;
        for (var i = 0; i < DecodeSubjects.Names.Length; i++)
        {
            double decode = double.MaxValue, bare = double.MaxValue;
            for (var round = 0; round < Rounds; round++)
            {
                decode = Math.Min(decode, Decode(subjects, i));
                bare = Math.Min(bare, Bare(subjects, i));
            }

            isWithin &= decode / bare <= RatioMax;
            to.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {DecodeSubjects.Names[i]} | {subjects.Bytes(i)} | {decode:0} | {bare:0} "
                + $"| {decode / bare:0.00} | {Allocated(subjects, i):0} |"));
        }

        return isWithin;
    }

    private static double Decode(DecodeSubjects subjects, int subject)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages; i++)
            subjects.Decode(subject);
        return Nanoseconds(started);
    }

    private static double Bare(DecodeSubjects subjects, int subject)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages; i++)
            subjects.Bare(subject);
        return Nanoseconds(started);
    }

    private static double Nanoseconds(long started) =>
        Stopwatch.GetElapsedTime(started).TotalNanoseconds / Messages;

    private static double Allocated(DecodeSubjects subjects, int subject)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Messages; i++)
            subjects.Decode(subject);
        return (double)(GC.GetAllocatedBytesForCurrentThread() - before) / Messages;
    }
}
