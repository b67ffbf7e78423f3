using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Engine.Risk;

/// <summary>
/// What a look at the account has found: holds to raise or clear, alerts, and marks to journal.
/// </summary>
internal sealed record RiskFindings(
    IReadOnlyList<RiskNotice> Notices,
    IReadOnlyList<(LimitUse Use, int Percent)> Alerts,
    PnlMarked? Marked);

/// <summary>
/// Looks at the account between decisions, several times a second: losses, limits that were crossed without
/// an order of ours, profit that cannot be told, how much of each limit is used, and the roll of the trading
/// day. A loss is told once for each crossing; a condition that clears itself has to have passed for a while.
/// </summary>
internal sealed class RiskWatch(RiskState state, TimeSpan dayStartsAt, Instant startedAt)
{
    /// <summary>Looks in a row without the condition before its hold is cleared.</summary>
    public const int CleanLooks = 4;

    private readonly AlertState _alerts = new(state.Settings.AlertPercents);
    private readonly Hysteresis _breach = new();
    private readonly Hysteresis _unknown = new();
    private PnlMarked? _asked;

    public RiskFindings Look(Instant now)
    {
        var notices = new List<RiskNotice>(state.TakeNotices());
        var uses = LimitUse.Of(state, now).ToArray();
        var isKnown = IsPnlKnown(now);
        if (isKnown)
            LookAtLosses(notices);
        LookAtBreaches(notices, uses);
        LookAtUnknown(notices, now);
        var alerts = new List<(LimitUse, int)>();
        foreach (var use in uses)
            if (_alerts.Next(in use) is { } percent)
                alerts.Add((use, percent));
        return new RiskFindings(notices, alerts, isKnown ? NextMark(now) : null);
    }

    private bool IsPnlKnown(Instant now) =>
        state.HasOpeningBalances && state.Exposure.Total.UnvaluedCount == 0 && StaleHolding(now) is null;

    private void LookAtLosses(List<RiskNotice> notices)
    {
        var settings = state.Settings;
        Judge(notices, null, state.Loss, state.Pnl,
            settings.DailyLossMax?.Value, settings.DrawdownMax?.Value);
        foreach (var strategy in state.Exposure.Strategies.Values)
            Judge(notices, strategy.Id, strategy.Loss, strategy.Total.Pnl,
                strategy.Limits?.DailyLossMax?.Value, strategy.Limits?.DrawdownMax?.Value);
    }

    private static void Judge(
        List<RiskNotice> notices, StrategyId? owner, LossState loss, decimal pnl, decimal? dailyMax,
        decimal? drawdownMax)
    {
        Tell(ref loss.IsLossTold, HoldCause.DailyLoss, dailyMax, loss.DayLoss(pnl));
        Tell(ref loss.IsDrawdownTold, HoldCause.Drawdown, drawdownMax, loss.Drawdown(pnl));

        void Tell(ref bool isTold, HoldCause cause, decimal? max, decimal lost)
        {
            var isReached = max is { } limit && lost >= limit;
            if (isReached && !isTold)
                notices.Add(new RiskNotice(cause, owner, TradingMode.Halted,
                    string.Create(CultureInfo.InvariantCulture, $"{lost} lost, limit {max}")));

            // Told again only after it has recovered by a twentieth of the limit.
            isTold = isReached || (isTold && max is { } told && lost >= told * 0.95m);
        }
    }

    /// <summary>
    /// Fills from outside and prices can take the account above its limits; then it may only get smaller.
    /// </summary>
    private void LookAtBreaches(List<RiskNotice> notices, LimitUse[] uses)
    {
        LimitUse? worst = null;
        foreach (var use in uses)
            if (use.Used > use.Limit && IsExposure(use.Key.Limit) && use.Key.Level != LimitLevel.Strategy
                && (worst is null || use.Percent > worst.Value.Percent))
                worst = use;
        var reason = worst is { } breach
            ? string.Create(
                CultureInfo.InvariantCulture, $"{breach.Key} is {breach.Limit}, used {breach.Used}")
            : null;
        _breach.Settle(notices, HoldCause.LimitBreach, reason);
    }

