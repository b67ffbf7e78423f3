using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Exits;

/// <summary>
/// Who waits for one flatten: answered when it has begun, told each change after that. As many as join; at
/// the bound the newest is answered and told nothing further.
/// </summary>
internal sealed class Audience(string flattenId)
{
    public const int ListenersMax = 16;

    private readonly List<(IActorRef Listener, bool HasJoined)> _listeners = [];
    private FlattenReport? _told;
    private bool _hasEnded;

    /// <summary>The request is durable.</summary>
    public bool HasBegun { get; private set; }

    public void Add(IActorRef listener, bool hasJoined, AccountId account)
    {
        if (HasBegun || _listeners.Count >= ListenersMax)
            listener.Tell(new FlattenStarted(flattenId, account, hasJoined));
        if (_listeners.Count < ListenersMax && !listener.IsNobody())
            _listeners.Add((listener, hasJoined));
    }

    public void Begin(AccountId account)
    {
        HasBegun = true;
        foreach (var (listener, hasJoined) in _listeners)
            listener.Tell(new FlattenStarted(flattenId, account, hasJoined));
    }

    public bool TakesNews(FlattenReport report)
    {
        if (!report.DiffersFrom(_told))
            return false;

        _told = report;
        return true;
    }

    /// <summary>True the first time.</summary>
    public bool TakesEnd() => !_hasEnded && (_hasEnded = true);

    public void Tell(FlattenReport report)
    {
        foreach (var (listener, _) in _listeners)
            listener.Tell(report);
    }
}
