using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Accounts;

/// <summary>Puts the account's name on what its orders publish, for the node's blotter.</summary>
internal sealed class DeskTape(AccountId account, IActorRef blotter) : UntypedActor
{
    public static Props Props(AccountId account, IActorRef blotter) =>
        Akka.Actor.Props.Create(() => new DeskTape(account, blotter));

    protected override void OnReceive(object message) => blotter.Tell(new FromDesk(account, message));
}
