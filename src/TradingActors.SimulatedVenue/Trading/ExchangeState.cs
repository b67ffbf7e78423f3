using System.Diagnostics.CodeAnalysis;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Accounts and orders as a fold over the ledger. The running venue and the recovering one call the same
/// <see cref="Apply(LedgerEntry)"/>, so that what is recovered is what was.
/// </summary>
public sealed partial class ExchangeState
{
    private readonly SortedDictionary<string, VenueAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<long, VenueOrder> _orders = [];
    private readonly Dictionary<string, (string Base, string Quote)> _assets = new(StringComparer.Ordinal);

    private readonly Dictionary<string, long> _preventedMatches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TradingStatus> _statuses = new(StringComparer.Ordinal);

    public int Run { get; private set; }

    public long LastOrderId { get; private set; }

    public IReadOnlyDictionary<string, VenueAccount> Accounts => _accounts;

    public bool TryGetAccount(string name, [MaybeNullWhen(false)] out VenueAccount account) =>
        _accounts.TryGetValue(name, out account);

    public bool TryGetOrder(long orderId, [MaybeNullWhen(false)] out VenueOrder order) =>
        _orders.TryGetValue(orderId, out order);

    /// <summary>The asset that an order of this side in this symbol locks.</summary>
    public string LockedAsset(VenueOrder order) =>
        order.Side == Side.Buy ? _assets[order.Symbol].Quote : _assets[order.Symbol].Base;

    /// <summary>Base and quote asset of an order's symbol.</summary>
    public (string Base, string Quote) AssetsOf(VenueOrder order) => _assets[order.Symbol];

    /// <summary>The next number of a prevented match in a symbol.</summary>
    public long NextPreventedMatchId(string symbol) => _preventedMatches.GetValueOrDefault(symbol);

    /// <summary>What an administrator last said about a symbol's market.</summary>
    public TradingStatus StatusOf(string symbol) => _statuses.GetValueOrDefault(symbol);

    public void Apply(LedgerEntry entry)
    {
        switch (entry)
        {
            case VenueStarted started: Run = started.Run; break;
            case AccountOpened opened: Apply(opened); break;
            case Transferred transferred: Apply(transferred); break;
            case OrderAccepted accepted: Apply(accepted); break;
            case OrderFilled filled: Apply(filled); break;
            case OrderCanceled canceled: Apply(canceled); break;
            case OrderExpired expired: Apply(expired); break;
            case OrderTriggered triggered: Apply(triggered); break;
            case OrderPrevented prevented: Apply(prevented); break;
            case OrderAmended amended: Apply(amended); break;
            case SymbolStatusChanged changed: _statuses[changed.Symbol] = changed.Status; break;
            case OrderRejected or CancelRejected: break;
            default:
                throw new InvalidOperationException(
                $"The ledger entry {entry.GetType().Name} is not known.");
        }
    }

    private void Apply(AccountOpened opened)
    {
        var account = new VenueAccount(opened.Account) { UpdatedAt = opened.At };
        if (!_accounts.TryAdd(opened.Account, account))
            throw new InvalidOperationException($"The account {opened.Account} is opened twice.");
        foreach (var (asset, amount) in opened.Balances) account.Change(asset, amount, 0m);
    }

    private void Apply(Transferred transferred)
    {
        var account = AccountOf(transferred);
        account.Change(transferred.Asset, transferred.Amount, 0m);
    }

    private void Apply(OrderAccepted accepted)
    {
        var account = AccountOf(accepted);
        var order = new VenueOrder(accepted);
        if (!_orders.TryAdd(order.OrderId, order))
            throw new InvalidOperationException($"The order {order.OrderId} is accepted twice.");
        _assets[order.Symbol] = (accepted.Base, accepted.Quote);
        LastOrderId = Math.Max(LastOrderId, order.OrderId);
        account.Orders.Add(order);
        account.OpenByClientId.Add(order.ClientOrderId, order);
        account.LatestByClientId[order.ClientOrderId] = order;
        account.Change(LockedAsset(order), -order.Locked, order.Locked);
    }

    private void Apply(OrderFilled filled)
    {
        var account = AccountOf(filled);
        var order = OrderOf(filled.OrderId);
        var lockedBefore = order.Locked;
        order.Executed += filled.Quantity;
        order.ExecutedQuote += filled.Quantity * filled.Price;
        order.UpdatedAt = filled.At;
        order.Status = order.Quantity > 0m && order.Remaining == 0m
            ? VenueOrderStatus.Filled
            : VenueOrderStatus.PartiallyFilled;
        Unlock(account, order, lockedBefore);

        var sign = filled.Side.Sign();
        account.Change(filled.Base, sign * filled.Quantity, 0m);
        account.Change(filled.Quote, -sign * filled.Quantity * filled.Price, 0m);
        account.Change(filled.FeeAsset, -filled.Fee, 0m);
        account.Fills.Add(filled);
        if (!order.IsOpen) account.OpenByClientId.Remove(order.ClientOrderId);
    }

    private void Apply(OrderCanceled canceled) =>
        Close(canceled, canceled.OrderId, VenueOrderStatus.Canceled);

    private void Apply(OrderExpired expired) =>
        Close(expired, expired.OrderId, VenueOrderStatus.Expired).ExpiryReason = expired.Reason;

    private VenueAccount AccountOf(AccountEntry entry)
    {
        if (!_accounts.TryGetValue(entry.Account, out var account))
            throw new InvalidOperationException($"The account {entry.Account} was never opened.");
        account.UpdatedAt = entry.At;
        return account;
    }

    private VenueOrder OrderOf(long orderId) => _orders.TryGetValue(orderId, out var order)
        ? order
        : throw new InvalidOperationException($"The order {orderId} was never accepted.");
}
