using TradingActors.Domain;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>
/// Shows a post-only bid and ask around the mid in each of its instruments, leaning against its inventory. At
/// most one working order a side: while a request is unanswered or two orders work (a replacement under way),
/// the side waits.
/// </summary>
public sealed class TwoSidedQuoter(QuoterSettings settings) : IStrategy
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly List<Desk> _desks = [];

    public void OnStart(IStrategyContext context)
    {
        foreach (var instrument in context.Instruments)
            _desks.Add(new Desk(instrument.Symbol));
        context.TimerInterval = Look;
    }

    public void OnQuote(IStrategyContext context, in Quote quote)
    {
        if (DeskOf(quote.Symbol) is not { } desk)
            return;

        desk.Quote = quote;
        Work(context, desk);
    }

    public void OnTrade(IStrategyContext context, in MarketTrade trade)
    {
    }

    public void OnOrder(IStrategyContext context, StrategyOrder order)
    {
        foreach (var desk in _desks)
            foreach (var side in desk.Sides)
                if (side.Slot.Take(order) && order.Refusal is not null)
                    side.Slot.RestsUntil = context.Now.Monotonic + settings.PauseAfterRefusal;

        // After a fill the position follows a moment later: the side waits for it, so that the bound holds.
        if (order.State is { } state && (IsRefusal(state) || order.LastFill is not null))
            Rest(context, state, IsRefusal(state) ? settings.PauseAfterRefusal : settings.RequoteInterval);
        if (order.State is { } changed && DeskOf(changed.Request.Symbol) is { } changedDesk)
            Work(context, changedDesk);
    }

    /// <summary>Quotes that fell silent are taken away, and sides that rested are looked at again.</summary>
    public void OnTimer(IStrategyContext context)
    {
        foreach (var desk in _desks)
            Work(context, desk);
    }

    private void Work(IStrategyContext context, Desk desk)
    {
        if (desk.Quote is not { } quote)
            return;

        // An instrument that is not listed any more is quoted no more than one that is closed.
        var instrument = OrderSlot.Instrument(context, desk.Symbol);
        var isSound = quote.IsSound && context.Now.Since(quote.ReceivedAt) <= settings.QuoteAgeMax;
        foreach (var side in desk.Sides)
        {
            var wanted = isSound && instrument is { Status: InstrumentStatus.Trading }
                ? QuoterRules.Wanted(settings, instrument, side.Side, quote, context.Position(desk.Symbol))
                : null;
            Work(context, desk, side, wanted);
        }
    }

    private void Work(IStrategyContext context, Desk desk, OneSide side, WantedQuote? wanted)
    {
        if (side.Slot.Waits)
            return;

        OrderState? working = null;
        foreach (var order in context.WorkingOrders)
            if (order.Request.Symbol == desk.Symbol && order.Request.Side == side.Side)
            {
                if (working is not null)
                {
                    Thin(context, side.Slot, working, order);
                    return;
                }

                working = order;
            }

        var mayMove = context.Now.Monotonic >= side.Slot.RestsUntil;
        var action = QuoterRules.Decide(settings, wanted, working, mayMove);
        if (action == QuoteAction.Keep
            || (action != QuoteAction.Cancel && MeetsOwn(context, desk, side.Side, wanted!.Value)))
            return;

        var restsUntil = context.Now.Monotonic + settings.RequoteInterval;
        if (action == QuoteAction.Cancel)
        {
            side.Slot.Cancel(context, working!);
            side.Slot.RestsUntil = restsUntil;
        }
        else
            side.Slot.Ask(Ask(context, desk, side.Side, wanted!.Value, working), restsUntil);
    }

    /// <summary>
    /// True while an order of the other side is still where this side wants to go: that one moves away first.
    /// </summary>
    private static bool MeetsOwn(IStrategyContext context, Desk desk, Side side, WantedQuote quote)
    {
        foreach (var order in context.WorkingOrders)
            if (order.Request.Symbol == desk.Symbol && order.Request.Side != side
                && order.Request.LimitPrice is { } own
                && (side == Side.Buy ? quote.Price >= own : quote.Price <= own))
                return true;
        return false;
    }

    private static ClientOrderId Ask(
        IStrategyContext context, Desk desk, Side side, WantedQuote wanted, OrderState? replaced) =>
        replaced is null
            ? context.Place(desk.Symbol, side, OrderType.PostOnly, wanted.Quantity, wanted.Price)
            : context.Replace(replaced.Request.ClientOrderId, wanted.Quantity, wanted.Price);

    /// <summary>
    /// Two that both rest, after a replacement that went only half way: the older one goes.
    /// </summary>
    private static void Thin(IStrategyContext context, OrderSlot slot, OrderState one, OrderState other)
    {
        if (OrderSlot.IsResting(one) && OrderSlot.IsResting(other))
            slot.Cancel(context, one.CreatedAt <= other.CreatedAt ? one : other);
    }

    private void Rest(IStrategyContext context, OrderState order, TimeSpan pause)
    {
        if (DeskOf(order.Request.Symbol) is { } desk)
            desk.Sides[(int)order.Request.Side].Slot.RestsUntil = context.Now.Monotonic + pause;
    }

    private static bool IsRefusal(OrderState state) =>
        state.Status is OrderStatus.RejectedByVenue or OrderStatus.NotSent;

    private Desk? DeskOf(Symbol symbol)
    {
        foreach (var desk in _desks)
            if (desk.Symbol == symbol)
                return desk;
        return null;
    }

    private sealed class Desk(Symbol symbol)
    {
        public Symbol Symbol { get; } = symbol;

        public Quote? Quote { get; set; }

        /// <summary>In the order of <see cref="Side"/>.</summary>
        public OneSide[] Sides { get; } = [new(Side.Buy), new(Side.Sell)];
    }

    private sealed class OneSide(Side side)
    {
        public Side Side { get; } = side;

        public OrderSlot Slot { get; } = new();
    }
}
