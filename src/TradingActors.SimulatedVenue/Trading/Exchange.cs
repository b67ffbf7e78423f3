using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Takes, matches and cancels orders. Every change of an account or an order goes through
/// <see cref="Record"/>: ledger first, then state, then whoever listens. Matching, stop orders, and what is
/// refused are in the class's other parts.
/// </summary>
internal sealed partial class Exchange
{
    private readonly ExchangeState _state;
    private readonly Ledger _ledger;
    private readonly SimulatedVenueSettings _settings;
    private readonly IExchangeListener _listener;
    private readonly SortedDictionary<string, SymbolMarket> _markets = new(StringComparer.Ordinal);
    private long _cancelIds;

    public Exchange(
        ExchangeState state,
        Ledger ledger,
        SimulatedVenueSettings settings,
        IEnumerable<SymbolMarket> markets,
        IExchangeListener listener)
    {
        _state = state;
        _ledger = ledger;
        _settings = settings;
        _listener = listener;
        foreach (var market in markets) Add(market);
    }

    public ExchangeState State => _state;

    public IEnumerable<SymbolMarket> Markets => _markets.Values;

    public bool TryGetMarket(string symbol, [MaybeNullWhen(false)] out SymbolMarket market) =>
        _markets.TryGetValue(symbol, out market);

    /// <summary>
    /// Puts recovered orders back, oldest first. The market reopens where it likes: what crosses it by then
    /// trades at once, the rest joins the end of its queue.
    /// </summary>
    public void RestoreOrders(DateTimeOffset now)
    {
        foreach (var market in _markets.Values) market.DecidedStatus = _state.StatusOf(market.Listing.Symbol);
        var open = new List<VenueOrder>();
        foreach (var account in _state.Accounts.Values) open.AddRange(account.OpenByClientId.Values);
        open.Sort(static (a, b) => a.OrderId.CompareTo(b.OrderId));
        foreach (var order in open)
        {
            // Self-trade prevention may have ended it while an older one was put back.
            if (!order.IsOpen) continue;
            var market = MarketOf(order);
            if (order.IsWaiting)
            {
                market.Stops.Add(order);
                continue;
            }

            if (market.Status == TradingStatus.Trading) Take(market, order, now);
            if (order.IsOpen) Rest(market, order);
        }

        RunTriggers(now);
    }

    /// <summary>Stops a symbol's market or lets it go on; false for an unknown symbol.</summary>
    public bool SetStatus(string symbol, TradingStatus status, DateTimeOffset now)
    {
        if (!_markets.TryGetValue(symbol, out var market)) return false;
        Record(new SymbolStatusChanged(symbol, status, now), null);
        market.DecidedStatus = status;
        return true;
    }

    public PlaceOutcome Place(
        VenueAccount account,
        SymbolMarket market,
        NewOrder order,
        DateTimeOffset now,
        bool isExternal = false)
    {
        order = ResolveQuoteQuantity(account, market, order);
        if (Refusal(account, market, order, now) is { } error)
        {
            Reject(account, market.Listing.Symbol, order.ClientOrderId, error, now);
            return new PlaceOutcome(null, error);
        }

        var listing = market.Listing;
        var accepted = new OrderAccepted(
            account.Name, listing.Symbol, listing.Base, listing.Quote, _state.LastOrderId + 1,
            order.ClientOrderId, order.Side, order.Type, order.TimeInForce, order.Price, order.Quantity,
            order.QuoteQuantity, isExternal, now, order.StopPrice, order.SelfTrade, order.StrategyId,
            order.StrategyType);
        Record(accepted, null);
        _state.TryGetOrder(accepted.OrderId, out var placed);
        if (placed!.IsWaiting) market.Stops.Add(placed);
        else Work(market, placed, now);
        RunTriggers(now);
        return new PlaceOutcome(placed, null);
    }

    /// <summary>
    /// The account's open order under the ids that were given; where both are, they must be one order's.
    /// </summary>
    public VenueOrder? FindOpen(VenueAccount account, string symbol, long? orderId, string? clientOrderId)
    {
        VenueOrder? order;
        if (orderId is { } id)
            _state.TryGetOrder(id, out order);
        else
            account.OpenByClientId.TryGetValue(clientOrderId ?? "", out order);
        return order is { IsOpen: true }
            && order.Account == account.Name
            && order.Symbol == symbol
            && (clientOrderId is null || order.ClientOrderId == clientOrderId)
                ? order
                : null;
    }

    public void Reject(
        VenueAccount account, string symbol, string clientOrderId, VenueError error, DateTimeOffset now) =>
        Record(new OrderRejected(account.Name, symbol, clientOrderId, error.Code, error.Message, now), null);

