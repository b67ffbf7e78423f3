using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>
/// A strategy's place for one working order: what it asked for and what it asked to take away, until the
/// engine has told what became of it, and how long the place rests before it is used again. An order shows as
/// resting until its cancel is durable; whoever acted on it meanwhile would be refused.
/// </summary>
internal sealed class OrderSlot
{
    private ClientOrderId? _asked;
    private ClientOrderId? _leaving;

    public TimeSpan RestsUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>True while the engine owes an answer.</summary>
    public bool Waits => _asked is not null || _leaving is not null;

    public void Ask(ClientOrderId id, TimeSpan restsUntil) => (_asked, RestsUntil) = (id, restsUntil);

    public void Cancel(IStrategyContext context, OrderState order)
    {
        context.Cancel(order.Request.ClientOrderId);
        _leaving = order.Request.ClientOrderId;
    }

    /// <summary>True when the order is the answer to what was asked for.</summary>
    public bool Take(StrategyOrder order)
    {
        if (_leaving == order.Id && !IsResting(order.State))
            _leaving = null;
        if (_asked != order.Id)
            return false;

        _asked = null;
        return true;
    }

    /// <summary>True when the venue has the order and nothing is under way for it.</summary>
    public static bool IsResting(OrderState? order) =>
        order?.Status is OrderStatus.Accepted or OrderStatus.PartiallyFilled;

    /// <summary>The venue's rules for the symbol; null while it does not list it.</summary>
    public static Instrument? Instrument(IStrategyContext context, Symbol symbol)
    {
        foreach (var instrument in context.Instruments)
            if (instrument.Symbol == symbol)
                return instrument;
        return null;
    }
}
