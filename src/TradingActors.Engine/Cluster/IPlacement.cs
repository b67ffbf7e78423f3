using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Cluster;

/// <summary>
/// Where the things live that exist once in a cluster. The real make places them by Akka.Cluster; the local
/// one keeps
/// them on this node, for tests and the virtual-time world.
/// </summary>
public interface IPlacement
{
    /// <summary>
    /// Starts the EmergencyActor as the cluster's only one; returns a reference that finds it wherever it is.
    /// </summary>
    IActorRef StartEmergency(IActorContext context, Props emergency);

    /// <summary>Starts what routes <see cref="Accounts.ToAccount"/> to the owner of the account.</summary>
    IActorRef StartAccounts(IActorContext context, Func<AccountId, Props> account);
}
