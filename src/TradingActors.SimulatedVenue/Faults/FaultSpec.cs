using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Faults as one text, for a command line: rules separated by commas, each a kind's word and what narrows
/// it, in any order after the word.
/// <code>
/// lose-answer:2%                  two requests in a hundred
/// delay-answer:5%:50-500ms        so long
/// throttle#order.place@3          the third order alone
/// half-open@30s                   once, thirty seconds after the start
/// cut~2m                          again and again, every two minutes on average
/// maintenance@10s:5s-8s:x2        lasting so long, at most so often
/// </code>
/// </summary>
public static partial class FaultSpec
{
    public const string Syntax =
        "KIND[:PERCENT%][:MIN-MAXms|s][:xTIMES][#METHOD][@N|@TIME][~MEAN], comma-separated";

    /// <summary>
    /// False when the text is no specification; <paramref name="why"/> names the part at fault.
    /// </summary>
    public static bool TryParse(string text, out IReadOnlyList<FaultRule> rules, out string why)
    {
        var read = new List<FaultRule>();
        rules = read;
        why = "";
        const StringSplitOptions tidy =
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (var part in text.Split(',', tidy))
        {
            if (!TryParseRule(part, out var rule, out why))
            {
                why = $"'{part}': {why}";
                return false;
            }

            read.Add(rule);
        }

        why = read.Count == 0 ? "no fault is named" : "";
        return read.Count > 0;
    }

    private static bool TryParseRule(string part, out FaultRule rule, out string why)
    {
        rule = null!;
        var word = Word().Match(part).Value;
        if (!FaultKinds.TryFind(word, out var row))
        {
            why = $"'{word}' is no fault; there are "
                + string.Join(", ", FaultKinds.Table.Select(r => r.Word));
            return false;
        }

        rule = new FaultRule(row.Kind);
        var rest = part[word.Length..];
        while (rest.Length > 0)
        {
            var clause = Clause().Match(rest);
            if (!clause.Success || clause.Index != 0 || !TryApply(clause.Value, ref rule))
            {
                why = $"'{(clause is { Success: true, Index: 0 } ? clause.Value : rest)}' is not understood";
                return false;
            }

            rest = rest[clause.Length..];
        }

        why = rule.Problem() ?? "";
        return why.Length == 0;
    }

    private static bool TryApply(string clause, ref FaultRule rule)
    {
        var value = clause[1..];
        FaultRule? next = clause[0] switch
        {
            '#' => rule with { Method = value },
            '~' => TrySpan(value, out var mean) ? rule with { Every = mean } : null,
            '@' when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var nth) =>
                rule with { Nth = nth, Times = 1 },
            '@' => TrySpan(value, out var at) ? rule with { At = at } : null,
            _ when value.StartsWith('x') =>
                int.TryParse(value.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                    ? rule with { Times = times }
                    : null,
            _ when value.EndsWith('%') =>
                TryPercent(value[..^1], out var share) ? rule with { Probability = share } : null,
            _ => WithDelay(rule, value),
        };
        rule = next ?? rule;
        return next is not null;
    }

    private static FaultRule? WithDelay(FaultRule rule, string value)
    {
        var parts = value.Split('-');
        var unit = value.EndsWith("ms", StringComparison.Ordinal) ? "ms" : "s";
        if (parts.Length is 0 or > 2) return null;
        var from = parts[0].EndsWith('s') ? parts[0] : parts[0] + unit;
        return TrySpan(from, out var min) && TrySpan(parts[^1], out var max)
            ? rule with { DelayMsMin = (int)min.TotalMilliseconds, DelayMsMax = (int)max.TotalMilliseconds }
            : null;
    }

    private static bool TryPercent(string text, out double share)
    {
        var isNumber = double.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out share);
        share /= 100;
        return isNumber;
    }

    /// <summary>A number with ms, s, m or h, at most a day.</summary>
    private static bool TrySpan(string text, out TimeSpan span)
    {
        span = default;
        var match = Span().Match(text);
        if (!match.Success) return false;
        var number = double.Parse(
            match.Groups[1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
        var unit = match.Groups[2].Value switch { "ms" => 1, "s" => 1_000, "m" => 60_000, _ => 3_600_000 };
        if (number * unit > TimeSpan.FromDays(1).TotalMilliseconds) return false;
        span = TimeSpan.FromMilliseconds(number * unit);
        return true;
    }

    [GeneratedRegex("^[a-z-]*", RegexOptions.CultureInvariant)]
    private static partial Regex Word();

    [GeneratedRegex("[:#@~][^:#@~]+", RegexOptions.CultureInvariant)]
    private static partial Regex Clause();

    [GeneratedRegex("^([0-9]{1,9}(?:\\.[0-9]{1,6})?)(ms|s|m|h)$", RegexOptions.CultureInvariant)]
    private static partial Regex Span();
}
