using TradingActors.Domain;

namespace TradingActors.Engine.Connection;

/// <summary>
/// What one egress address may still ask of one venue: windows of weight for the address and of orders for
/// each account, pauses, bans and connection attempts. Nobody's thread and nobody's clock: the time is a
/// parameter.
/// </summary>
public sealed class RateBudgetState
{
    /// <summary>A pause is never shorter: a moment in the past would be asked for again.</summary>
    public static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(1);

    /// <summary>A venue's longest ban; a moment further away is a mistake of somebody's clock.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromDays(3);

    /// <summary>An account that has not asked for its period for so long lives elsewhere by now.</summary>
    private static readonly TimeSpan CycleForgottenAfter = TimeSpan.FromMinutes(15);

    private readonly RateBudgetSettings _settings;
    private readonly List<RateWindowState> _address = [];
    private readonly List<(TimeSpan Window, int Limit)> _orderLimits = [];
    private readonly Dictionary<AccountId, AccountRates> _accounts = [];
    private readonly Queue<TimeSpan> _attempts = new();
    private int _attemptsMax;
    private TimeSpan _settle;
    private bool _isMeasured;
    private TimeSpan _clockOffset;
    private TimeSpan _pausedUntil;
    private TimeSpan _bannedUntil;
    private TimeSpan _connectionsPausedUntil;

    public RateBudgetState(RateBudgetSettings settings)
    {
        _settings = settings;
        _settle = settings.SettleMax;
        _attemptsMax = settings.ConnectionsMax;
        _address.Add(new RateWindowState(RateKind.RequestWeight, settings.WeightWindow, settings.WeightMax));
    }

    /// <summary>Takes the cost when every window has room for it; all of it or nothing.</summary>
    public RateVerdict TryTake(RateUse use, RequestCost cost, AccountId? account, Instant now)
    {
        if (now.Monotonic < _bannedUntil)
            return RateVerdict.Banned;
        if (now.Monotonic < _pausedUntil)
            return RateVerdict.Paused;

        var own = account is { } id ? Of(id) : null;
        if (cost.Orders > 0 && own is not null && now.Monotonic < own.OrdersPausedUntil)
            return RateVerdict.Paused;

        Turn(_address, now);
        foreach (var window in _address)
            if (!HasRoom(window, use, CostIn(window, cost)))
                return RateVerdict.Exhausted;
        if (own is not null && cost.Orders > 0)
        {
            Turn(own.Orders, now);
            foreach (var window in own.Orders)
                if (window.Used + cost.Orders > window.Limit)
                    return RateVerdict.Exhausted;
            foreach (var window in own.Orders)
                window.Charge(use, cost.Orders, now.Monotonic);
        }

        foreach (var window in _address)
            window.Charge(use, CostIn(window, cost), now.Monotonic);
        if (own is not null && use == RateUse.Query)
            own.QueriedSince += cost.Weight;
        return RateVerdict.Granted;
    }

    /// <summary>The venue's own words about a limit, and about what it has counted.</summary>
    public void Counted(AccountId? account, in RateUsage usage, Instant now)
    {
        if (usage.Limit <= 0 || usage.Window <= TimeSpan.Zero)
            return;

        switch (usage.Kind)
        {
            case RateKind.Connections:
                _attemptsMax = Math.Min(_settings.ConnectionsMax, usage.Limit);
                break;
            case RateKind.Orders when account is { } id:
                Count(Of(id).Orders, usage, now);
                break;
            case RateKind.Orders:
                LearnOrderLimit(usage);
                break;
            default:
                Count(_address, usage, now);
                break;
        }
    }

