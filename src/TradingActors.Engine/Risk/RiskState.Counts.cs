using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Engine.Risk;

/// <content>How often things happen, and what too often asks for.</content>
public sealed partial class RiskState
{
    internal bool HasNotices => _notices.Count > 0;

    /// <summary>
    /// The holds that decisions and events have asked for since the last call. Few: each needs a full window.
    /// </summary>
    internal IReadOnlyList<RiskNotice> TakeNotices()
    {
        if (_notices.Count == 0)
            return [];

        RiskNotice[] taken = [.. _notices];
        _notices.Clear();
        return taken;
    }

    /// <summary>
    /// Counts a request, whatever becomes of it; at the hard level the account is to be halted, and counting
    /// starts anew.
    /// </summary>
    internal void CountMessage(TimeSpan now)
    {
        _now = now;
        if (Settings.OrderRateHard is not { } max)
            return;

        _messages.Add(now);
        var count = _messages.Within(now) + Cancels.Within(now);
        if (count < max)
            return;

        _messages.Clear();
        Notice(HoldCause.MessageRate, null, $"{count} messages in {_messages.Window.TotalSeconds:0.###} s");
    }

    private void CountApproval(StrategyLine part, Side side, TimeSpan now)
    {
        var strategy = part.Strategy;
        if (strategy.IsNone)
            return;

        strategy.Approvals.Add(now);
        var reenters = side == Side.Buy ? part.HasFilledBuy : part.HasFilledSell;
        SetFilled(part, side, false);
        if (reenters && strategy.Repeats.Reentered(now) is { } why)
            Notice(HoldCause.RepeatedExecution, strategy.Id, why);
    }

    /// <summary>
    /// What the mode, the market or the desk forbids says nothing about the strategy.
    /// </summary>
    private void CountReject(StrategyId id, Refusal refusal, TimeSpan now)
    {
        if (refusal.Code is not (RefusalCode.AccountNotReady or RefusalCode.ModeForbids
                or RefusalCode.InstrumentNotTrading or RefusalCode.ReferencePriceMissing
                or RefusalCode.ReferencePriceStale or RefusalCode.ReferencePriceUnsound
                or RefusalCode.ReferencePriceJumped or RefusalCode.JournalUnavailable))
            CountReject(id, now);
    }

    private void CountReject(StrategyId id, TimeSpan now)
    {
        if (string.IsNullOrEmpty(id.Value) || Settings.LimitsFor(id)?.RejectsMax is null
            || (Exposure.FindStrategy(id) is null && Exposure.Strategies.Count >= StrategiesMax))
            return;

        if (Exposure.StrategyOf(id).Repeats.Rejected(now) is { } why)
            Notice(HoldCause.RepeatedExecution, id, why);
    }

    private void Count(OrderUpdated update)
    {
        var (order, part) = (update.Order, Find(update.Order.Request.ClientOrderId)!.Part!);
        part.Instrument.Activity = part.Instrument.Activity.After(update.Event);
        switch (update.Event)
        {
            case CancelRequested:
                Cancels.Add(_now);
                break;
            case OrderFilled when order.Status == OrderStatus.Filled:
                SetFilled(part, order.Request.Side, true);
                break;
            case OrderRejectedByVenue:
                CountReject(order.Request.Strategy, _now);
                break;
        }
    }

    private static void SetFilled(StrategyLine part, Side side, bool hasFilled)
    {
        if (side == Side.Buy)
            part.HasFilledBuy = hasFilled;
        else
            part.HasFilledSell = hasFilled;
    }

    private void Notice(HoldCause cause, StrategyId? strategy, string reason) =>
        _notices.Add(new RiskNotice(cause, strategy, TradingMode.Halted, reason));
}
