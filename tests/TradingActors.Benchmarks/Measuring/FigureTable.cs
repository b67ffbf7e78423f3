using System.Globalization;
using System.Text;

namespace TradingActors.Benchmarks.Measuring;

/// <summary>Collects the figures of a run, prints each as it comes and all of them as one table.</summary>
internal sealed class FigureTable(TextWriter output)
{
    public const string BeginMarker = "<!-- figures: begin (written by the benchmark) -->";
    public const string EndMarker = "<!-- figures: end -->";

    private readonly List<Figure> _figures = [];
    private readonly List<string> _notes = [];

    /// <summary>False when contenders that had to do the same did not.</summary>
    public bool IsConsistent { get; private set; } = true;

    public void Add(Figure figure)
    {
        _figures.Add(figure);
        output.WriteLine(Row(figure));
    }

    public void Note(string text)
    {
        _notes.Add(text);
        output.WriteLine($"  {text}");
    }

    public void Inconsistent(string text)
    {
        IsConsistent = false;
        Note($"**Inconsistent:** {text}");
    }

    public void Ratio(
        string id, string what, Rounds rounds, string unit, double? target, bool lowerIsBetter, string baseline) =>
        Add(new Figure(id, what, $"{Number(rounds.Subject)} {unit}", $"{Number(rounds.Baseline)} {unit} ({baseline})",
            $"{Number(rounds.Lowest)} to {Number(rounds.Highest)}", rounds.Ratio, target, lowerIsBetter, "×"));

    public void Absolute(
        string id, string what, Rounds rounds, string unit, double? target, bool lowerIsBetter, string baseline = "–") =>
        Add(new Figure(id, what, $"{Number(rounds.Subject)} {unit}", baseline,
            $"{Number(rounds.Lowest)} to {Number(rounds.Highest)}", rounds.Subject, target, lowerIsBetter, unit));

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| # | What | Target | Figure | Baseline, same run | Ratio | Spread | Standing |");
        text.AppendLine("|---|---|---|---|---|---|---|---|");
        foreach (var figure in _figures)
            text.AppendLine(Row(figure));
        text.AppendLine();
        foreach (var note in _notes)
            text.Append("- ").AppendLine(note);
        return text.ToString();
    }

    /// <summary>Three significant digits, thousands set apart.</summary>
    public static string Number(double value) => Math.Abs(value) switch
    {
        _ when double.IsNaN(value) => "none",
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        0 => "0",
        >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
    };

    private static string Row(Figure figure)
    {
        var target = figure.Target is { } wanted
            ? $"{(figure.LowerIsBetter ? "≤" : "≥")} {Number(wanted)} {figure.Unit}"
            : "–";
        var ratio = figure.Unit == "×" ? $"{Number(figure.Measured)} ×" : "–";
        return $"| {figure.Id} | {figure.What} | {target} | {figure.Value} | {figure.Baseline} | {ratio} "
            + $"| {figure.Spread} | {Words(figure.Standing)} |";
    }

    private static string Words(Standing standing) => standing switch
    {
        Standing.Reported => "reported",
        Standing.Within => "within target",
        Standing.WithinThree => "within 3×",
        _ => "**missed**",
    };
}
