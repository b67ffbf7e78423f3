namespace TradingActors.SimulatedVenue;

/// <summary>
/// Draws, from a seed of its own, what befalls each request. Rules are tried in order; the first that strikes
/// counts.
/// </summary>
internal sealed class FaultPlan
{
    private readonly SeededRandom _random;
    private readonly List<(FaultRule Rule, int Struck)> _rules = [];

    public FaultPlan(ulong seed, IEnumerable<FaultRule> rules)
    {
        _random = new SeededRandom(seed);
        Replace(rules);
    }

    public void Replace(IEnumerable<FaultRule> rules)
    {
        _rules.Clear();
        foreach (var rule in rules) _rules.Add((rule, 0));
    }

    /// <summary>The fault that befalls the request, and its delay; null for none.</summary>
    public (FaultKind Kind, TimeSpan Delay)? Draw(string method)
    {
        for (var i = 0; i < _rules.Count; i++)
        {
            var (rule, struck) = _rules[i];
            if (rule.Method is not null && rule.Method != method) continue;
            if (rule.Times is { } times && struck >= times) continue;
            if (!_random.Chance(rule.Probability)) continue;
            _rules[i] = (rule, struck + 1);
            var delay = _random.Between(rule.DelayMsMin, Math.Max(rule.DelayMsMin, rule.DelayMsMax));
            return (rule.Kind, TimeSpan.FromMilliseconds(delay));
        }

        return null;
    }
}