    /// <summary>
    /// How long a request travels and how far the venue's clock is ahead decide what a count includes and
    /// when a window turns.
    /// </summary>
    public void Measured(TimeSpan roundTrip, TimeSpan? clockOffset)
    {
        var settle = Sooner(Later(roundTrip * 4, RateWindowState.SettleMin), _settings.SettleMax);

        // A slow round trip counts at once, a fast one only bit by bit: the next may be slow again.
        _settle = settle >= _settle || !_isMeasured ? settle : _settle - (_settle - settle) / 4;
        _isMeasured = true;
        _clockOffset = clockOffset ?? _clockOffset;
    }

    public void Throttled(VenueThrottled throttled, AccountId? account, Instant now)
    {
        var wait = Sooner(Later(throttled.RetryAt - now.Wall, PauseMin), PauseMax);
        var until = now.Monotonic + wait;
        if (throttled.IsBan)
            _bannedUntil = Later(_bannedUntil, until);
        else if (throttled.Kind == RateKind.Connections)
            _connectionsPausedUntil = Later(_connectionsPausedUntil, until);
        else if (throttled.Kind == RateKind.Orders && account is { } id)
            Of(id).OrdersPausedUntil = Later(Of(id).OrdersPausedUntil, until);
        else
            _pausedUntil = Later(_pausedUntil, until);
    }

    /// <summary>How long the address is still banned; zero when it is not.</summary>
    public TimeSpan BanLeft(Instant now) => Later(_bannedUntil - now.Monotonic, TimeSpan.Zero);

    /// <summary>
    /// Takes a connection attempt and returns zero, or takes nothing and returns how long to wait before
    /// asking again.
    /// </summary>
    public TimeSpan TryConnect(Instant now)
    {
        var closedUntil = Later(Later(_bannedUntil, _pausedUntil), _connectionsPausedUntil);
        if (now.Monotonic < closedUntil)
            return closedUntil - now.Monotonic;

        while (_attempts.TryPeek(out var oldest) && oldest + _settings.ConnectionsWindow <= now.Monotonic)
            _attempts.Dequeue();
        if (_attempts.Count >= _attemptsMax)
            return _attempts.Peek() + _settings.ConnectionsWindow - now.Monotonic;

        Turn(_address, now);
        foreach (var window in _address)
            if (window.Used + ConnectionCostIn(window) > window.Limit)
                return window.UntilTurn(now.Wall + _clockOffset, _settle);

        _attempts.Enqueue(now.Monotonic);
        foreach (var window in _address)
            window.Charge(null, ConnectionCostIn(window), now.Monotonic);
        return TimeSpan.Zero;
    }

    /// <summary>
    /// How far apart the account's reconciliations have to be, so that those of every account of the address
    /// fit into the share of queries and into what others leave of the window; never less than
    /// <paramref name="wanted"/>. An account's cost is what its queries took since it last asked.
    /// </summary>
    public TimeSpan QueryPeriod(AccountId account, TimeSpan wanted, Instant now)
    {
        var own = Of(account);
        own.CycleCost = own.QueriedSince > 0 ? own.QueriedSince : own.CycleCost;
        own.QueriedSince = 0;
        own.CycleAskedAt = now.Monotonic;

        var cost = 0L;
        foreach (var (_, rates) in _accounts)
            if (now.Monotonic - rates.CycleAskedAt < CycleForgottenAfter)
                cost += rates.CycleCost;

        Turn(_address, now);
        var period = wanted;
        foreach (var window in _address)
            if (window.Kind == RateKind.RequestWeight)
                period = Later(period, window.Window * (cost / Available(window)));
        return period;
    }

    public RateBudgetView View(Instant now)
    {
        Turn(_address, now);
        var windows = _address
            .Select(w => new RateWindowView(w.Kind, null, w.Window, w.Limit, w.Used))
            .ToList();
        foreach (var (account, rates) in _accounts.OrderBy(a => a.Key.Value, StringComparer.Ordinal))
        {
            Turn(rates.Orders, now);
            windows.AddRange(
                rates.Orders.Select(w => new RateWindowView(w.Kind, account, w.Window, w.Limit, w.Used)));
        }

        return new RateBudgetView(windows, Later(_pausedUntil - now.Monotonic, TimeSpan.Zero), BanLeft(now));
    }

