using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// The desks that are open on this node, in the order of their names. Made with the gate actor's Props and
/// not with the actor, so that a gate that restarts still knows whom to close.
/// </summary>
internal sealed class GateDesks
{
    private readonly SortedDictionary<string, GateDesk> _desks = new(StringComparer.Ordinal);

    public IEnumerable<GateDesk> All => _desks.Values;

    public GateDesk Open(DeskOpened opened, AccountGate gate) =>
        _desks[opened.Account.Value] = new GateDesk(opened, gate);

    public void Close(AccountId account) => _desks.Remove(account.Value);

    public GateDesk? Find(string account) => _desks.GetValueOrDefault(account);

    public IEnumerable<GateDesk> In(Scope scope) =>
        _desks.Values.Where(d => scope.Concerns(d.Account, d.Gate.Venue));
}

/// <summary>One open desk: where its barriers and cancels go, and what it was last told.</summary>
internal sealed class GateDesk(DeskOpened opened, AccountGate gate)
{
    private readonly HashSet<string> _cancelling = [];
    private ModeChanged? _told;

    public AccountId Account { get; } = opened.Account;

    public IActorRef Connection { get; } = opened.Connection;

    public IActorRef Orders { get; } = opened.Orders;

    public AccountGate Gate { get; } = gate;

    /// <summary>The news for this desk, or null when its mode and holds are what it was last told.</summary>
    public ModeChanged? TakeModeChange()
    {
        var (mode, holds) = (Gate.Mode, Gate.Holds);
        if (_told is not null && _told.Mode == mode && _told.Holds.SequenceEqual(holds))
            return null;

        return _told = new ModeChanged(Account, mode, holds);
    }

    /// <summary>Holds that cancel orders and for which this desk was not told to cancel yet.</summary>
    public IReadOnlyList<Hold> TakeCancels(Func<Hold, bool> isReady)
    {
        var halting = Gate.Holds.Where(h => h.CancelsOrders).ToArray();
        _cancelling.IntersectWith(halting.Select(h => h.Id));
        return [.. halting.Where(h => isReady(h) && _cancelling.Add(h.Id))];
    }

    /// <summary>True when the hold cancels orders and this desk was not told so yet.</summary>
    public bool TakeCancel(Hold hold) => hold.CancelsOrders && _cancelling.Add(hold.Id);
}
