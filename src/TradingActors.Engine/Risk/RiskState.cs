using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Risk;

/// <summary>
/// Everything that risk decides by: the account's exposure, the orders behind its reservations, the latest
/// approvals. A reservation is made when an order is approved, becomes held as it fills, and ends only with a
/// terminal status or when it is given back; an order of unknown fate keeps it, and one that was found at the
/// venue makes one.
/// </summary>
public sealed partial class RiskState
{
    /// <summary>
    /// Ids of this many ended or refused orders are remembered, beside those of all open ones. Fewer than
    /// OrderExecutionActor remembers, so that it can answer every repeat; older ids come back by
    /// <see cref="ReservationReturned"/> when the journal's index knows them.
    /// </summary>
    public const int EndedMax = 1_000;

    /// <summary>
    /// Strategies that may trade in one account; bounds what their names can make it remember.
    /// </summary>
    public const int StrategiesMax = 1_000;

    private readonly KnownOrders _orders = new(EndedMax);
    private readonly RiskSettings _configured;
    private readonly List<RiskNotice> _notices = [];
    private readonly decimal _takerFee;
    private readonly decimal _makerFee;
    private readonly SlidingCount _messages;
    private TimeSpan _now;
    private long _sequenceNumber;

    public RiskState(RiskSettings settings, AccountSnapshot recovered)
    {
        Settings = _configured = settings;
        _takerFee = 1m + Math.Max(settings.TakerFeeBps, settings.MakerFeeBps) / 10_000m;
        _makerFee = 1m + settings.MakerFeeBps / 10_000m;
        _messages = new SlidingCount(settings.OrderRateWindow);
        Cancels = new SlidingCount(settings.OrderRateWindow);
        Exposure = new ExposureState(settings);
        Recent = new RecentOrders(settings);
        Recover(recovered);
    }

    /// <summary>The limits in force: what is configured, with what was changed since.</summary>
    public RiskSettings Settings { get; private set; }

    public bool HasOpeningBalances { get; private set; }

    internal ExposureState Exposure { get; }

    internal RecentOrders Recent { get; }

    /// <summary>Cancels asked for within the rate window.</summary>
    internal SlidingCount Cancels { get; }

    /// <summary>What the account's loss is measured from.</summary>
    internal LossState Loss { get; } = new();

    internal IReadOnlyDictionary<ClientOrderId, RiskOrder> Orders => _orders.All;

    public void Apply(InstrumentsKnown known) => Exposure.Apply(known);

    public void Apply(in Quote quote)
    {
        var line = Exposure.Apply(in quote);
        if (line.UnpricedOrders > 0 && line.Mark > 0m)
            PriceRecoveredOrders(line);
    }

    /// <summary>A repeat, which has a sequence number that was seen, changes nothing.</summary>
    public void Apply(OrderUpdated update)
    {
        if (!IsNew(update.SequenceNumber))
            return;

        Fold(update.Event, update.Order.Request.Strategy, update.Settled);
        Settle(update.Order, null);
        Count(update);
    }

    public void Apply(AccountFactRecorded fact)
    {
        if (IsNew(fact.SequenceNumber))
            Fold(fact.Event, StrategyId.None, fact.Settled);
    }

    /// <summary>A refusal after the approval gives the reservation back.</summary>
    public void Apply(RefusalRecorded recorded)
    {
        if (!IsNew(recorded.SequenceNumber))
            return;

        var request = recorded.Request;
        if (Find(request.ClientOrderId) is not { } order)
            RememberRefused(request, null, recorded.Refusal, _now);
        else if (IsUnsent(order) && recorded.Refusal.Code != RefusalCode.ClientOrderIdReused
                && order.Request.FirstDifference(request) is null)
            End(order, OrderStatus.NotSent);
    }

    /// <summary>
    /// The approved order was not taken: reservation and id are forgotten, whoever returned it answers for
    /// it.
    /// </summary>
    public void Apply(ReservationReturned returned)
    {
        if (Find(returned.ClientOrderId) is not { } order || !IsUnsent(order))
            return;

        End(order, OrderStatus.NotSent);
        _orders.Forget(returned.ClientOrderId);
    }

    public ExposureView ToView()
    {
        var total = Exposure.Total;
        return new ExposureView(
            [.. Exposure.Lines.Values
                .Where(line => line.Limits is not null || line.WorstQuantity() != 0m)
                .OrderBy(line => line.Symbol.Value, StringComparer.Ordinal)
                .Select(line => new InstrumentExposure(line.Symbol, new Quantity(line.Position),
                    new Quantity(line.ReservedBuy), new Quantity(line.ReservedSell),
                    line.Limits?.PositionMax ?? Quantity.Zero,
                    line.OpenOrders, line.Limits?.OpenOrdersMax ?? 0))],
            new Notional(total.Gross),
            Settings.GrossExposureMax,
            [.. Exposure.Strategies.Values
                .OrderBy(s => s.Id.Value, StringComparer.Ordinal)
                .Select(s => new StrategyExposure(
                    s.Id, new Notional(s.Total.Gross), new Notional(s.Total.Net), s.Total.OpenOrders,
                    new Notional(s.Total.Pnl), new Notional(-s.Loss.DayLoss(s.Total.Pnl))))],
            new Notional(total.Net),
            Settings.NetExposureMax,
            new Notional(Exposure.Equity),
            new Notional(Pnl),
            DayPnl is { } day ? new Notional(day) : null,
            new Notional(Loss.Drawdown(Pnl)),
            LimitsVersion);
    }

    internal RiskOrder? Find(ClientOrderId id) => _orders.Find(id);

