using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Engine.Orders;

/// <summary>
/// Comparing everything with the venue: at start, after each reconnect, periodically, and when in doubt.
/// </summary>
public sealed partial class OrderExecutionActor
{
    private readonly ReconciliationState _reconciliation = new();
    private readonly HashSet<VenueClientId> _leftovers = [];
    private bool _connected;
    private bool _reconciled;
    private bool _isAnnounced;
    private bool _isOutdated;
    private long _ticket;
    private int _mismatches;
    private TimeSpan _askedUnknownAt;
    private TimeSpan? _reconcileAt;
    private VenueBalances? _opening;
    private bool _openingIsDurable;

    private void OnConnectionChanged(ConnectionChanged changed)
    {
        _connected = changed.Phase == ConnectionPhase.Ready;
        if (_connected)
        {
            Reconcile("connected");
            return;
        }

        _reconciliation.Reset();
        ForgetQuestions();
        GiveUpResolving("the venue is gone");
        Stand([]);
        _reconciled = false;
        if (!_isAnnounced)
            return;

        _isAnnounced = false;
        TellCompared(false);
        Context.Parent.Tell(new DeskUnreconciled(changed.Reason));
    }

    /// <summary>While one comparison is under way the next follows it: it saw an earlier state.</summary>
    private void OnReconcileNow(ReconcileNow now)
    {
        if (_reconciliation.Step == ReconciliationStep.Idle)
            Reconcile(now.Reason);
        else
            _reconcileAt = _clock.Now.Monotonic;
    }

    private void OnReconcileAnew(ReconcileAnew anew)
    {
        _ticket = anew.Ticket;
        _isAnnounced = false;
        _reconciled = false;
        _isOutdated = true;
        OnReconcileNow(new ReconcileNow(anew.Reason));
    }

    private void OnPeriodOver()
    {
        Reconcile("period");
        ScheduleReconciliation();
    }

    /// <summary>At the wished pace, or slower where the address's rate budget does not carry that.</summary>
    private void ScheduleReconciliation() => Timers.StartSingleTimer(PeriodOver.Instance, PeriodOver.Instance,
        _desk.Budget.QueryPeriod(_account, _settings.ReconcileEvery, _clock.Now));

    private void Reconcile(string reason)
    {
        if (!_connected || _reconciliation.Step != ReconciliationStep.Idle || _opening is not null)
            return;

        _log.Debug("Reconciling {Account}: {Reason}", _account, reason);
        _reconcileAt = null;
        _isOutdated = false;
        var symbols = _desk.Symbols
            .Concat(_state.Positions.Keys)
            .Concat(_state.Working.Values.Select(o => o.Request.Symbol))
            .Distinct();
        _reconciliation.Start(_state.Working.Values.Where(o => o.Status != OrderStatus.New), symbols, _state,
            _clock.Now.Monotonic);
        SendQueries();
    }

    /// <summary>What was asked will not be answered; the next comparison asks for everything anew.</summary>
    private void ForgetQuestions()
    {
        _askedAbout.Clear();
        _tradesAsked.Clear();
        _held.Clear();
    }

    private void SendQueries()
    {
        while (_reconciliation.TryTakeQuery(out var query))
            _desk.Connection.Tell(new SendQuery(query));
    }

    private void OnBalances(VenueBalances balances)
    {
        if (!_state.HasOpeningBalances)
        {
            _opening = balances;
            _desk.MarketData.Tell(new MarketData.GetMarketData());
            return;
        }

        var differences = Resolve(
            ReconciliationRules.Compare(_state.Balances, balances.Balances), balances);
        if (differences.Count == 0)
        {
            if (_mismatches > 0)
                _log.Info("Balances of {Account} agree with the venue again", _account);
            _mismatches = 0;
            Stand([]);
            FinishReconciliation();
            return;
        }

        _mismatches++;
        _reconcileAt = _clock.Now.Monotonic + TimeSpan.FromSeconds(1);
        var text = string.Join(", ", differences.Select(d => $"{d.Asset} engine {d.Engine} venue {d.Venue}"));
        _log.Warning("Balances of {Account} differ from the venue, cycle {Cycle}: {Differences}", _account,
            _mismatches, text);
        if (_mismatches < 2)
            return;

        RaiseMismatch(text);
        Stand(differences);
        FinishReconciliation();
    }

    private void RaiseMismatch(string text) =>
        _desk.Gate.Tell(new RaiseHold(new Hold(HoldCause.ReconciliationMismatch, Scope.Account(_account),
            TradingMode.CancelOnly, text, "reconciliation", _clock.Now.Wall)));

