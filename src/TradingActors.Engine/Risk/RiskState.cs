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
public sealed class RiskState
{
    /// <summary>
    /// Ids of this many ended or refused orders are remembered, beside those of all open ones. Fewer than
    /// OrderExecutionActor remembers, so that it can answer every repeat; older ids come back by
    /// <see cref="ReservationReturned"/> when the journal's index knows them.
    /// </summary>
    public const int EndedMax = 1_000;

    private readonly KnownOrders _orders = new(EndedMax);
    private readonly decimal _takerFee;
    private readonly decimal _makerFee;
    private long _sequenceNumber;

    public RiskState(RiskSettings settings, AccountSnapshot recovered)
    {
        Settings = settings;
        _takerFee = 1m + Math.Max(settings.TakerFeeBps, settings.MakerFeeBps) / 10_000m;
        _makerFee = 1m + settings.MakerFeeBps / 10_000m;
        Exposure = new ExposureState(settings);
        Recent = new RecentOrders(settings);
        Recover(recovered);
    }

    public RiskSettings Settings { get; }

    public bool HasOpeningBalances { get; private set; }

    internal ExposureState Exposure { get; }

    internal RecentOrders Recent { get; }

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

        Fold(update.Event);
        Settle(update.Order, null);
    }

    public void Apply(AccountFactRecorded fact)
    {
        if (IsNew(fact.SequenceNumber))
            Fold(fact.Event);
    }

    /// <summary>A refusal after the approval gives the reservation back.</summary>
    public void Apply(RefusalRecorded recorded)
    {
        if (!IsNew(recorded.SequenceNumber))
            return;

        var request = recorded.Request;
        if (Find(request.ClientOrderId) is not { } order)
            RememberRefused(request, null);
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

    public ExposureView ToView() => Exposure.ToView();

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

    internal void Reserve(in RiskCheck check)
    {
        var order = new RiskOrder(check.Request, check.Replaces, check.Line)
        {
            FundsPerUnit = FundsPerUnit(check.Request, check.PriceHigh),
            Original = check.Original,
            Filled = check.Original?.Filled ?? 0m,
        };
        if (check.Original is not null)
            check.Original.IsBeingReplaced = true;
        _orders.Add(order);
        Open(order);
        SetRemaining(order, check.Quantity);
        Recent.Add(check.Request, check.Now.Monotonic);
    }

    internal void RememberRefused(OrderRequest request, ClientOrderId? replaces)
    {
        if (Find(request.ClientOrderId) is not null)
            return;

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
        if (Find(state.Request.ClientOrderId) is not { Line: not null } order)
        {
            order = new RiskOrder(state.Request, replaces, Exposure.LineOf(state.Request.Symbol));
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
        order.Line!.OpenOrders++;
        order.Line.ConditionalOrders += order.IsConditional ? 1 : 0;
        if (order.FundsPerUnit == 0m)
            Price(order);
    }

    private void End(RiskOrder order, OrderStatus status)
    {
        order.Status = status;
        if (!order.IsOpen)
            return;

        SetRemaining(order, 0m);
        order.IsOpen = false;
        order.Line!.OpenOrders--;
        order.Line.ConditionalOrders -= order.IsConditional ? 1 : 0;
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
        Exposure.Reserve(order.Line!, order.Request.Side, remaining - order.Remaining, funds - order.Funds);
        order.Remaining = remaining;
        order.Funds = funds;
    }

    private void Fold(AccountEvent on)
    {
        switch (on)
        {
            case OrderFilled fill:
                Fold(fill);
                break;
            case OpeningBalancesTaken opening:
                HasOpeningBalances = true;
                Exposure.SetBalances(opening.Balances.Select(b => (b.Asset, b.Total)));
                break;
            case OpeningPositionTaken position:
                Exposure.Hold(position.Symbol, position.Quantity.Value);
                break;
            case BalanceTransferred transfer:
                Exposure.Move(transfer.Asset, transfer.Change);
                break;
            case BalanceAdjusted adjusted:
                Exposure.Move(adjusted.Asset, adjusted.Change);
                break;
        }
    }

    /// <summary>A fee in base asset comes out of the position, as PositionState counts it.</summary>
    private void Fold(OrderFilled fill)
    {
        var sign = fill.Side.Sign();
        var baseFee = fill.FeeAsset == fill.Base ? fill.Fee : 0m;
        Exposure.Move(fill.Base, sign * fill.Quantity.Value);
        Exposure.Move(fill.Quote, -sign * (fill.Price * fill.Quantity).Value);
        Exposure.Move(fill.FeeAsset, -fill.Fee);
        Exposure.Hold(fill.Symbol, sign * fill.Quantity.Value - baseFee);
    }

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

    private void Recover(AccountSnapshot recovered)
    {
        HasOpeningBalances = recovered.HasOpeningBalances;
        Exposure.SetBalances(recovered.Balances.Select(b => (b.Asset, b.Total)));
        foreach (var symbol in Settings.Instruments.Keys)
            Exposure.LineOf(symbol);
        foreach (var position in recovered.Positions)
            Exposure.Hold(position.Symbol, position.Quantity.Value);
        foreach (var refused in recovered.Refused)
            RememberRefused(refused.Request, null);

        var ids = new Dictionary<VenueClientId, ClientOrderId>();
        foreach (var order in recovered.Finished.Concat(recovered.Working))
            ids[order.VenueId] = order.Request.ClientOrderId;
        foreach (var order in recovered.Finished.Concat(recovered.Working))
            Settle(order, order.Replaces is { } replaced && ids.TryGetValue(replaced, out var id)
                ? id
                : null);
        foreach (var order in recovered.Working)
            if (Find(order.Request.ClientOrderId) is { Replaces: { } id } replacement
                && Find(id) is { IsOpen: true } original)
            {
                replacement.Original = original;
                original.IsBeingReplaced = true;
            }
    }
}
