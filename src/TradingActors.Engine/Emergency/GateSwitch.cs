using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// The node's modes as flags that any thread may read and any thread may tighten. The EmergencyGate actor
/// keeps it in step with the EmergencyActor; a halt closes it on the caller's own thread, because a message
/// alone would wait behind every queued order. In force is the union of what the stream holds, what was
/// latched here and is not known to be in the stream yet, and the gate's own staleness.
/// </summary>
public sealed class GateSwitch
{
    /// <summary>Latches kept; one more closes everything instead of its own scope.</summary>
    public const int LatchesMax = 1_000;

    private const long NotRecovered = -1;

    private readonly Lock _lock = new();
    private readonly Dictionary<AccountId, AccountGate> _accounts = [];
    private readonly List<Latched> _latched = [];
    private IReadOnlyList<Hold> _journaled;
    private IReadOnlyList<Approval<Scope>> _pending = [];
    private Hold? _stale;
    private readonly string _node;
    private readonly string _startedAt;
    private long _version = NotRecovered;
    private long _ids;

    /// <summary>
    /// Closed until the emergency state has been heard for the first time. <paramref name="node"/> names this
    /// process among all that share the emergency stream.
    /// </summary>
    public GateSwitch(DateTimeOffset startedAt, string node)
    {
        _node = node;
        _startedAt = startedAt.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        _journaled = [new Hold(HoldCause.GateStale, Scope.Everything, TradingMode.Halted,
            "the emergency state has not been recovered yet", node, startedAt)];
    }

    /// <summary>Latches that the stream is not known to contain.</summary>
    public IReadOnlyList<Hold> Unmerged
    {
        get
        {
            lock (_lock)
                return [.. _latched.Where(l => l.MergedAt is null).Select(l => l.Hold)];
        }
    }

    /// <summary>The holds in force on this node and how they are known.</summary>
    public EmergencyView View()
    {
        lock (_lock)
        {
            var inForce = InForce();
            return new EmergencyView(Math.Max(_version, 0), inForce, StrictestOf(inForce, Scope.Everything),
                _version != NotRecovered, _stale is not null, _pending);
        }
    }

    /// <summary>The accounts whose gates exist and which the scope concerns.</summary>
    public IReadOnlyList<AccountId> AccountsIn(Scope scope)
    {
        lock (_lock)
            return [.. _accounts.Values
                .Where(a => scope.Concerns(a.Account, a.Venue))
                .Select(a => a.Account)
                .OrderBy(a => a.Value, StringComparer.Ordinal)];
    }

    /// <summary>The gate of one account, made on first use.</summary>
    public AccountGate For(AccountId account, VenueId venue)
    {
        lock (_lock)
        {
            if (!_accounts.TryGetValue(account, out var gate))
            {
                gate = new AccountGate(account, venue);
                gate.Recompute(InForce());
                _accounts.Add(account, gate);
            }

            return gate.Venue == venue
                ? gate
                : throw new InvalidOperationException(
                    $"account {account} is at {gate.Venue}, not at {venue}");
        }
    }

    /// <summary>
    /// Applies a hold at once, before anything is journaled. It stays until <see cref="Merged"/> is told its
    /// id, however many states of the stream pass: a state that holds the same cause and scope may be about
    /// to be resumed.
    /// </summary>
    public void Latch(Hold hold)
    {
        lock (_lock)
        {
            var at = IndexOf(hold.Cause, hold.Scope);
            if (at < 0 && _latched.Count >= LatchesMax)
            {
                hold = hold with { Cause = HoldCause.Operator, Scope = Scope.Everything };
                at = IndexOf(hold.Cause, hold.Scope);
            }

            if (at < 0)
                _latched.Add(new Latched(hold, MergedAt: null));
            else if (_latched[at].Hold is var old && (old.Id != hold.Id || hold.Id.Length == 0))
                _latched[at] = new Latched(
                    old.RaisedAgain(hold) with { Id = hold.Id }, MergedAt: null);
            else
                return;

            Recompute();
        }
    }

    /// <summary>
    /// Takes a state of the stream over; false, and nothing changes, when it is older than the one in force.
    /// </summary>
    public bool Apply(HoldsInForce state)
    {
        lock (_lock)
        {
            if (state.Version < _version)
                return false;
            if (state.Version == _version)
                return true;

            _version = state.Version;
            _journaled = state.Holds;
            _pending = state.Pending ?? [];
            _latched.RemoveAll(l => l.MergedAt <= _version);
            Recompute();
            return true;
        }
    }

    /// <summary>
    /// The stream contains the latch since the version; it leaves once a state at least as new is in force.
    /// </summary>
    public void Merged(string id, long version)
    {
        lock (_lock)
        {
            var at = _latched.FindIndex(l => l.Hold.Id == id);
            if (at < 0)
                return;

            if (version > _version)
            {
                _latched[at] = _latched[at] with { MergedAt = version };
                return;
            }

            _latched.RemoveAt(at);
            Recompute();
        }
    }

    /// <summary>
    /// Takes back a latch whose cause clears itself; what the stream holds stays until the stream says
    /// otherwise.
    /// </summary>
    public void Unlatch(HoldCause cause, Scope scope)
    {
        lock (_lock)
        {
            var at = cause.ClearsItself() ? IndexOf(cause, scope) : -1;
            if (at < 0)
                return;

            _latched.RemoveAt(at);
            Recompute();
        }
    }

    /// <summary>
    /// The hold of a gate that has lost touch with the stream; null when it hears it again.
    /// </summary>
    public void SetStale(Hold? hold)
    {
        lock (_lock)
        {
            if (hold is null == _stale is null)
                return;

            _stale = hold;
            Recompute();
        }
    }

    /// <summary>An id for a halt or a raise, unlike any other of any node's any life.</summary>
    public string NextId(string kind) => string.Create(CultureInfo.InvariantCulture,
        $"{kind}-{_node}-{_startedAt}-{Interlocked.Increment(ref _ids)}");

    /// <summary>The strictest mode of the holds that cover the whole scope.</summary>
    internal static TradingMode StrictestOf(IReadOnlyList<Hold> holds, Scope scope)
    {
        var mode = TradingMode.Active;
        foreach (var hold in holds)
            if (hold.Mode > mode && hold.Scope.Covers(scope))
                mode = hold.Mode;
        return mode;
    }

    private int IndexOf(HoldCause cause, Scope scope) =>
        _latched.FindIndex(l => l.Hold.Key == (cause, scope));

    /// <summary>
    /// A latch that the stream shows under its own id is listed once, though it is not released yet.
    /// </summary>
    private List<Hold> InForce()
    {
        var inForce = new List<Hold>(_journaled);
        foreach (var latch in _latched)
            if (!_journaled.Any(j => j.Key == latch.Hold.Key
                    && j.Id == latch.Hold.Id && j.Mode >= latch.Hold.Mode))
                inForce.Add(latch.Hold);
        if (_stale is not null)
            inForce.Add(_stale);
        return inForce;
    }

    private void Recompute()
    {
        var inForce = InForce();
        foreach (var gate in _accounts.Values)
            gate.Recompute(inForce);
    }

    private readonly record struct Latched(Hold Hold, long? MergedAt);
}
