using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;

namespace TradingActors.Engine.Cluster;

/// <summary>The emergency actor as a cluster singleton, accounts as sharded entities.</summary>
public sealed class ClusterPlacement : IPlacement
{
    /// <summary>Fixed for the life of a cluster: changing it moves every account.</summary>
    public const int Shards = 30;

    public const string AccountsName = "accounts";

    public IActorRef StartEmergency(IActorContext context, Props emergency)
    {
        var system = context.System;
        var manager = context.ActorOf(
            ClusterSingletonManager.Props(emergency, PoisonPill.Instance, ClusterSingletonManagerSettings.Create(system)),
            "emergency");
        return context.ActorOf(
            ClusterSingletonProxy.Props(manager.Path.ToStringWithoutAddress(), ClusterSingletonProxySettings.Create(system)),
            "emergency-proxy");
    }

    public IActorRef StartAccounts(IActorContext context, Func<AccountId, Props> account)
    {
        var system = context.System;
        return ClusterSharding.Get(system).Start(
            AccountsName,
            id => account(new AccountId(id)),
            ClusterShardingSettings.Create(system),
            new Extractor());
    }

    private sealed class Extractor() : HashCodeMessageExtractor(Shards)
    {
        public override string? EntityId(object message) => (message as ToAccount)?.Account.Value;

        public override object? EntityMessage(object message) => (message as ToAccount)?.Message;
    }
}