    /// <summary>
    /// The opening balances need a price to carry positions at: the configured cost, or the market's price;
    /// asked again until the market shows one.
    /// </summary>
    private void OnMarks(MarketData.MarketDataView view)
    {
        if (_opening is not { } opening)
            return;

        var marks = view.Latest.Where(q => q.IsSound).ToDictionary(q => q.Symbol, q => new Price(q.Mid));
        var held = HeldInstruments(opening).ToArray();
        foreach (var (symbol, cost) in _settings.OpeningCosts)
            marks[symbol] = cost;
        if (held.Any(h => !marks.ContainsKey(h.Instrument.Symbol)))
            return;

        _opening = null;
        Decide(new OpeningBalancesTaken(
            [.. opening.Balances.Select(b => new OpeningBalance(b.Asset, b.Total))],
            [.. _desk.Symbols.Select(s => new TradesSeen(s, new TradeId(_reconciliation.SettledBelow(s).Value - 1)))],
            opening.At));
        foreach (var (instrument, quantity) in held)
            Decide(new OpeningPositionTaken(
                instrument.Symbol, quantity, marks[instrument.Symbol], opening.At, instrument.Quote));
        WriteNext();
    }

    /// <summary>
    /// Each balance belongs to the first configured spot instrument with that base asset. Contracts are not
    /// held as balances: what of them is open the venue tells by its own list of positions.
    /// </summary>
    private IEnumerable<(Instrument Instrument, Quantity Quantity)> HeldInstruments(VenueBalances balances)
    {
        var taken = new HashSet<Asset>();
        foreach (var symbol in _desk.Symbols)
            if (_instruments.TryGetValue(symbol, out var instrument)
                && instrument.Contract == ContractKind.Spot && taken.Add(instrument.Base))
                foreach (var balance in balances.Balances)
                    if (balance.Asset == instrument.Base && balance.Total != 0m)
                        yield return (instrument, new Quantity(balance.Total));
    }

    private void FinishReconciliation()
    {
        // It began before a new one was asked for, and that one follows.
        if (_isOutdated)
        {
            _reconcileAt ??= _clock.Now.Monotonic;
            return;
        }

        var first = !_reconciled;
        _reconciled = true;
        foreach (var order in _state.Working.Values.ToArray())
            LookAfterLeftover(order, first);
        AnnounceReconciled();
    }

    /// <summary>
    /// The desk may trade once nothing of an earlier epoch is left that was to be cancelled; an order that is
    /// unknown keeps its reservation instead.
    /// </summary>
    private void AnnounceReconciled()
    {
        if (!_reconciled || _isAnnounced || _leftovers.Count > 0)
            return;

        _isAnnounced = true;
        TellCompared(true);
        Context.Parent.Tell(new DeskReconciled(
            _state.Working.Values.Count(o => o.Status == OrderStatus.Unknown), _adopted,
            [.. _desk.Symbols.Where(IsTrading)],
            _ticket));
    }

    private void TellCompared(bool isCurrent)
    {
        foreach (var listener in _desk.Listeners)
            listener.Tell(new PositionsCompared(isCurrent));
    }

    private bool IsTrading(Symbol symbol) =>
        _instruments.GetValueOrDefault(symbol)?.Status == InstrumentStatus.Trading;

    private void LookAfterLeftover(OrderState order, bool first)
    {
        if (order.Status == OrderStatus.PendingCancel)
            _desk.Connection.Tell(new SendCancel(new CancelAtVenue(order.VenueId, order.Request.Symbol)));
        else if (first && _settings.OnTakeover == TakeoverPolicy.Cancel && order.Status != OrderStatus.New
            && OrderIds.TryParse(order.VenueId, _account, out var epoch) && epoch < _state.Epoch)
        {
            if (order.Status != OrderStatus.Unknown)
                _leftovers.Add(order.VenueId);
            RequestCancel(order, $"left by epoch {epoch}");
        }
    }

    /// <summary>
    /// Unknown orders are asked for until they are answered; a stalled comparison starts over.
    /// </summary>
    private void OnLookAfter()
    {
        var now = _clock.Now.Monotonic;
        if (_opening is not null)
            _desk.MarketData.Tell(new MarketData.GetMarketData());
        LookAfterResolving(now);
        if (!_connected)
            return;

        if (_reconciliation.Step != ReconciliationStep.Idle && now - _reconciliation.MovedAt > _settings.StallAfter)
        {
            _log.Warning("Reconciliation of {Account} stalled at {Step}: starting over", _account, _reconciliation.Step);
            _reconciliation.Reset();
            ForgetQuestions();
            Reconcile("stalled");
        }
        else if (_reconcileAt is { } due && now >= due)
            Reconcile("due");

        if (_reconciliation.Step != ReconciliationStep.Idle || now - _askedUnknownAt < _settings.AskUnknownEvery)
            return;

        _askedUnknownAt = now;
        AskUnknown();
        foreach (var symbol in _held.Symbols)
            AskTrades(symbol);
    }

    private void AskUnknown()
    {
        var asked = 0;
        foreach (var order in _state.Working.Values)
        {
            if (order.Status != OrderStatus.Unknown)
                continue;

            _desk.Connection.Tell(new SendQuery(new QueryOrder(order.VenueId, order.Request.Symbol)));
            if (++asked == ReconciliationState.OrderQueriesMax)
                return;
        }
    }

    private sealed class PeriodOver
    {
        public static readonly PeriodOver Instance = new();
    }
}
