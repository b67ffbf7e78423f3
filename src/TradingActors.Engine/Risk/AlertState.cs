namespace TradingActors.Engine.Risk;

/// <summary>
/// Which percentage of each limit was told last. A level is told once on the way up, and again only after use
/// has fallen <see cref="Hysteresis"/> points below it, so that a use that swings around it is no alarm a
/// second.
/// </summary>
internal sealed class AlertState(IReadOnlyList<int> percents)
{
    public const int Hysteresis = 5;

    private readonly int[] _levels = [.. percents, 100];
    private readonly Dictionary<LimitKey, int> _told = [];

    /// <summary>The level to tell now, null when there is nothing new.</summary>
    public int? Next(in LimitUse use)
    {
        var told = _told.GetValueOrDefault(use.Key);
        var reached = 0;
        foreach (var level in _levels)
            if (use.Percent >= (level <= told ? level - Hysteresis : level))
                reached = level;
        if (reached == told)
            return null;

        _told[use.Key] = reached;
        return reached > told ? reached : null;
    }
}
