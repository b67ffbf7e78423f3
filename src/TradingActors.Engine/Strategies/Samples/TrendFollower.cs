using TradingActors.Domain;

namespace TradingActors.Engine.Strategies.Samples;

/// <summary>
/// Buys when the fast average of the mid crosses above the slow one, sells when it crosses below; one order
/// at a time in each of its instruments, with a cool-down between two.
/// </summary>
public sealed class TrendFollower(TrendSettings settings) : IStrategy
{
    private readonly List<Watch> _watches = [];

    public void OnStart(IStrategyContext context)
    {
        foreach (var instrument in context.Instruments)
            _watches.Add(new Watch(instrument.Symbol));
    }

    public void OnQuote(IStrategyContext context, in Quote quote)
    {
        if (!quote.IsSound || WatchOf(quote.Symbol) is not { } watch)
            return;

        var before = watch.State;
        watch.State = before is { } state
            ? state.Next(quote.Mid, context.Now, settings)
            : TrendState.Start(quote.Mid, context.Now);
        if (watch.State.Value.Trend != (before?.Trend ?? Trend.None))
            context.Log($"{quote.Symbol} trend {watch.State.Value.Trend}");
        Work(context, watch, quote);
    }

    public void OnTrade(IStrategyContext context, in MarketTrade trade)
    {
    }

    public void OnOrder(IStrategyContext context, StrategyOrder order)
    {
        foreach (var watch in _watches)
            watch.Slot.Take(order);
    }

    public void OnTimer(IStrategyContext context)
    {
    }

    private void Work(IStrategyContext context, Watch watch, in Quote quote)
    {
        if (watch.Slot.Waits || context.Now.Monotonic < watch.Slot.RestsUntil)
            return;
        foreach (var order in context.WorkingOrders)
            if (order.Request.Symbol == watch.Symbol)
                return;
        var instrument = OrderSlot.Instrument(context, watch.Symbol);
        if (instrument is not { Status: InstrumentStatus.Trading })
            return;

        var trend = watch.State!.Value.Trend;
        var position = context.Position(watch.Symbol);
        if (TrendRules.Wanted(settings, instrument, trend, quote, position) is not { } wanted)
            return;

        var asked = wanted.LimitPrice is null
            ? context.Place(watch.Symbol, wanted.Side, OrderType.Market, wanted.Quantity)
            : context.Place(
                watch.Symbol, wanted.Side, OrderType.Limit, wanted.Quantity, wanted.LimitPrice,
                TimeInForce.Ioc);
        watch.Slot.Ask(asked, context.Now.Monotonic + settings.CoolDown);
    }

    private Watch? WatchOf(Symbol symbol)
    {
        foreach (var watch in _watches)
            if (watch.Symbol == symbol)
                return watch;
        return null;
    }

    private sealed class Watch(Symbol symbol)
    {
        public Symbol Symbol { get; } = symbol;

        public TrendState? State { get; set; }

        public OrderSlot Slot { get; } = new();
    }
}
