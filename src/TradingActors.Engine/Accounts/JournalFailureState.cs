namespace TradingActors.Engine.Accounts;

/// <summary>
/// When the account's journal failed, on the monotonic clock: once is put right by opening the desk again,
/// again and again is a person's matter.
/// </summary>
public sealed class JournalFailureState
{
    public const int FailuresMax = 3;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Queue<TimeSpan> _at = new();

    /// <summary>One more; true when there are now as many within the window as are too many.</summary>
    public bool Add(TimeSpan now)
    {
        _at.Enqueue(now);
        while (_at.Count > FailuresMax || now - _at.Peek() > Window)
            _at.Dequeue();
        return _at.Count == FailuresMax;
    }
}
