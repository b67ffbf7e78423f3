using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;

namespace TradingActors.Node.Control;

/// <summary>Turns what the engine says into what the node shows.</summary>
public static class NodeViews
{
    public static NodeView From(
        BlotterView blotter, IReadOnlyList<MarketDataView> markets, string environment) => new(
        blotter.At,
        environment,
        blotter.Mode,
        [.. blotter.Accounts.Select(From)],
        [.. blotter.Links.Select(l => From(l, markets.FirstOrDefault(m => m.Venue == l.Venue) ?? l.Data))],
        [.. (blotter.Health?.Meters ?? []).Select(From)],
        blotter.Health?.Breaches ?? []);

    public static HoldView From(Hold hold) => new(hold.Cause, hold.Scope.ToString(), hold.Mode, hold.Reason,
        hold.Principal, hold.Since, hold.Cause.ClearsItself());

    public static ApprovalView From(Approval<Scope> approval) => new(
        approval.Id, approval.What.ToString(), approval.AskedBy, approval.Reason, approval.Version,
        approval.At, approval.ValidUntil);

    public static OrderView From(OrderState order)
    {
        var request = order.Request;
        return new OrderView(
            request.ClientOrderId.Value,
            order.VenueId.Value,
            request.Strategy.Value ?? "",
            request.Symbol.Value,
            request.Side,
            request.Type,
            request.TimeInForce,
            order.Quantity.Value,
            order.FilledQuantity.Value,
            request.LimitPrice?.Value,
            order.Status,
            order.Reason,
            order.IsExternal,
            order.CreatedAt);
    }

    private static AccountView From(AccountBlotter account) => new(
        account.Account.Value,
        account.Phase,
        account.PhaseReason,
        account.Epoch,
        account.Mode,
        [.. account.Holds.Select(From)],
        account.Connection,
        account.ConnectionReason,
        [.. account.Working.Select(From)],
        [.. account.Fills.Select(From)],
        From(account.Counters),
        [.. account.Positions.Select(From)],
        account.Balances.ToDictionary(b => b.Asset.Value, b => b.Total),
        account.RealizedPnl.Value,
        account.UnrealizedPnl?.Value,
        account.TotalPnl?.Value,
        [.. account.Differences.Select(d =>
            new DifferenceView(d.Asset.Value, d.Engine, d.Venue, d.Change))])
    {
        Alerts = [.. account.Alerts.Select(a =>
            new LimitAlertView(a.Key.ToString(), a.Percent, a.Limit, a.Used, a.At))],
        Flattens = [.. account.Flattens.Select(From)],
        Strategies =
        [
            .. account.Strategies.Select(s => new StrategyPositionLine(s.Strategy.Value, From(s.Position))),
        ],
    };

    private static FlattenView From(FlattenReport report) => new(
        report.FlattenId,
        report.Account.Value,
        report.Scope.ToString(),
        report.Reason,
        report.Principal,
        report.Outcome,
        report.IsDone,
        report.EndReason,
        [.. report.Lines.Select(From)],
        report.StartedAt,
        report.At);

    private static FlattenLineView From(FlattenLineReport line) => new(
        line.Symbol.Value,
        line.AtStart.Value,
        line.Position.Value,
        line.Closed.Value,
        line.Closed.Value == 0m ? null : line.ClosedNotional.Value / line.Closed.Value,
        line.Orders,
        line.Working,
        line.Unknown,
        line.Outcome,
        line.Code,
        line.Detail);

    private static FillView From(FillLine fill) => new(
        fill.SequenceNumber,
        fill.ClientOrderId?.Value,
        fill.Symbol.Value,
        fill.TradeId.Value,
        fill.Side,
        fill.Price.Value,
        fill.Quantity.Value,
        fill.Fee,
        fill.FeeAsset.Value,
        fill.IsMaker,
        fill.At);

    private static CountersView From(OrderCounters counters) => new(
        counters.Sent,
        counters.Accepted,
        counters.Refused,
        counters.RefusedByRisk,
        counters.RejectedByVenue,
        counters.RejectedByVenueCode,
        counters.NotSent,
        counters.Filled,
        counters.Canceled,
        counters.Expired,
        counters.BecameUnknown,
        counters.Replacements,
        counters.AdoptedExternal,
        counters.Fills);

    private static PositionLine From(PositionView position) => new(
        position.Symbol.Value,
        position.Quantity.Value,
        position.AveragePrice?.Value,
        position.Mark?.Value,
        position.RealizedPnl.Value,
        position.UnrealizedPnl?.Value,
        position.Fees.Value)
    {
        FeesInOtherAssets = position.FeesInOtherAssets.ToDictionary(f => f.Asset.Value, f => f.Amount),
        Slippage = position.Traded.Slippage.Value,
        SlippageBps = position.Traded.SlippageBps is { } bps ? decimal.Round(bps, 4) : null,
        Cycles = position.Cycles,
        Cycle = From(position.Cycle),
        LastCycle = From(position.LastCycle),
    };

    private static CycleLine? From(PositionCycle? cycle) => cycle is null ? null : new CycleLine(
        cycle.OpenedAt, cycle.ClosedAt, cycle.RealizedPnl.Value, cycle.Fees.Value, cycle.Quantity.Value);

    private static LinkView From(MarketLink link, MarketDataView? data) => new(
        link.Venue.Value,
        link.IsUp,
        link.Reason,
        data?.Messages ?? 0,
        data?.Quotes ?? 0,
        data?.Trades ?? 0,
        data?.BookUpdates ?? 0,
        data?.Unreadable ?? 0,
        data?.Resyncs ?? 0,
        [.. (data?.Latest ?? []).Select(From)]);

    private static QuoteView From(Quote quote) =>
        new(quote.Symbol.Value, quote.Bid.Value, quote.BidSize.Value, quote.Ask.Value, quote.AskSize.Value);

    private static LatencyView From(MeterView meter) => new(
        meter.Meter,
        meter.CountTotal,
        Microseconds(meter.P50Total),
        Microseconds(meter.P99Total),
        Microseconds(meter.P999Total),
        Microseconds(meter.MaxTotal));

    private static long Microseconds(TimeSpan span) => (long)span.TotalMicroseconds;
}
