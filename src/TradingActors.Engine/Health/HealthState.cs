using TradingActors.Engine.Emergency;

namespace TradingActors.Engine.Health;

/// <summary>
/// One threshold's recent past: how many intervals in a row were above it, or not, and whether it holds.
/// </summary>
public readonly record struct ThresholdState(int Above, int Within, bool IsBreached)
{
    /// <summary>
    /// One more interval; null means that nothing was measured. Where that is because nothing was asked of
    /// it, it counts as within, or a hold that stops orders could never end; of what should be measured all
    /// the time it says nothing.
    /// </summary>
    public ThresholdState Next(HealthThreshold threshold, TimeSpan? measured)
    {
        if (measured is null && threshold.IsContinuous)
            return this;

        if (measured > threshold.Limit)
            return new ThresholdState(Above + 1, 0, IsBreached || Above + 1 >= threshold.RaiseAfter);

        return new ThresholdState(0, Within + 1, IsBreached && Within + 1 < threshold.ClearAfter);
    }
}

/// <summary>Every threshold's state, and from it the one hold that each cause asks for.</summary>
public sealed class HealthState(HealthSettings settings)
{
    private readonly ThresholdState[] _states = new ThresholdState[settings.Thresholds.Count];
    private readonly TimeSpan?[] _measured = new TimeSpan?[settings.Thresholds.Count];

    /// <summary>The thresholds that are breached now, with what was measured last.</summary>
    public IEnumerable<(HealthThreshold Threshold, TimeSpan? Measured)> Breaches =>
        settings.Thresholds.Select((threshold, i) => (threshold, _measured[i], _states[i].IsBreached))
            .Where(t => t.IsBreached)
            .Select(t => (t.threshold, t.Item2));

    /// <summary>Takes one interval's figures in.</summary>
    public void Observe(Func<Meter, HealthFigure, TimeSpan?> figure)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            var threshold = settings.Thresholds[i];
            _measured[i] = figure(threshold.Meter, threshold.Figure);
            _states[i] = _states[i].Next(threshold, _measured[i]);
        }
    }

    /// <summary>
    /// True once every threshold of the cause has been within its limit for long enough to end a hold that an
    /// earlier life of this node may have left.
    /// </summary>
    public bool IsClean(HoldCause cause)
    {
        for (var i = 0; i < _states.Length; i++)
            if (settings.Thresholds[i] is var threshold && threshold.Cause == cause
                && (_states[i].IsBreached || _states[i].Within < threshold.ClearAfter))
                return false;
        return true;
    }

    /// <summary>The strictest mode that the breaches of a cause ask for, null when there is none.</summary>
    public TradingMode? WantedFor(HoldCause cause) =>
        Breaches.Where(b => b.Threshold.Cause == cause).Select(b => (TradingMode?)b.Threshold.Mode).Max();
}

/// <summary>The venue's refusals of one account within a sliding window; a full window is a storm.</summary>
public sealed class RejectStorm(int max, TimeSpan window)
{
    private readonly Queue<TimeSpan> _at = new();

    /// <summary>
    /// One more refusal; true when there are now as many within the window as are too many, and counting
    /// starts anew.
    /// </summary>
    public bool Add(TimeSpan now)
    {
        _at.Enqueue(now);
        while (_at.Count > max || now - _at.Peek() > window)
            _at.Dequeue();
        if (_at.Count < max)
            return false;

        _at.Clear();
        return true;
    }
}
