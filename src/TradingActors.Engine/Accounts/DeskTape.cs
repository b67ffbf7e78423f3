using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Accounts;

/// <summary>Puts the account's name on what its orders publish, for the node's blotter and health.</summary>
internal sealed class DeskTape(AccountId account, IReadOnlyList<IActorRef> listeners) : UntypedActor
{
    public static Props Props(AccountId account, IReadOnlyList<IActorRef> listeners) =>
        Akka.Actor.Props.Create(() => new DeskTape(account, listeners));

    protected override void OnReceive(object message)
    {
        var published = new FromDesk(account, message);
        foreach (var listener in listeners)
            listener.Tell(published);
    }
}
