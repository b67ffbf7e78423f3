using Akka.Actor;
using TradingActors.Domain;

namespace TradingActors.Engine.Accounts;

/// <summary>
/// What people see of the node: one an engine, listener of every desk, of the gate, the market data and the
/// health
/// meters. Answers <see cref="GetBlotter"/>; sends nothing of its own.
/// </summary>
public sealed class BlotterActor : UntypedActor
{
    private readonly Clock _clock;
    private readonly BlotterState _state = new();

    public BlotterActor(Clock clock) => _clock = clock;

    public static Props Props(Clock clock) => Akka.Actor.Props.Create(() => new BlotterActor(clock));

    protected override void OnReceive(object message)
    {
        if (message is GetBlotter)
            Sender.Tell(_state.View(_clock.Now.Wall));
        else if (!_state.Apply(message))
            Unhandled(message);
    }
}
