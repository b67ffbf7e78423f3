using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Orders;

/// <summary>
/// An event on its way to the journal, with the order as it is after it, who waits for it, and the approval
/// behind an
/// intent; <see cref="OrderUpdated.Settled"/> goes with it.
/// </summary>
public readonly record struct Commit(
    AccountEvent Event,
    OrderState? Order,
    IActorRef? Caller,
    ApprovedOrder? Approved,
    Notional Settled = default);

/// <summary>
/// Group commit: while one batch is being written the next one gathers here, in order. Bounded by the working
/// orders
/// and the venue's events about them; at <see cref="Capacity"/> new intents are refused before they get here.
/// </summary>
public sealed class CommitQueue
{
    public const int Capacity = 100_000;

    private List<Commit> _gathering = [];
    private List<Commit> _writing = [];

    public bool IsWriting => _writing.Count > 0;

    public bool IsFull => _gathering.Count >= Capacity;

    public int Count => _gathering.Count + _writing.Count;

    public void Add(in Commit commit) => _gathering.Add(commit);

    /// <summary>The next batch, when there is one and none is under way.</summary>
    public bool TryBegin(out IReadOnlyList<AccountEvent> batch)
    {
        batch = [];
        if (IsWriting || _gathering.Count == 0)
            return false;

        (_writing, _gathering) = (_gathering, _writing);
        var events = new AccountEvent[_writing.Count];
        for (var i = 0; i < events.Length; i++)
            events[i] = _writing[i].Event;
        batch = events;
        return true;
    }

    /// <summary>The batch that has become durable; valid until <see cref="Finish"/>.</summary>
    public IReadOnlyList<Commit> Written => _writing;

    public void Finish() => _writing.Clear();
}
