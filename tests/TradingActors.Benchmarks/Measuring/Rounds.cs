namespace TradingActors.Benchmarks.Measuring;

/// <summary>One figure in each round, for the subject and its baseline: medians, and the median of the rounds' ratios.</summary>
internal sealed class Rounds
{
    private readonly List<double> _subject = [];
    private readonly List<double> _baseline = [];

    public double Subject => MedianOf(_subject);

    public double Baseline => MedianOf(_baseline);

    /// <summary>Median of subject ÷ baseline of each round.</summary>
    public double Ratio => MedianOf([.. _subject.Zip(_baseline, (s, b) => s / b)]);

    public double Lowest => _subject.Min();

    public double Highest => _subject.Max();

    public void Add(double subject, double baseline = 1)
    {
        _subject.Add(subject);
        _baseline.Add(baseline);
    }

    public static double MedianOf(IReadOnlyList<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN
            : sorted.Length % 2 == 1 ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
