using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// One account's part of the blotter. Journaled facts carry their sequence number; one at or below the last
/// that was
/// taken in is a repeat and changes nothing.
/// </summary>
internal sealed class AccountBlotterState(AccountId account)
{
    private readonly Dictionary<VenueClientId, OrderState> _working = [];
    private readonly HashSet<VenueClientId> _accepted = [];
    private readonly Queue<FillLine> _fills = new();
    private readonly SortedDictionary<string, PositionView> _positions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, StrategyPositionView> _strategies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, decimal> _balances = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _rejected = new(StringComparer.Ordinal);
    private readonly List<HaltReport> _halts = [];
    private readonly List<LimitAlert> _alerts = [];
    private readonly List<FlattenReport> _flattens = [];
    private OrderCounters _counters = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new Dictionary<string, long>(),
        new Dictionary<string, long>());

    private DeskChanged _desk = new(account, DeskPhase.Recovering, "not started yet", 0);
    private ModeChanged _mode = new(account, TradingMode.Halted, []);
    private ConnectionPhase _connection = ConnectionPhase.Disconnected;
    private string _connectionReason = "not connected yet";
    private IReadOnlyList<BalanceDifference> _differences = [];
    private long _sequence;

    public bool Apply(object message)
    {
        switch (message)
        {
            case OrderUpdated update:
                return IsRepeat(update.SequenceNumber) || Take(update);
            case RefusalRecorded refusal:
                return IsRepeat(refusal.SequenceNumber) || Count(_refused, refusal.Refusal.CodeText);
            case AccountFactRecorded fact:
                return IsRepeat(fact.SequenceNumber) || Take(fact);
            case DeskRecovered recovered:
                return Take(recovered);
            case OrdersView orders:
                return Replace(orders.Working);
            case PositionChanged position:
                return Take(position);
            case PositionsView positions:
                return Take(positions);
            case BalancesDiffer differ:
                _differences = differ.Differences;
                return true;
            case DeskChanged desk:
                _desk = desk;
                return true;
            case ModeChanged mode:
                _mode = mode;
                return true;
            case ConnectionChanged connection:
                (_connection, _connectionReason) = (connection.Phase, connection.Reason);
                return true;
            case LimitAlert alert:
                return Take(alert);
            case HaltReport halt:
                return Take(halt);
            case FlattenReport flatten:
                return Take(flatten);
            default:
                return false;
        }
    }

    public AccountBlotter View()
    {
        PositionView[] positions = [.. _positions.Values];
        return new AccountBlotter(
            account,
            _desk.Phase,
            _desk.Reason,
            _desk.Epoch,
            _mode.Mode,
            _mode.Holds,
            _connection,
            _connectionReason,
            [
                .. _working.Values
                    .OrderBy(o => o.CreatedAt)
                    .ThenBy(o => o.VenueId.Value, StringComparer.Ordinal),
            ],
            [.. _fills.Reverse()],
            _counters with
            {
                RefusedByRisk = new SortedDictionary<string, long>(_refused, StringComparer.Ordinal),
                RejectedByVenueCode = new SortedDictionary<string, long>(_rejected, StringComparer.Ordinal),
            },
            positions,
            [.. _balances.Select(b => new CashBalance(new Asset(b.Key), b.Value))],
            new Notional(positions.Sum(p => p.RealizedPnl.Value)),
            Unrealized(positions),
            [.. _halts],
            _differences,
            [.. _strategies.Values.Select(s => s with { Position = Marked(s.Position) })])
        {
            Flattens = [.. _flattens],
            Alerts = [.. _alerts],
        };
    }

    private bool Take(OrderUpdated update)
    {
        var order = update.Order;
        if (order.IsTerminal)
            _working.Remove(order.VenueId);
        else
            _working[order.VenueId] = order;

        _counters = Counted(update);
        if (update.Event is OrderFilled fill)
        {
            Remember(fill, order.Request.ClientOrderId, update.SequenceNumber);
            Move(fill, update.Settled);
        }

        if (order.IsTerminal)
            _accepted.Remove(order.VenueId);
        return true;
    }

    private OrderCounters Counted(OrderUpdated update)
    {
        var c = _counters;
        switch (update.Event)
        {
            case IntentRecorded intent:
                return c with
                {
                    Approved = c.Approved + 1,
                    Replacements = c.Replacements + (intent.Replaces is null ? 0 : 1),
                };
            case ExternalOrderAdopted:
                return c with { AdoptedExternal = c.AdoptedExternal + 1 };
            case OrderNotSent:
                return c with { NotSent = c.NotSent + 1 };
            case OrderAccepted accepted:
                return c with { Accepted = c.Accepted + FirstWord(accepted.VenueId) };
            case OrderRejectedByVenue rejected:
                Count(_rejected, rejected.Code);
                return c with { RejectedByVenue = c.RejectedByVenue + 1 };
            case OrderFilled fill:
                return c with
                {
                    Fills = c.Fills + 1,
                    Accepted = c.Accepted + (update.Order.VenueOrderId is null ? FirstWord(fill.VenueId) : 0),
                    Filled = c.Filled + (Completes(fill, update.Order) ? 1 : 0),
                };
            case OrderCanceled:
                return c with { Canceled = c.Canceled + 1 };
            case OrderExpired:
                return c with { Expired = c.Expired + 1 };
            case OrderBecameUnknown:
                return c with { BecameUnknown = c.BecameUnknown + 1 };
            default:
                return c;
        }
    }

    /// <summary>
    /// 1 the first time that the venue shows an order alive, whether by acceptance or by a fill that overtook
    /// it.
    /// </summary>
    private int FirstWord(VenueClientId id) => _accepted.Add(id) ? 1 : 0;

    /// <summary>
    /// True for the fill that took the order to its quantity, false for those that overfill it.
    /// </summary>
    private static bool Completes(OrderFilled fill, OrderState order) =>
        order.Status == OrderStatus.Filled && order.FilledQuantity - fill.Quantity < order.Quantity;

    private void Remember(OrderFilled fill, ClientOrderId order, long sequence)
    {
        _fills.Enqueue(new FillLine(
            sequence,
            order,
            fill.VenueId,
            fill.Symbol,
            fill.TradeId,
            fill.Side,
            fill.Price,
            fill.Quantity,
            fill.Fee,
            fill.FeeAsset,
            fill.IsMaker,
            fill.At));
        if (_fills.Count > BlotterState.FillsMax)
            _fills.Dequeue();
    }

    private bool Take(AccountFactRecorded fact)
    {
        switch (fact.Event)
        {
            case OpeningBalancesTaken opening:
                _balances.Clear();
                foreach (var balance in opening.Balances)
                    _balances[balance.Asset.Value] = balance.Total;
                break;
            case BalanceAdjusted adjusted:
                Move(adjusted.Asset, adjusted.Change);
                break;
            case BalanceTransferred transfer:
                Move(transfer.Asset, transfer.Change);
                break;
            case OrderFilled fill:
                // Of an order that is not the engine's, and was over before it could be adopted.
                Move(fill, fact.Settled);
                Remember(fill, new ClientOrderId(fill.VenueId.Value), _sequence);
                _counters = _counters with { Fills = _counters.Fills + 1 };
                break;
            case OwnershipTaken ownership:
                _desk = _desk with { Epoch = ownership.Epoch };
                break;
        }

        return true;
    }

    private bool Take(DeskRecovered recovered)
    {
        _sequence = recovered.SequenceNumber;
        _differences = [];
        _balances.Clear();
        foreach (var balance in recovered.Balances)
            _balances[balance.Asset.Value] = balance.Total;
        if (recovered.Positions is { } positions)
            Take(positions);
        return Replace(recovered.Working);
    }

    private bool Replace(IReadOnlyList<OrderState> working)
    {
        _working.Clear();
        _accepted.Clear();
        foreach (var order in working)
        {
            _working[order.VenueId] = order;
            if (order.VenueOrderId is not null || order.FilledQuantity > Quantity.Zero)
                _accepted.Add(order.VenueId);
        }

        return true;
    }

    private bool Take(PositionsView positions)
    {
        _positions.Clear();
        foreach (var position in positions.Positions)
            _positions[position.Symbol.Value] = position;
        _strategies.Clear();
        foreach (var position in positions.Strategies)
            Keep(position);
        return true;
    }

    private bool Take(PositionChanged changed)
    {
        _positions[changed.Position.Symbol.Value] = changed.Position;
        if (changed.OfStrategy is { } ofStrategy)
            Keep(ofStrategy);
        return true;
    }

    private void Keep(StrategyPositionView position) =>
        _strategies[$"{position.Position.Symbol} {position.Strategy}"] = position;

    /// <summary>Marks are published by instrument: a strategy's part goes by the instrument's.</summary>
    private PositionView Marked(PositionView position) =>
        _positions.TryGetValue(position.Symbol.Value, out var ofAccount)
            ? position with { Mark = ofAccount.Mark }
            : position;

    private bool Take(LimitAlert alert)
    {
        _alerts.RemoveAll(a => a.Key == alert.Key);
        _alerts.Insert(0, alert);
        if (_alerts.Count > BlotterState.AlertsMax)
            _alerts.RemoveAt(BlotterState.AlertsMax);
        return true;
    }

    private bool Take(HaltReport halt)
    {
        _halts.RemoveAll(h => h.HaltId == halt.HaltId);
        _halts.Add(halt);
        if (_halts.Count > BlotterState.HaltsMax)
            _halts.RemoveAt(0);
        return true;
    }

    private bool Take(FlattenReport flatten)
    {
        var at = _flattens.FindIndex(f => f.FlattenId == flatten.FlattenId);
        if (at >= 0)
            _flattens[at] = flatten;
        else
            _flattens.Add(flatten);
        if (_flattens.Count > BlotterState.FlattensMax)
            _flattens.RemoveAt(Math.Max(0, _flattens.FindIndex(f => f.IsDone)));
        return true;
    }

    private void Move(OrderFilled fill, Notional settled)
    {
        var moves = FillRules.Moves(fill, settled);
        Move(fill.Base, moves.Base);
        Move(fill.Quote, moves.Quote);
        Move(fill.FeeAsset, -fill.Fee);
    }

    private void Move(Asset asset, decimal change)
    {
        if (change != 0m)
            _balances[asset.Value] = _balances.GetValueOrDefault(asset.Value) + change;
    }

    private bool IsRepeat(long sequence)
    {
        if (sequence <= _sequence)
            return true;

        _sequence = sequence;
        return false;
    }

    private static bool Count(SortedDictionary<string, long> counts, string code)
    {
        counts[code] = counts.GetValueOrDefault(code) + 1;
        return true;
    }

    private static Notional? Unrealized(PositionView[] positions)
    {
        var sum = 0m;
        foreach (var position in positions)
        {
            if (position.Quantity.Value == 0m)
                continue;
            if (position.UnrealizedPnl is not { } unrealized)
                return null;
            sum += unrealized.Value;
        }

        return new Notional(sum);
    }
}
