namespace TradingActors.SimulatedVenue;

/// <summary>A fault that strikes now, and the delay that was drawn for it.</summary>
internal readonly record struct FaultStrike(FaultKind Kind, TimeSpan Delay);

/// <summary>
/// Draws, from a seed of its own, what befalls each request, each event and the venue at its moments.
/// Rules are tried in order; the first that strikes counts.
/// </summary>
internal sealed class FaultPlan
{
    private readonly SeededRandom _random;
    private readonly List<Planned> _rules = [];
    private TimeSpan? _begunAt;

    public FaultPlan(ulong seed, IEnumerable<FaultRule> rules)
    {
        _random = new SeededRandom(seed);
        Replace(rules);
    }

    /// <summary>How often any rule has struck since the plan was made.</summary>
    public int Strikes { get; private set; }

    /// <summary>When the next moment comes; zero until the first look at the time.</summary>
    public TimeSpan NextMoment { get; private set; } = TimeSpan.MaxValue;

    public void Replace(IEnumerable<FaultRule> rules)
    {
        _rules.Clear();
        foreach (var rule in rules) _rules.Add(new Planned(rule, FaultKinds.Of(rule.Kind).Target));
        _begunAt = null;
        NextMoment = _rules.Exists(r => r.Target == FaultTarget.Moment) ? TimeSpan.Zero : TimeSpan.MaxValue;
    }

    /// <summary>The fault that befalls the request; null for none.</summary>
    public FaultStrike? Draw(string method) => Draw(FaultTarget.Request, method);

    /// <summary>The fault that befalls an event of an account's stream; null for none.</summary>
    public FaultStrike? DrawEvent() => Draw(FaultTarget.Event, null);

    /// <summary>The next moment that is due; false when none is.</summary>
    public bool TryTakeMoment(TimeSpan now, out FaultStrike strike)
    {
        strike = default;
        if (NextMoment > now) return false;
        if (_begunAt is null) Begin(now);
        foreach (var rule in _rules)
        {
            if (rule.Target != FaultTarget.Moment || rule.DueAt > now || rule.IsSpent) continue;
            strike = Strike(rule);
            rule.DueAt = rule.Rule.Every is { } mean ? now + Exponential(mean) : TimeSpan.MaxValue;
            Plan();
            return true;
        }

        Plan();
        return false;
    }

    private void Begin(TimeSpan now)
    {
        _begunAt = now;
        foreach (var rule in _rules)
            rule.DueAt = now
                + (rule.Rule.At ?? (rule.Rule.Every is { } mean ? Exponential(mean) : TimeSpan.Zero));
        Plan();
    }

    private void Plan()
    {
        NextMoment = TimeSpan.MaxValue;
        foreach (var rule in _rules)
            if (rule.Target == FaultTarget.Moment && !rule.IsSpent && rule.DueAt < NextMoment)
                NextMoment = rule.DueAt;
    }

    private FaultStrike? Draw(FaultTarget target, string? method)
    {
        foreach (var rule in _rules)
        {
            if (rule.Target != target || rule.IsSpent) continue;
            if (rule.Rule.Method is not null && rule.Rule.Method != method) continue;
            rule.Fitted++;
            if (rule.Rule.Nth is { } nth && rule.Fitted != nth) continue;
            if (_random.Chance(rule.Rule.Probability)) return Strike(rule);
        }

        return null;
    }

    private FaultStrike Strike(Planned rule)
    {
        rule.Struck++;
        Strikes++;
        var (min, max) = (rule.Rule.DelayMsMin, rule.Rule.DelayMsMax);
        var delay = _random.Between(min, Math.Max(min, max));
        return new FaultStrike(rule.Rule.Kind, TimeSpan.FromMilliseconds(delay));
    }

    private TimeSpan Exponential(TimeSpan mean) => mean * -Math.Log(1 - _random.Unit());

    private sealed class Planned(FaultRule rule, FaultTarget target)
    {
        public FaultRule Rule { get; } = rule;

        public FaultTarget Target { get; } = target;

        public int Fitted { get; set; }

        public int Struck { get; set; }

        public TimeSpan DueAt { get; set; }

        public bool IsSpent => Rule.Times is { } times && Struck >= times;
    }
}
