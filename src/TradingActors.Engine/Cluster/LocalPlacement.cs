using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Accounts;

namespace TradingActors.Engine.Cluster;

/// <summary>Everything on this node, without a cluster.</summary>
public sealed class LocalPlacement : IPlacement
{
    public IActorRef StartEmergency(IActorContext context, Props emergency) =>
        context.ActorOf(emergency, "emergency");

    public IActorRef StartAccounts(IActorContext context, Func<AccountId, Props> account) =>
        context.ActorOf(Props.Create(() => new Router(account)), "accounts");

    private sealed class Router : ReceiveActor
    {
        public Router(Func<AccountId, Props> account) => Receive<ToAccount>(to =>
        {
            var child = Context.Child(to.Account.Value);
            if (child.IsNobody())
                child = Context.ActorOf(account(to.Account), to.Account.Value);
            child.Forward(to.Message);
        });
    }
}
