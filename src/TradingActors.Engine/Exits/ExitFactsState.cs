using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;

namespace TradingActors.Engine.Exits;

/// <summary>
/// What one account holds and works and what the market shows, by instrument. Positions and orders come from
/// the same stream in the same order, so that an order that has ended has moved the position.
/// </summary>
internal sealed class ExitFactsState
{
    private readonly Dictionary<Symbol, decimal> _positions = [];
    private readonly Dictionary<Symbol, Dictionary<VenueClientId, OrderState>> _working = [];
    private readonly Dictionary<Symbol, Instrument> _instruments = [];
    private readonly Dictionary<Symbol, Quote> _quotes = [];
    private long _sequenceNumber;

    public ExitFactsState(AccountSnapshot recovered)
    {
        foreach (var position in recovered.Positions)
            _positions[position.Symbol] = position.Quantity.Value;
        foreach (var order in recovered.Working)
            WorkingIn(order.Request.Symbol)[order.VenueId] = order;
    }

    /// <summary>Instruments in which something is held or working, in no order.</summary>
    public IEnumerable<Symbol> Concerned => _positions.Where(p => p.Value != 0m).Select(p => p.Key)
        .Concat(_working.Where(w => w.Value.Count > 0).Select(w => w.Key))
        .Distinct();

    /// <summary>False for a repeat, which changes nothing.</summary>
    public bool Apply(OrderUpdated update)
    {
        if (!IsNew(update.SequenceNumber))
            return false;

        var order = update.Order;
        Fold(update.Event);
        var working = WorkingIn(order.Request.Symbol);
        if (order.IsTerminal)
            working.Remove(order.VenueId);
        else
            working[order.VenueId] = order;
        return true;
    }

    public bool Apply(AccountFactRecorded fact)
    {
        if (!IsNew(fact.SequenceNumber))
            return false;

        Fold(fact.Event);
        return true;
    }

    /// <summary>The whole list: an instrument that is not in it any more is not known any more.</summary>
    public void Apply(InstrumentsKnown known)
    {
        _instruments.Clear();
        foreach (var instrument in known.Instruments)
            _instruments[instrument.Symbol] = instrument;
    }

    public void Apply(in Quote quote) => _quotes[quote.Symbol] = quote;

    /// <summary>From here on no quote is heard, and an old one must not price anything.</summary>
    public void ForgetQuotes() => _quotes.Clear();

    public decimal PositionIn(Symbol symbol) => _positions.GetValueOrDefault(symbol);

    public int WorkingCount(Symbol symbol) => _working.TryGetValue(symbol, out var orders) ? orders.Count : 0;

    public ExitView Of(Symbol symbol, ClientOrderId? awaited, bool canExit)
    {
        var position = PositionIn(symbol);
        var side = position > 0m ? Side.Sell : Side.Buy;
        var (reducers, others, unknown) = (0m, 0, 0);
        if (_working.TryGetValue(symbol, out var orders))
            foreach (var order in orders.Values)
            {
                if (order.Request.Side == side)
                    reducers += order.Remaining.Value;
                if (order.Status == OrderStatus.Unknown)
                    unknown++;
                else if (order.Request.ClientOrderId != awaited)
                    others++;
            }

        return new ExitView(position, reducers, others, unknown, _instruments.GetValueOrDefault(symbol),
            _quotes.TryGetValue(symbol, out var quote) ? quote : null, canExit);
    }

    private void Fold(AccountEvent on)
    {
        switch (on)
        {
            case OrderFilled fill:
                Hold(fill.Symbol, FillRules.PositionChange(fill));
                break;
            case OpeningPositionTaken opening:
                Hold(opening.Symbol, opening.Quantity.Value);
                break;
        }
    }

    private void Hold(Symbol symbol, decimal change) =>
        _positions[symbol] = _positions.GetValueOrDefault(symbol) + change;

    private Dictionary<VenueClientId, OrderState> WorkingIn(Symbol symbol)
    {
        if (!_working.TryGetValue(symbol, out var orders))
            _working.Add(symbol, orders = []);
        return orders;
    }

    private bool IsNew(long sequenceNumber)
    {
        if (sequenceNumber <= _sequenceNumber)
            return false;

        _sequenceNumber = sequenceNumber;
        return true;
    }
}
