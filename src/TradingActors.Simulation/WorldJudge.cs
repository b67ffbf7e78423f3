using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Orders;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation;

/// <summary>
/// Holds an engine that has stopped well against the venue's ledger, whose word counts: nothing lost, nothing
/// doubled, nothing at the venue that the engine did not send, and the same money on both sides.
/// </summary>
public static class WorldJudge
{
    public static IReadOnlyList<string> Compare(LedgerReport ledger, AccountBlotter engine) =>
    [
        .. ledger.Orders.SelectMany(order => AboutOrder(order, engine.Account)),
        .. ledger.Fills.GroupBy(f => (f.Symbol, f.TradeId, f.OrderId)).Where(g => g.Count() > 1)
            .Select(g => $"the ledger itself holds trade {g.Key} twice"),
        .. engine.Working.Select(order => $"the engine believes: {order}"),
        .. ledger.Balances.SelectMany(balance => AboutBalance(balance, engine)),
    ];

    private static IEnumerable<string> AboutOrder(LedgerReport.OrderLine order, AccountId account)
    {
        if (order.AcceptCount > 1)
            yield return $"the venue took {order.AcceptCount} orders under {order.ClientOrderId}";
        if (!order.IsExternal && !OrderIds.TryParse(new VenueClientId(order.ClientOrderId), account, out _))
            yield return $"the venue took {order.ClientOrderId}, which is not an id of the engine";
        if (order.AcceptCount > 0 && order.Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled)
            yield return $"{order.ClientOrderId} still works at the venue";
    }

    private static IEnumerable<string> AboutBalance(LedgerReport.AssetLine balance, AccountBlotter engine)
    {
        var held = engine.Balances.Where(b => b.Asset.Value == balance.Asset).Sum(b => b.Total);
        if (held != balance.Total)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{balance.Asset}: the engine has {held}, the ledger {balance.Total}");
    }
}
