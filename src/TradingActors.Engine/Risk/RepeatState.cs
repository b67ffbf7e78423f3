namespace TradingActors.Engine.Risk;

/// <summary>
/// How often one strategy has re-entered and how often it was refused within its window. A full window asks
/// for the strategy to be disabled, and counting starts anew.
/// </summary>
internal sealed class RepeatState(StrategyLimits? limits)
{
    private SlidingCount _reentries = new(limits?.RepeatWindow ?? TimeSpan.Zero);
    private SlidingCount _rejects = new(limits?.RepeatWindow ?? TimeSpan.Zero);

    /// <summary>Keeps what was counted unless the window itself has changed.</summary>
    public RepeatState With(StrategyLimits? changed) => changed?.RepeatWindow == _reentries.Window
        ? new RepeatState(changed) { _reentries = _reentries, _rejects = _rejects }
        : new RepeatState(changed);

    /// <summary>Why the strategy must be disabled, null when it need not.</summary>
    public string? Reentered(TimeSpan now) => Count(_reentries, limits?.ReentriesMax, "re-entries", now);

    /// <inheritdoc cref="Reentered"/>
    public string? Rejected(TimeSpan now) => Count(_rejects, limits?.RejectsMax, "refused orders", now);

    private static string? Count(SlidingCount counted, int? max, string what, TimeSpan now)
    {
        if (max is null)
            return null;

        counted.Add(now);
        if (counted.Within(now) < max)
            return null;

        counted.Clear();
        return $"{max} {what} in {counted.Window.TotalSeconds:0.###} s without a person";
    }
}