    /// <summary>
    /// Worst need a unit: a buy's price and fee in quote asset; a sell's unit, and its fee where that is
    /// taken in base.
    /// </summary>
    internal decimal FundsPerUnit(OrderRequest request, decimal price)
    {
        var fee = request.Type == OrderType.PostOnly ? _makerFee : _takerFee;
        return request.Side == Side.Buy ? price * fee : Settings.SellFeeInBase ? fee : 1m;
    }

    /// <summary>An order of a flatten reserves as any other; the rate does not count it.</summary>
    internal void Reserve(in RiskCheck check, bool isExit = false)
    {
        var part = Exposure.PartOf(check.Line!, check.Request.Strategy);
        var order = new RiskOrder(check.Request, check.Replaces, part)
        {
            FundsPerUnit = check.FundsPerUnit,
            Original = check.Original,
            Filled = check.Original?.Filled ?? 0m,
        };
        if (check.Original is not null)
            check.Original.IsBeingReplaced = true;
        _orders.Add(order);
        Open(order);
        SetRemaining(order, check.Quantity);
        if (isExit)
            return;

        Recent.Add(check.Request, check.Now.Monotonic);
        CountApproval(part, check.Request.Side, check.Now.Monotonic);
    }

    /// <summary>Remembers the id, and counts the refusal against its strategy.</summary>
    internal void RememberRefused(
        OrderRequest request, ClientOrderId? replaces, Refusal refusal, TimeSpan now)
    {
        if (Find(request.ClientOrderId) is not null)
            return;

        RememberRefused(request, replaces);
        CountReject(request.Strategy, refusal, now);
    }

    private void RememberRefused(OrderRequest request, ClientOrderId? replaces)
    {
        var order = new RiskOrder(request, replaces, null) { Status = OrderStatus.NotSent };
        _orders.Add(order);
        _orders.Ended(order);
    }

    private static bool IsUnsent(RiskOrder order) => order is { IsOpen: true, Status: OrderStatus.New };

    private bool IsNew(long sequenceNumber)
    {
        if (sequenceNumber <= _sequenceNumber)
            return false;

        _sequenceNumber = sequenceNumber;
        return true;
    }

    /// <summary>Brings one order's reservation to what its state says.</summary>
    private void Settle(OrderState state, ClientOrderId? replaces)
    {
        if (Find(state.Request.ClientOrderId) is not { Part: not null } order)
        {
            var line = Exposure.LineOf(state.Request.Symbol);
            order = new RiskOrder(state.Request, replaces, Exposure.PartOf(line, state.Request.Strategy));
            _orders.Add(order);
            if (state.IsTerminal)
                _orders.Ended(order);
        }

        order.Filled = state.Carried.Value + state.FilledQuantity.Value;
        if (state.IsTerminal)
        {
            End(order, state.Status);
            return;
        }

        if (!order.IsOpen)
            Open(order);
        order.Status = state.Status;
        SetRemaining(order, state.Remaining.Value);
    }

    private void Open(RiskOrder order)
    {
        order.IsOpen = true;
        CountOpen(order, 1);
        if (order.FundsPerUnit == 0m)
            Price(order);
        if (order.RestsAt is not null)
            OwnPricesOf(order).Add(order);
    }

    private void End(RiskOrder order, OrderStatus status)
    {
        order.Status = status;
        if (!order.IsOpen)
            return;

        SetRemaining(order, 0m);
        if (order.RestsAt is not null)
            OwnPricesOf(order).Ended();
        order.IsOpen = false;
        CountOpen(order, -1);
        SetUnpriced(order, false);
        if (order.Original is { } original)
        {
            original.IsBeingReplaced = false;
            order.Original = null;
        }

        _orders.Ended(order);
    }

    private void SetRemaining(RiskOrder order, decimal remaining)
    {
        var funds = ExposureState.RoundUp(remaining * order.FundsPerUnit);
        Exposure.Reserve(order.Part!, order.Request.Side, remaining - order.Remaining, funds - order.Funds);
        order.Remaining = remaining;
        order.Funds = funds;
    }

    private static void CountOpen(RiskOrder order, int change)
    {
        var line = order.Line!;
        line.OpenOrders += change;
        line.OpenBuys += order.Request.Side == Side.Buy ? change : 0;
        line.ConditionalOrders += order.IsConditional ? change : 0;
        order.Part!.Strategy.Total.OpenOrders += change;
        line.Total.OpenOrders += change;
    }

    private static OwnPrices OwnPricesOf(RiskOrder order) =>
        order.Request.Side == Side.Buy ? order.Line!.OwnBids : order.Line!.OwnAsks;

    private void Price(RiskOrder order)
    {
        var line = order.Line!;
        if (order.Request.LimitPrice is { } limit)
            order.FundsPerUnit = FundsPerUnit(order.Request, limit.Value);
        else if (order.Request.StopPrice is { } stop)
            order.FundsPerUnit = FundsPerUnit(order.Request, stop.Value * line.CollarUp);
        else if (line.Mark > 0m)
            order.FundsPerUnit = FundsPerUnit(order.Request, line.Mark * line.CollarUp);
        SetUnpriced(order, order.FundsPerUnit == 0m);
    }

    private static void SetUnpriced(RiskOrder order, bool isUnpriced)
    {
        if (order.IsUnpriced != isUnpriced)
            order.Line!.UnpricedOrders += isUnpriced ? 1 : -1;
        order.IsUnpriced = isUnpriced;
    }

    /// <summary>
    /// Until the first quote the instrument counts as unvalued, so nothing that adds exposure passes
    /// meanwhile.
    /// </summary>
    private void PriceRecoveredOrders(InstrumentRisk line)
    {
        foreach (var order in _orders.All.Values)
        {
            if (!order.IsUnpriced || order.Line != line)
                continue;

            Price(order);
            SetRemaining(order, order.Remaining);
        }
    }
}
