using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>A balance that the engine's fold and the venue do not agree on.</summary>
public readonly record struct BalanceDifference(Asset Asset, decimal Engine, decimal Venue)
{
    /// <summary>What would have to be added to the engine's balance to make the two agree.</summary>
    public decimal Change => Venue - Engine;
}

/// <summary>What the venue's answers mean for what the engine believes. Pure comparisons.</summary>
public static class ReconciliationRules
{
    /// <summary>A single "does not exist" may be a query side that lags behind.</summary>
    public const int MissesMin = 3;

    /// <summary>
    /// The event that a report about a known order amounts to, null when it says nothing new or cannot be
    /// true yet (it reports fills that have not been seen: then the trades must be asked for first).
    /// </summary>
    public static OrderEvent? EventOf(VenueOrderReport report, OrderState order)
    {
        if (IsOpen(report))
            return order.VenueOrderId is null
                || order.Status is OrderStatus.PendingSubmit or OrderStatus.Unknown
                || order.IsTerminal
                    ? new OrderAccepted(report.Id, report.OrderId, report.At)
                    : null;

        return report.FilledQuantity > order.FilledAtVenue ? null : EndOf(report);
    }

    /// <summary>
    /// The end that the report tells; null for one that is open, and for one that is filled, because fills
    /// themselves end it.
    /// </summary>
    public static OrderEvent? EndOf(VenueOrderReport report) => report.Status switch
    {
        VenueOrderStatus.Canceled => new OrderCanceled(report.Id, report.FilledQuantity, report.At),
        VenueOrderStatus.Expired =>
            new OrderExpired(report.Id, report.FilledQuantity, "reconciled", report.At),
        VenueOrderStatus.Rejected => new OrderRejectedByVenue(report.Id, "REJECTED", "reconciled", report.At),
        _ => null,
    };

    public static bool IsOpen(VenueOrderReport report) =>
        report.Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled;

    /// <summary>
    /// An order at the venue that the engine does not know, as it is adopted; <paramref name="carried"/> is
    /// what of its
    /// fills the opening balances contain already.
    /// </summary>
    public static ExternalOrderAdopted Adopt(VenueOrderReport report, Quantity carried) => new(
        report.Id,
        report.OrderId,
        new OrderRequest(
            new ClientOrderId($"external-{report.Symbol}-{report.OrderId}"),
            report.Symbol,
            report.Side,
            report.Type,
            report.TimeInForce,
            report.Quantity,
            report.LimitPrice,
            StopPrice: report.StopPrice),
        carried,
        report.At);

    /// <summary>Every asset on which the two differ; zero and absent are the same.</summary>
    public static IReadOnlyList<BalanceDifference> Compare(
        IReadOnlyDictionary<Asset, decimal> engine,
        IReadOnlyList<AssetBalance> venue)
    {
        var differences = new List<BalanceDifference>();
        var seen = new HashSet<Asset>();
        foreach (var balance in venue)
        {
            seen.Add(balance.Asset);
            var ours = engine.GetValueOrDefault(balance.Asset);
            if (ours != balance.Total)
                differences.Add(new BalanceDifference(balance.Asset, ours, balance.Total));
        }

        foreach (var (asset, ours) in engine)
            if (ours != 0m && !seen.Contains(asset))
                differences.Add(new BalanceDifference(asset, ours, 0m));
        differences.Sort((a, b) => string.CompareOrdinal(a.Asset.Value, b.Asset.Value));
        return differences;
    }

    /// <summary>
    /// Whether repeated "does not exist" answers count at all: asked for often enough, and long enough after
    /// it was sent for a lagging query side and the request's validity to be excluded.
    /// </summary>
    public static bool IsMissing(int misses, TimeSpan sinceFirstMiss, TimeSpan notFoundAfter) =>
        misses >= MissesMin && sinceFirstMiss >= notFoundAfter;

    /// <summary>
    /// Whether an order that is missing can never have been: nothing of the venue's ever spoke of it.
    /// </summary>
    public static bool NeverExisted(OrderState order) =>
        order.VenueOrderId is null
        && order.FilledQuantity == Quantity.Zero
        && order.Status is OrderStatus.Unknown or OrderStatus.PendingSubmit or OrderStatus.PendingCancel;

    /// <summary>
    /// Whether filling the rest of the order would make a position of this size larger or turn it round.
    /// </summary>
    public static bool Increases(OrderState order, Quantity position)
    {
        var after = position.Value + order.Request.Side.Sign() * order.Remaining.Value;
        return Math.Abs(after) > Math.Abs(position.Value)
            || (position.Value != 0m && after != 0m && Math.Sign(after) != Math.Sign(position.Value));
    }
}