    private void LookAtUnknown(List<RiskNotice> notices, Instant now)
    {
        var settings = state.Settings;
        var matters = settings.DailyLossMax is not null || settings.DrawdownMax is not null;
        var reason = matters && StaleHolding(now) is { } symbol
            ? $"no fresh price for {symbol}, which is held"
            : null;
        _unknown.Settle(notices, HoldCause.PnlUnknown, reason);
    }

    /// <summary>The first instrument that is held and has had no sound quote for too long.</summary>
    private Symbol? StaleHolding(Instant now)
    {
        if (state.Settings.PnlUnknownAfter is not { } max)
            return null;

        foreach (var line in state.Exposure.Lines.Values)
        {
            if (line.Position == 0m)
                continue;

            var since = line is { HasQuote: true, IsQuoteSound: true } ? line.QuoteAt : startedAt.Monotonic;
            if (now.Monotonic - since > max)
                return line.Symbol;
        }

        return null;
    }

    /// <summary>
    /// A new mark when the trading day has rolled or a peak rose by a hundredth of its limit: that is how
    /// much of a peak a crash may forget. The day only moves forward, and only when the wall clock agrees
    /// with the time that has passed, so that a clock that jumps forgives no loss.
    /// </summary>
    private PnlMarked? NextMark(Instant now)
    {
        if (_asked is not null && !ReferenceEquals(state.Marked, _asked))
            return null;

        var elapsed = startedAt.Wall + now.Since(startedAt);
        var day = TradingDay.Of(now.Wall < elapsed ? now.Wall : elapsed, dayStartsAt);
        var rolls = state.Marked is null || day > state.Marked.Day;
        if (!rolls && !PeakRose())
            return null;

        return _asked = new PnlMarked(rolls ? day : state.Marked!.Day,
            [
                MarkOf(null, state.Loss, state.Pnl, rolls),
                .. state.Exposure.Strategies.Values.Where(s => !s.IsNone)
                    .OrderBy(s => s.Id.Value, StringComparer.Ordinal)
                    .Select(s => MarkOf(s.Id, s.Loss, s.Total.Pnl, rolls)),
            ],
            now.Wall);
    }

    private bool PeakRose() =>
        Rose(state.Loss, state.Pnl, state.Settings.DrawdownMax)
        || state.Exposure.Strategies.Values.Any(s => Rose(s.Loss, s.Total.Pnl, s.Limits?.DrawdownMax));

    private static bool Rose(LossState loss, decimal pnl, Notional? drawdownMax) =>
        drawdownMax is { } max && (!loss.IsMarked || pnl >= loss.Peak + max.Value / 100m);

    private static PnlMark MarkOf(StrategyId? strategy, LossState loss, decimal pnl, bool rolls) => new(
        strategy,
        new Notional(rolls || !loss.IsMarked ? pnl : loss.DayStart),
        new Notional(loss.IsMarked ? Math.Max(loss.Peak, pnl) : pnl));

    private static bool IsExposure(string limit) =>
        limit is "gross-exposure-max" or "net-exposure-max" or "leverage-max"
            or "position-max" or "short-max";

    /// <summary>
    /// One self-clearing hold: raised at once, cleared after enough looks without its condition.
    /// </summary>
    private sealed class Hysteresis
    {
        private bool _isRaised;
        private int _clean = -CleanLooks;

        public void Settle(List<RiskNotice> notices, HoldCause cause, string? reason)
        {
            if (reason is not null)
            {
                _clean = 0;
                if (_isRaised)
                    return;

                _isRaised = true;
                notices.Add(new RiskNotice(cause, null, TradingMode.ReduceOnly, reason));
                return;
            }

            // An earlier life may have left the hold in the stream: the first clean looks clear that as well.
            if (++_clean != (_isRaised ? CleanLooks : 0))
                return;

            _isRaised = false;
            notices.Add(new RiskNotice(cause, null, null, "within its limits again"));
        }
    }
}
