namespace TradingActors.Engine.Risk;

/// <summary>
/// How many things happened within a sliding window. Forgets what has left the window before each look, so
/// that it never holds more than one window's worth.
/// </summary>
internal sealed class SlidingCount(TimeSpan window)
{
    private readonly Queue<TimeSpan> _at = new();

    public TimeSpan Window { get; } = window;

    public void Add(TimeSpan now) => _at.Enqueue(now);

    public int Within(TimeSpan now)
    {
        while (_at.TryPeek(out var oldest) && now - oldest >= Window)
            _at.Dequeue();
        return _at.Count;
    }

    public void Clear() => _at.Clear();
}
