using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>What befalls an order besides fills: triggers, prevented matches, amendments, its end.</summary>
public sealed partial class ExchangeState
{
    private void Apply(OrderTriggered triggered)
    {
        var account = AccountOf(triggered);
        var order = OrderOf(triggered.OrderId);
        var lockedBefore = order.Locked;
        order.WorkingSince = triggered.At;
        order.UpdatedAt = triggered.At;
        Unlock(account, order, lockedBefore);
    }

    private void Apply(OrderPrevented prevented)
    {
        var account = AccountOf(prevented);
        var order = OrderOf(prevented.OrderId);
        var lockedBefore = order.Locked;
        order.Prevented += prevented.Quantity;
        order.PreventedMatchId = prevented.PreventedMatchId;
        order.UpdatedAt = prevented.At;
        if (order.Remaining == 0m) order.Status = VenueOrderStatus.Expired;
        Unlock(account, order, lockedBefore);
        if (!order.IsOpen) account.OpenByClientId.Remove(order.ClientOrderId);
        _preventedMatches[order.Symbol] = prevented.PreventedMatchId + 1;
        Remember(account, prevented);
    }

    /// <summary>The two sides of a match come as two entries and are shown as one.</summary>
    private static void Remember(VenueAccount account, OrderPrevented side)
    {
        var list = account.PreventedMatches;
        var isTaker = side.OrderId == side.TakerOrderId;
        var match = list.Count > 0 && list[^1].Id == side.PreventedMatchId && list[^1].Symbol == side.Symbol
            ? list[^1]
            : null;
        if (match is not null) list.RemoveAt(list.Count - 1);
        match ??= new PreventedMatch(
            side.Symbol, side.PreventedMatchId, side.TakerOrderId, side.MakerOrderId, side.Mode, side.Price,
            0m, 0m, side.At);
        list.Add(isTaker
            ? match with { TakerQuantity = side.Quantity }
            : match with { MakerQuantity = side.Quantity });
    }

    private void Apply(OrderAmended amended)
    {
        var account = AccountOf(amended);
        var order = OrderOf(amended.OrderId);
        var lockedBefore = order.Locked;
        account.OpenByClientId.Remove(order.ClientOrderId);
        account.LatestByClientId.Remove(order.ClientOrderId);
        order.Quantity = amended.Quantity;
        order.ClientOrderId = amended.NewClientOrderId;
        order.UpdatedAt = amended.At;
        account.OpenByClientId.Add(order.ClientOrderId, order);
        account.LatestByClientId[order.ClientOrderId] = order;
        account.Amendments.Add(amended);
        Unlock(account, order, lockedBefore);
    }

    private VenueOrder Close(AccountEntry entry, long orderId, VenueOrderStatus status)
    {
        var account = AccountOf(entry);
        var order = OrderOf(orderId);
        account.Change(LockedAsset(order), order.Locked, -order.Locked);
        order.Status = status;
        order.UpdatedAt = entry.At;
        account.OpenByClientId.Remove(order.ClientOrderId);
        return order;
    }

    private void Unlock(VenueAccount account, VenueOrder order, decimal lockedBefore)
    {
        var unlocked = lockedBefore - order.Locked;
        account.Change(LockedAsset(order), unlocked, -unlocked);
    }
}