    private bool HasRoom(RateWindowState window, RateUse use, int cost)
    {
        var kept = 0;
        if (use < RateUse.Cancel)
            kept += Unused(window, RateUse.Cancel, _settings.CancelShare);
        if (use < RateUse.Query)
            kept += Unused(window, RateUse.Query, _settings.QueryShare);
        if (use == RateUse.Exit)
            kept += Unused(window, RateUse.Cancel, _settings.CancelShare / 2);
        return window.Used + cost + kept <= window.Limit
            && (use != RateUse.MarketData
                || window.UsedBy(use) + cost <= (int)(window.Limit * _settings.MarketDataShare));
    }

    private static int Unused(RateWindowState window, RateUse use, double share) =>
        Math.Max(0, (int)(window.Limit * share) - window.UsedBy(use));

    /// <summary>What queries may take now, at least a hundredth: they slow down, never stop.</summary>
    private double Available(RateWindowState window)
    {
        var byOthers = window.Used - Math.Min(window.Used, window.UsedBy(RateUse.Query));
        var left = window.Limit * (1 - _settings.CancelShare) - byOthers;
        return Math.Max(window.Limit / 100.0, Math.Min(window.Limit * _settings.QueryShare, left));
    }

    private void Count(List<RateWindowState> windows, in RateUsage usage, Instant now)
    {
        var window = Find(windows, usage.Kind, usage.Window);
        if (window is null)
        {
            // The assumed window ends where the venue names its own of another length.
            if (usage.Kind == RateKind.RequestWeight
                && Find(windows, RateKind.RequestWeight, _settings.WeightWindow) is { } assumed)
                windows.Remove(assumed);
            windows.Add(window = new RateWindowState(usage.Kind, usage.Window, usage.Limit));
        }

        window.Limit = usage.Limit;
        window.Turn(now.Wall + _clockOffset, now.Monotonic, _settle);
        if (usage.Used is { } used)
            window.Counted(used, now.Monotonic, _settle);
    }

    private void LearnOrderLimit(in RateUsage usage)
    {
        var window = usage.Window;
        _orderLimits.RemoveAll(l => l.Window == window);
        _orderLimits.Add((window, usage.Limit));
        foreach (var (_, rates) in _accounts)
            if (Find(rates.Orders, RateKind.Orders, window) is { } known)
                known.Limit = usage.Limit;
            else
                rates.Orders.Add(new RateWindowState(RateKind.Orders, window, usage.Limit));
    }

    private static RateWindowState? Find(List<RateWindowState> windows, RateKind kind, TimeSpan length)
    {
        foreach (var window in windows)
            if (window.Kind == kind && window.Window == length)
                return window;
        return null;
    }

    private void Turn(List<RateWindowState> windows, Instant now)
    {
        foreach (var window in windows)
            window.Turn(now.Wall + _clockOffset, now.Monotonic, _settle);
    }

    private AccountRates Of(AccountId account)
    {
        if (!_accounts.TryGetValue(account, out var rates))
        {
            _accounts.Add(account, rates = new AccountRates());
            foreach (var (window, limit) in _orderLimits)
                rates.Orders.Add(new RateWindowState(RateKind.Orders, window, limit));
        }

        return rates;
    }

    private static int CostIn(RateWindowState window, RequestCost cost) =>
        window.Kind == RateKind.RequestWeight ? cost.Weight : 1;

    private int ConnectionCostIn(RateWindowState window) =>
        window.Kind == RateKind.RequestWeight ? _settings.ConnectionWeight : 5;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Sooner(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private sealed class AccountRates
    {
        public List<RateWindowState> Orders { get; } = [];

        public TimeSpan OrdersPausedUntil { get; set; }

        public int QueriedSince { get; set; }

        public int CycleCost { get; set; }

        public TimeSpan CycleAskedAt { get; set; }
    }
}
