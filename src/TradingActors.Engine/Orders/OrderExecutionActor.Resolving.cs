using Akka.Actor;
using Akka.Event;
using TradingActors.Domain;
using TradingActors.Engine.Journal;

namespace TradingActors.Engine.Orders;

/// <summary>What a person decides where the venue's word is missing.</summary>
public sealed partial class OrderExecutionActor
{
    private IReadOnlyList<BalanceDifference> _standing = [];
    private (ResolveMismatch What, IActorRef Caller, TimeSpan At)? _resolving;

    private void OnResolveOrder(ResolveOrder resolve)
    {
        var now = _clock.Now;
        var order = _state.Find(resolve.ClientOrderId);
        var hasEnd = order is not null && _held.Contains(order.VenueId);
        var (resolved, refusal) = ResolveRules.Decide(resolve, order, hasEnd, now.Wall);
        if (resolved is null)
        {
            Sender.Tell(refusal);
            return;
        }

        _log.Warning("{Principal} decides that {Order} is {Status}: {Reason}", resolved.Principal,
            resolve.ClientOrderId, resolved.To, resolved.Reason);
        Decide(resolved, Sender);

        // What was to follow the venue's confirmation does not follow a person's: it was asked for in
        // another market.
        if (_waitingForCancelOf.Remove(resolved.VenueId, out var replacement))
            Decide(new OrderNotSent(
                replacement, "ORIGINAL_RESOLVED", "a person decided what became of the original", now.Wall));
        AfterEnd(resolved.VenueId);
        ReportHalts();
        WriteNext();
    }

    /// <summary>
    /// The decision is taken on what was seen; it counts when a new comparison sees it too.
    /// </summary>
    private void OnResolveMismatch(ResolveMismatch resolve)
    {
        if (ResolveRules.Refusal(resolve, _standing, _resolving is not null) is { } refusal)
        {
            Sender.Tell(refusal);
            return;
        }

        _resolving = (resolve, Sender, _clock.Now.Monotonic);
        OnReconcileNow(new ReconcileNow("a person resolves a difference"));
    }

    /// <summary>
    /// The differences that are left once the decision that waited for this comparison is applied.
    /// </summary>
    private IReadOnlyList<BalanceDifference> Resolve(
        IReadOnlyList<BalanceDifference> differences, VenueBalances balances)
    {
        if (_resolving is not var (resolve, caller, _))
            return differences;

        _resolving = null;
        if (ResolveRules.Refusal(resolve, differences, isUnderWay: false) is { } refusal)
        {
            caller.Tell(refusal);
            return differences;
        }

        _log.Warning("{Principal} accepts that {Asset} of {Account} differs by {Change}: {Reason}",
            resolve.Principal, resolve.Asset, _account, resolve.Change, resolve.Reason);
        Decide(ResolveRules.Adjustment(resolve, _clock.Now.Wall), caller);
        return ReconciliationRules.Compare(_state.Balances, balances.Balances);
    }

    private void GiveUpResolving(string reason)
    {
        if (_resolving is not var (_, caller, _))
            return;

        _resolving = null;
        caller.Tell(new ResolveRefused(ResolveCodes.NotCompared, reason));
    }

    private void LookAfterResolving(TimeSpan now)
    {
        if (_resolving is var (_, _, at) && now - at > ResolveRules.CompareLimit)
            GiveUpResolving($"no comparison was finished within {ResolveRules.CompareLimit.TotalSeconds} s");
    }

    /// <summary>Told only when they change: every comparison would tell the same again.</summary>
    private void Stand(IReadOnlyList<BalanceDifference> differences)
    {
        if (_standing.SequenceEqual(differences))
            return;

        _standing = differences;
        foreach (var listener in _desk.Listeners)
            listener.Tell(new BalancesDiffer(differences));
    }
}
