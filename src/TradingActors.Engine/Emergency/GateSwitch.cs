using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// The node's modes as flags that any thread may read and any thread may tighten. The EmergencyGate actor keeps it in
/// step with the EmergencyActor; a halt closes it on the caller's own thread, because a message alone would wait
/// behind every queued order.
/// </summary>
public sealed class GateSwitch
{
    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, AccountGate> _accounts = [];
    private readonly List<Hold> _latched = [];
    private IReadOnlyList<Hold> _journaled;

    /// <summary>Closed until the emergency state has been heard for the first time.</summary>
    public GateSwitch(DateTimeOffset startedAt) =>
        _journaled = [new Hold(HoldCause.GateStale, Scope.Everything, TradingMode.Halted,
            "the emergency state has not been recovered yet", "node", startedAt)];

    /// <summary>The gate of one account, made on first use.</summary>
    public AccountGate For(AccountId account, VenueId venue)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(account, out var gate))
            {
                gate = new AccountGate(account, venue);
                gate.Recompute(_journaled, _latched);
                _accounts.Add(account, gate);
            }

            return gate;
        }
    }

    /// <summary>Applies a hold at once, before anything is journaled.</summary>
    public void Latch(Hold hold)
    {
        lock (_lock)
        {
            _latched.Add(hold);
            Recompute();
        }
    }

    /// <summary>Takes the journaled state over; latches that it contains are merged, the others stay.</summary>
    public void Apply(IReadOnlyList<Hold> journaled)
    {
        lock (_lock)
        {
            _journaled = journaled;
            _latched.RemoveAll(l => journaled.Any(j => j.Key == l.Key && j.Mode >= l.Mode));
            Recompute();
        }
    }

    /// <summary>Adds or removes one unjournaled, self-clearing hold (a stale gate).</summary>
    public void Unlatch(HoldCause cause)
    {
        lock (_lock)
        {
            _latched.RemoveAll(l => l.Cause == cause);
            Recompute();
        }
    }

    /// <summary>Latches that the journal does not contain yet.</summary>
    public IReadOnlyList<Hold> Unmerged
    {
        get
        {
            lock (_lock)
                return [.. _latched];
        }
    }

    private void Recompute()
    {
        foreach (var gate in _accounts.Values)
            gate.Recompute(_journaled, _latched);
    }
}
