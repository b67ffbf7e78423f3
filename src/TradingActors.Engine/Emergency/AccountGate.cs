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
    public bool CanExit => _canExit;

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

    internal void Recompute(IReadOnlyList<Hold> inForce)
    {
        lock (_lock)
        {
            _fromNode = [.. inForce.Where(h => h.Scope.Concerns(Account, Venue))];
            Publish();
        }
    }

    private void Publish()
    {
        Hold[] all = _desk is null ? [.. _fromNode, .. _exits] : [.. _fromNode, .. _exits, _desk];
        var accountWide = TradingMode.Active;
        foreach (var hold in all)
            if (!IsNarrow(hold) && hold.Mode > accountWide)
                accountWide = hold.Mode;
        _modes = new Modes(accountWide, [.. all.Where(IsNarrow)], all);
    }

    private static bool AppliesTo(Scope scope, StrategyId strategy, Symbol symbol) => scope.Kind switch
    {
        ScopeKind.Strategy => scope.Name == (strategy.Value ?? ""),
        ScopeKind.Instrument => scope.Name == symbol.Value,
        _ => true,
    };

    private static bool IsNarrow(Hold hold) => hold.Scope.Kind is ScopeKind.Strategy or ScopeKind.Instrument;

    private sealed record Modes(TradingMode AccountWide, Hold[] Narrow, Hold[] All);
}
