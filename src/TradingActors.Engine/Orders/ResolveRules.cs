using System.Globalization;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>
/// When a person's word may stand in for the venue's: never while the venue itself has spoken, never without
/// a name and a reason, and of a balance only for the exact difference that is there.
/// </summary>
public static class ResolveRules
{
    /// <summary>
    /// A decision on a balance that no comparison has confirmed within this is worth nothing.
    /// </summary>
    public static readonly TimeSpan CompareLimit = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The event that the decision amounts to, or why it is refused. <paramref name="hasEnd"/> is true while
    /// an end that the venue told waits for its trades.
    /// </summary>
    public static (OrderResolved? Event, ResolveRefused? Refusal) Decide(
        ResolveOrder resolve, OrderState? order, bool hasEnd, DateTimeOffset now)
    {
        if (Unsigned(resolve.Reason, resolve.Principal) is { } unsigned)
            return (null, unsigned);
        if (order is null)
            return Refuse(
                ResolveCodes.OrderNotFound, $"the account knows no order '{resolve.ClientOrderId}'");
        if (order.Status != OrderStatus.Unknown)
            return Refuse(ResolveCodes.OrderNotUnknown, $"order '{resolve.ClientOrderId}' is {order.Status}");
        if (hasEnd)
            return Refuse(ResolveCodes.VenueHasAnswered,
                $"the venue has told the end of '{resolve.ClientOrderId}'; its trades are on the way");
        if (resolve.Outcome == ResolvedOutcome.NeverArrived
            && (order.VenueOrderId is not null || order.FilledAtVenue != Domain.Quantity.Zero))
            return Refuse(ResolveCodes.VenueHadIt, order.VenueOrderId is { } number
                ? $"the venue gave '{resolve.ClientOrderId}' the number {number}"
                : $"{order.FilledAtVenue} of '{resolve.ClientOrderId}' has filled");

        return (new OrderResolved(
            order.VenueId, resolve.Outcome.Status(), resolve.Reason, resolve.Principal, now), null);
    }

    /// <summary>Why the decision on a balance is refused, null when it is exactly what stands.</summary>
    public static ResolveRefused? Refusal(
        ResolveMismatch resolve, IReadOnlyList<BalanceDifference> standing, bool isUnderWay)
    {
        if (Unsigned(resolve.Reason, resolve.Principal) is { } unsigned)
            return unsigned;
        if (isUnderWay)
            return new ResolveRefused(
                ResolveCodes.ResolveUnderWay, "another decision waits for its comparison; try again");
        if (Find(standing, resolve) is not { } difference)
            return new ResolveRefused(ResolveCodes.NoDifference,
                $"the engine and the venue agree on {resolve.Asset}, or have not been compared twice");

        return difference.Change == resolve.Change
            ? null
            : new ResolveRefused(ResolveCodes.AnotherDifference, string.Create(CultureInfo.InvariantCulture,
                $"{resolve.Asset} differs by {difference.Change} (engine {difference.Engine}, "
                + $"venue {difference.Venue}), not by {resolve.Change}"));
    }

    public static BalanceAdjusted Adjustment(ResolveMismatch resolve, DateTimeOffset now) =>
        new(resolve.Asset, resolve.Change, resolve.Reason, resolve.Principal, now);

    private static BalanceDifference? Find(
        IReadOnlyList<BalanceDifference> standing, ResolveMismatch resolve)
    {
        foreach (var difference in standing)
            if (difference.Asset == resolve.Asset)
                return difference;
        return null;
    }

    private static ResolveRefused? Unsigned(string reason, string principal) =>
        string.IsNullOrWhiteSpace(reason)
            ? new ResolveRefused(ResolveCodes.ReasonMissing, "a decision needs a reason")
        : string.IsNullOrWhiteSpace(principal)
            ? new ResolveRefused(ResolveCodes.PrincipalMissing, "a decision needs a person's name")
        : null;

    private static (OrderResolved? Event, ResolveRefused? Refusal) Refuse(string code, string reason) =>
        (null, new ResolveRefused(code, reason));
}
