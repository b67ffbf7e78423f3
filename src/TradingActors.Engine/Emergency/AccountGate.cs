using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// What one account may send now. Read immediately before each write by the connection and at each decision
/// by risk; one volatile read when no hold is narrower than the account.
/// </summary>
public sealed class AccountGate(AccountId account, VenueId venue)
{
    private readonly Lock _lock = new();
    private volatile Modes _modes = new(TradingMode.Halted, [], []);
    private volatile bool _canExit;
    private IReadOnlyList<Hold> _fromNode = [];
    private IReadOnlyList<Hold> _exits = [];
    private Hold? _desk;
    private Hold? _climb;
    private Hold? _journal;
    private volatile bool _isJournalDead;
    private long _lifts;

    public AccountId Account { get; } = account;

    public VenueId Venue { get; } = venue;

    /// <summary>The account-wide mode, without holds of a single strategy or instrument.</summary>
    public TradingMode Mode => _modes.AccountWide;

    /// <summary>Every hold that applies to the account or to a part of it.</summary>
    public IReadOnlyList<Hold> Holds => _modes.All;

    /// <summary>
    /// What the audited exit needs instead of a mode: there is a venue session and the account has been
    /// compared with the venue, so that what is held is known.
    /// </summary>
    public bool CanExit => _canExit && !_isJournalDead;

    /// <summary>
    /// How often a hold of the whole account that needed a person has been lifted. From that moment the gate
    /// itself keeps the account at CancelOnly, so that nothing slips through before the desk has noticed;
    /// <see cref="Climbs"/> hands that over to the desk.
    /// </summary>
    public long Lifts => Interlocked.Read(ref _lifts);

    /// <summary>The mode for an order of the strategy in the instrument.</summary>
    public TradingMode ModeFor(StrategyId strategy, Symbol symbol)
    {
        var modes = _modes;
        if (modes.Narrow.Length == 0)
            return modes.AccountWide;

        var mode = modes.AccountWide;
        foreach (var hold in modes.Narrow)
            if (hold.Mode > mode && AppliesTo(hold.Scope, strategy, symbol))
                mode = hold.Mode;
        return mode;
    }

    /// <summary>The strictest hold that applies to such an order, for the refusal's text.</summary>
    public Hold? StrictestFor(StrategyId strategy, Symbol symbol) =>
        _modes.All.Where(h => AppliesTo(h.Scope, strategy, symbol)).MaxBy(h => h.Mode);

    /// <summary>The desk's own readiness: null when it is open and reconciled.</summary>
    public void SetDesk(Hold? hold)
    {
        lock (_lock)
        {
            _desk = hold;
            Publish();
        }
    }

    /// <summary>
    /// The account's journal has failed: nothing passes, the exit neither, until a new desk is opened with
    /// null. Apart from <see cref="SetDesk"/>, because the desk may still hear of quotes and comparisons
    /// before it hears of its journal's end.
    /// </summary>
    public void SetJournal(Hold? hold)
    {
        lock (_lock)
        {
            _journal = hold;
            _isJournalDead = hold is not null;
            Publish();
        }
    }

    /// <summary>See <see cref="CanExit"/>; set by the account with each phase of its desk.</summary>
    public void SetCanExit(bool canExit) => _canExit = canExit;

    /// <summary>Holds of the flattens under way: whatever else would trade against them waits.</summary>
    public void SetExits(IReadOnlyList<Hold> holds)
    {
        lock (_lock)
        {
            _exits = holds;
            Publish();
        }
    }

    /// <summary>
    /// The desk knows of the lift of this number and holds the account by <see cref="SetDesk"/> for as long
    /// as it takes; one that came since keeps the account here.
    /// </summary>
    public void Climbs(long lift)
    {
        lock (_lock)
        {
            if (lift != _lifts)
                return;

            _climb = null;
            Publish();
        }
    }

    internal void Recompute(IReadOnlyList<Hold> inForce)
    {
        lock (_lock)
        {
            Hold[] next = [.. inForce.Where(h => h.Scope.Concerns(Account, Venue))];
            if (_fromNode.FirstOrDefault(h => IsLifted(h, next)) is { } lifted)
            {
                _lifts++;
                _climb = new Hold(HoldCause.DeskNotReady, Scope.Account(Account), TradingMode.CancelOnly,
                    $"resumed from {lifted.Cause} on {lifted.Scope}; the desk has yet to climb", "gate",
                    lifted.Since);
            }

            _fromNode = next;
            Publish();
        }
    }

    private void Publish()
    {
        var all = new List<Hold>([.. _fromNode, .. _exits]);
        if (_desk is not null)
            all.Add(_desk);
        if (_climb is not null)
            all.Add(_climb);
        if (_journal is not null)
            all.Add(_journal);
        var accountWide = TradingMode.Active;
        foreach (var hold in all)
            if (!IsNarrow(hold) && hold.Mode > accountWide)
                accountWide = hold.Mode;
        _modes = new Modes(accountWide, [.. all.Where(IsNarrow)], [.. all]);
    }

    private static bool AppliesTo(Scope scope, StrategyId strategy, Symbol symbol) => scope.Kind switch
    {
        ScopeKind.Strategy => scope.Name == (strategy.Value ?? ""),
        ScopeKind.Instrument => scope.Name == symbol.Value,
        _ => true,
    };

    /// <summary>
    /// A part of the account that is resumed does not make the rest of it stop and compare.
    /// </summary>
    private static bool IsLifted(Hold hold, Hold[] next) =>
        !IsNarrow(hold) && !hold.Cause.ClearsItself() && !next.Any(n => n.Key == hold.Key);

    private static bool IsNarrow(Hold hold) => hold.Scope.Kind is ScopeKind.Strategy or ScopeKind.Instrument;

    private sealed record Modes(TradingMode AccountWide, Hold[] Narrow, Hold[] All);
}
