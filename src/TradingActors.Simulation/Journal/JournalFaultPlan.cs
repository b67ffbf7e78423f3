namespace TradingActors.Simulation;

/// <summary>
/// Draws, from a seed of its own, what befalls each write, replay and snapshot. Spans in force come first,
/// then the rules in order; the first that strikes counts.
/// </summary>
internal sealed class JournalFaultPlan(ulong seed)
{
    private readonly Random _random = new((int)(seed ^ (seed >> 32)));
    private readonly List<Planned> _rules = [];

    /// <summary>
    /// Replaces the rules and ends the spans in force. The draws go on from where the seed had come to.
    /// </summary>
    public void Replace(IEnumerable<JournalFaultRule> rules)
    {
        _rules.Clear();
        foreach (var rule in rules)
        {
            var row = JournalFaultKinds.Of(rule.Kind);
            _rules.Add(rule.Problem() is { } problem
                ? throw new ArgumentException($"{row.Word}: {problem}", nameof(rules))
                : new Planned(rule, row));
        }
    }

    /// <summary>
    /// What befalls this now; null for nothing. <paramref name="isNew"/> is false while a span goes on.
    /// </summary>
    public JournalStrike? Draw(
        JournalFaultTarget target,
        JournalStream stream,
        IReadOnlyList<string> manifests,
        TimeSpan now,
        out bool isNew)
    {
        isNew = false;
        var isWrite = target == JournalFaultTarget.Write;
        foreach (var rule in _rules)
            if (rule.EndsAt > now && rule.Fits(stream)
                && (isWrite ? rule.Row.FailsWrites : Hinders(rule, target)))
                return new JournalStrike(rule.Rule.Kind, stream, now, rule.EndsAt - now);

        isNew = true;
        foreach (var rule in _rules)
            if (rule.Befalls(target, stream, manifests) && _random.NextDouble() < rule.Rule.Probability)
                return Strike(rule, stream, now);
        return null;
    }

    private static bool Hinders(Planned rule, JournalFaultTarget target) =>
        target == JournalFaultTarget.SnapshotSaved ? rule.Row.FailsWrites : rule.Row.FailsReads;

    private JournalStrike Strike(Planned rule, JournalStream stream, TimeSpan now)
    {
        rule.Struck++;
        var (min, max) = (rule.Rule.DelayMsMin, rule.Rule.DelayMsMax);
        var delay = TimeSpan.FromMilliseconds(min + (max - min) * _random.NextDouble());
        if (rule.Row.Target == JournalFaultTarget.Span)
            rule.EndsAt = now + delay;
        return new JournalStrike(rule.Rule.Kind, stream, now, delay);
    }

    private sealed class Planned(JournalFaultRule rule, JournalFaultKindRow row)
    {
        private int _fitted;

        public JournalFaultRule Rule { get; } = rule;

        public JournalFaultKindRow Row { get; } = row;

        public int Struck { get; set; }

        public TimeSpan EndsAt { get; set; } = TimeSpan.MinValue;

        public bool Fits(JournalStream stream) => Rule.Stream is null || Rule.Stream == stream;

        /// <summary>Counts what fits, so that the n-th can be told.</summary>
        public bool Befalls(JournalFaultTarget target, JournalStream stream, IReadOnlyList<string> manifests)
        {
            var begins = Row.Target == JournalFaultTarget.Span ? JournalFaultTarget.Write : Row.Target;
            if (begins != target || !Fits(stream) || Struck >= (Rule.Times ?? int.MaxValue)
                || (Rule.Containing is { } wanted && !manifests.Contains(wanted)))
                return false;

            _fitted++;
            return Rule.Nth is not { } nth || _fitted == nth;
        }
    }
}
