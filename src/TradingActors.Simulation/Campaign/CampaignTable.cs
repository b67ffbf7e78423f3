using System.Globalization;
using System.Text;

namespace TradingActors.Simulation.Campaign;

/// <summary>A campaign's outcome as a table in Markdown.</summary>
public static class CampaignTable
{
    public static string Markdown(IReadOnlyList<FaultOutcome> outcomes)
    {
        var text = new StringBuilder();
        text.AppendLine(
            "| Fault | Injections | Orders in flight | Lost | Doubled | To trade again, p50 | max |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var outcome in outcomes)
            Row(text, outcome.Scenario.Name, outcome.Injections, outcome.InFlight, outcome.Lost.Count,
                outcome.Doubled.Count, Seconds(outcome.Median), Seconds(outcome.Longest));
        var all = outcomes.SelectMany(o => o.TradingAgain).Order().ToArray();
        Row(text, "**all**", outcomes.Sum(o => o.Injections), outcomes.Sum(o => o.InFlight),
            outcomes.Sum(o => o.Lost.Count), outcomes.Sum(o => o.Doubled.Count),
            all.Length == 0 ? "–" : Seconds(all[all.Length / 2]),
            all.Length == 0 ? "–" : Seconds(all[^1]));
        return text.ToString();
    }

    private static void Row(
        StringBuilder text, string name, int injections, int inFlight, int lost, int doubled, string median,
        string longest) =>
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {name} | {injections} | {inFlight} | {lost} | {doubled} | {median} | {longest} |");

    private static string Seconds(TimeSpan span) =>
        span.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