    /// <summary>
    /// Cancels one open order; <paramref name="restriction"/> is the only status that may be, null for any.
    /// </summary>
    public CancelOutcome Cancel(
        VenueAccount account,
        string symbol,
        long? orderId,
        string? clientOrderId,
        string? cancelClientOrderId,
        VenueOrderStatus? restriction,
        DateTimeOffset now)
    {
        var order = FindOpen(account, symbol, orderId, clientOrderId);
        var error = order is null ? VenueError.UnknownOrderSent
            : restriction is { } only && order.Status != only ? VenueError.CancelRestricted
            : null;
        if (error is not null)
        {
            Record(new CancelRejected(
                account.Name, symbol, orderId, clientOrderId, error.Code, error.Message, now), order);
            return new CancelOutcome(null, "", error);
        }

        cancelClientOrderId ??= NextCancelId();
        Record(
            new OrderCanceled(
                account.Name, symbol, order!.OrderId, order.ClientOrderId, cancelClientOrderId,
                order.Executed, now),
            order);
        if (_markets.TryGetValue(symbol, out var market)) Withdraw(market, order);
        return new CancelOutcome(order, cancelClientOrderId, null);
    }

    /// <summary>Ends an open order without anybody having asked for it.</summary>
    public void ExpireByVenue(VenueOrder order, DateTimeOffset now)
    {
        Expire(order, "EXCHANGE_CANCELED", now);
        if (_markets.TryGetValue(order.Symbol, out var market)) Withdraw(market, order);
    }

    /// <summary>Moves money in or out; an amount that would overdraw the free balance is refused.</summary>
    public VenueError? Transfer(VenueAccount account, string asset, decimal amount, DateTimeOffset now)
    {
        if (account.Free(asset) + amount < 0m) return VenueError.InsufficientBalance;
        Record(new Transferred(account.Name, asset, amount, now), null);
        return null;
    }

    public void Open(VenueAccountSettings account, DateTimeOffset now) =>
        Record(new AccountOpened(account.Name, account.Balances, now), null);

    /// <summary>An order's turn in the book: it takes what it may, then rests or expires.</summary>
    private void Work(SymbolMarket market, VenueOrder order, DateTimeOffset now)
    {
        if (order.TimeInForce != TimeInForce.Fok || CanFillWhole(market, order)) Take(market, order, now);
        if (order.IsOpen) RestOrExpire(market, order, now);
    }

    private void RestOrExpire(SymbolMarket market, VenueOrder order, DateTimeOffset now)
    {
        var reason = !order.Type.HasLimitPrice() ? "INSUFFICIENT_LIQUIDITY"
            : order.TimeInForce == TimeInForce.Ioc ? "UNFILLED_IOC_QUANTITY_EXPIRED"
            : order.TimeInForce == TimeInForce.Fok ? "UNFILLED_FOK_ORDER_EXPIRED"
            : null;
        if (reason is null)
        {
            Rest(market, order);
            return;
        }

        Expire(order, reason, now);
    }

    private void Expire(VenueOrder order, string reason, DateTimeOffset now) => Record(
        new OrderExpired(
            order.Account, order.Symbol, order.OrderId, order.ClientOrderId, reason, order.Executed, now),
        order);

    private static void Rest(SymbolMarket market, VenueOrder order)
    {
        order.QueueAhead = market.OutsideSizeAt(order.Side, order.Price);
        market.Own(order.Side).Add(order);
        market.OwnSizeChanged(order.Side, order.Price);
    }

    private static void Withdraw(SymbolMarket market, VenueOrder order)
    {
        if (order.WorkingSince is null) market.Stops.Remove(order);
        if (market.Own(order.Side).Remove(order)) market.OwnSizeChanged(order.Side, order.Price);
    }

    private void Add(SymbolMarket market)
    {
        market.Exchange = this;
        _markets.Add(market.Listing.Symbol, market);
    }

    /// <summary>
    /// An order's market; in a symbol that the market no longer has it can only be cancelled.
    /// </summary>
    private SymbolMarket MarketOf(VenueOrder order)
    {
        if (_markets.TryGetValue(order.Symbol, out var market)) return market;
        market = new DormantMarket(ListedSymbol.For(order.Symbol));
        Add(market);
        return market;
    }

    private string NextCancelId() =>
        string.Create(CultureInfo.InvariantCulture, $"cancel-{_state.Run}-{++_cancelIds}");

    private void Record(LedgerEntry entry, VenueOrder? order)
    {
        entry = _ledger.Append(entry);
        _state.Apply(entry);
        if (order is null && entry is OrderAccepted accepted) _state.TryGetOrder(accepted.OrderId, out order);
        _listener.Recorded(entry, order);
    }
}
