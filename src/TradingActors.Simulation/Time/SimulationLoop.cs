using System.Collections.Concurrent;
using System.Globalization;

namespace TradingActors.Simulation;

/// <summary>
/// The one thread and the one clock of a virtual world. What is due at a moment runs in the order of (time,
/// sequence); actors that are ready at the same moment run in an order that the seed chooses, as a thread
/// pool would choose it. Running takes no time: the clock moves only when nothing is ready.
/// </summary>
public sealed class SimulationLoop(ulong seed)
{
    /// <summary>So many steps without the clock moving are a livelock.</summary>
    public const int StepsAtOneMomentMax = 1_000_000;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Random _random = new((int)(seed ^ (seed >> 32)));
    private readonly List<Action> _ready = [];
    private readonly PriorityQueue<Action, (TimeSpan At, long Sequence)> _timed = new();
    private readonly ConcurrentQueue<Action> _foreign = new();
    private long _sequence;
    private int _foreignPosts;

    /// <summary>Virtual time since the world began.</summary>
    public TimeSpan Now { get; private set; }

    /// <summary>What has run.</summary>
    public long Steps { get; private set; }

    /// <summary>
    /// Work that came from another thread, whose moment no seed decides: a run that has any cannot be
    /// repeated.
    /// </summary>
    public int ForeignPosts => Volatile.Read(ref _foreignPosts);

    /// <summary>Where the first foreign work came from.</summary>
    public string? FirstForeign { get; private set; }

    /// <summary>Runs as soon as the present step ends, among everything else that is ready.</summary>
    public void Post(Action work)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _ready.Add(work);
        else
            PostForeign(work);
    }

    /// <summary>Runs at the moment; a moment in the past is the present one.</summary>
    public void At(TimeSpan moment, Action work)
    {
        if (Environment.CurrentManagedThreadId == _thread)
            _timed.Enqueue(work, (moment > Now ? moment : Now, ++_sequence));
        else
            PostForeign(() => At(moment, work));
    }

    public void After(TimeSpan delay, Action work) => At(Now + delay, work);

    /// <summary>Runs everything that is due up to the moment, and ends there.</summary>
    public void RunUntil(TimeSpan end) => RunUntil(end, static () => false);

    /// <summary>Also ends as soon as the condition holds after a step; says whether it did.</summary>
    public bool RunUntil(TimeSpan end, Func<bool> isDone)
    {
        var atThisMoment = 0;
        while (!isDone())
        {
            var before = Now;
            if (!Step(end))
            {
                Now = end > Now ? end : Now;
                return isDone();
            }

            atThisMoment = Now == before ? atThisMoment + 1 : 0;
            if (atThisMoment > StepsAtOneMomentMax)
                throw new InvalidOperationException(string.Create(
                    CultureInfo.InvariantCulture, $"the world never leaves {Now}: a livelock"));
        }

        return true;
    }

    private bool Step(TimeSpan end)
    {
        while (_foreign.TryDequeue(out var foreign))
            _ready.Add(foreign);

        if (_ready.Count > 0)
        {
            var chosen = _random.Next(_ready.Count);
            var work = _ready[chosen];
            _ready[chosen] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            Steps++;
            work();
            return true;
        }

        if (!_timed.TryPeek(out var due, out var priority) || priority.At > end)
            return false;

        _timed.Dequeue();
        Now = priority.At;
        Steps++;
        due();
        return true;
    }

    private void PostForeign(Action work)
    {
        if (Interlocked.Increment(ref _foreignPosts) == 1)
            FirstForeign = Environment.StackTrace;
        _foreign.Enqueue(work);
    }
}
