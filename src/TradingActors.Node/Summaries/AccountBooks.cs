using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Node.Summaries;

/// <summary>
/// An account's books as its journal tells them from the first event on: every order and every fill ever,
/// where the desk itself remembers the latest. Made once, to be compared with the venue's ledger.
/// </summary>
public sealed class AccountBooks(string account)
{
    private static readonly BookedOrder Accepted = new(OrderStatus.Accepted, 0m, WasAccepted: true);

    private readonly AccountState _state = new();
    private readonly Dictionary<(string Symbol, long TradeId, Side Side), BookedFill> _fills = [];
    private readonly Dictionary<string, BookedOrder> _orders = [];
    private readonly Dictionary<string, long> _tradesSeen = [];

    public string Account { get; } = account;

    public long Events { get; private set; }

    /// <summary>False while the engine has never been able to read the account's balances.</summary>
    public bool HasOpened => _state.HasOpeningBalances;

    public IReadOnlyDictionary<string, decimal> Balances =>
        _state.Balances.ToDictionary(b => b.Key.Value, b => b.Value);

    public IReadOnlyDictionary<(string Symbol, long TradeId, Side Side), BookedFill> Fills => _fills;

    public IReadOnlyDictionary<string, BookedOrder> Orders => _orders;

    /// <summary>The last trade of each symbol that the opening balances contain.</summary>
    public IReadOnlyDictionary<string, long> TradesSeen => _tradesSeen;

    public void Apply(AccountEvent on)
    {
        Events++;
        _state.Apply(on);
        switch (on)
        {
            case OpeningBalancesTaken opening:
                foreach (var seen in opening.TradesSeen)
                    _tradesSeen[seen.Symbol.Value] = seen.Last.Value;
                break;
            case IntentRecorded intent:
                _orders[intent.VenueId.Value] = new BookedOrder(OrderStatus.New, 0m, WasAccepted: false);
                break;
            case ExternalOrderAdopted external:
                _orders.TryAdd(external.VenueId.Value, Accepted);
                break;
            case OrderFilled fill:
                Book(fill);
                break;
            case OrderEvent order:
                Change(order);
                break;
        }
    }

    private void Book(OrderFilled fill)
    {
        var booked = new BookedFill(
            fill.Symbol.Value, fill.Side, fill.Price.Value, fill.Quantity.Value, fill.Fee);
        if (!_fills.TryAdd((fill.Symbol.Value, fill.TradeId.Value, fill.Side), booked))
            return;

        var order = _orders.GetValueOrDefault(fill.VenueId.Value) ?? Accepted;
        _orders[fill.VenueId.Value] = order with
        {
            Filled = order.Filled + fill.Quantity.Value,
            WasAccepted = true,
            Status = _state.Find(fill.VenueId)?.Status ?? order.Status,
        };
    }

    private void Change(OrderEvent on)
    {
        if (!_orders.TryGetValue(on.VenueId.Value, out var order))
            return;

        _orders[on.VenueId.Value] = order with
        {
            Status = _state.Find(on.VenueId)?.Status ?? order.Status,
            WasAccepted = order.WasAccepted || on is OrderAccepted or OrderCanceled or OrderExpired,
        };
    }
}

public sealed record BookedFill(string Symbol, Side Side, decimal Price, decimal Quantity, decimal Fee);

/// <summary>One order as the journal left it.</summary>
public sealed record BookedOrder(OrderStatus Status, decimal Filled, bool WasAccepted)
{
    /// <summary>The engine is sure that the venue never had it.</summary>
    public bool NeverExisted => Status is OrderStatus.NotSent or OrderStatus.RejectedByVenue;
}
