using Akka.Actor;
using Akka.TestKit;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;

namespace TradingActors.Tests.Engine.Emergency;

/// <summary>A node's gate with one desk, whose connection and orders are probes.</summary>
public abstract class GateTestBase : EmergencyTestBase
{
    protected GateTestBase()
    {
        Connection = CreateTestProbe("connection");
        Orders = CreateTestProbe("orders");
        Listener = CreateTestProbe("listener");
    }

    protected TestProbe Connection { get; }

    protected TestProbe Orders { get; }

    protected TestProbe Listener { get; }

    protected IActorRef OpenDesk(IActorRef emergency)
    {
        var gate = StartGate(emergency, Listener);
        Open(gate, Main);
        Orders.FishForMessage<ModeChanged>(m => m.Mode == TradingMode.Active);
        return gate;
    }

    protected void Open(IActorRef gate, AccountId account) =>
        gate.Tell(new DeskOpened(account, Venue, Connection, Orders));

    protected void PassBarrier(string haltId)
    {
        Connection.ExpectMsg<GateBarrier>(b => b.HaltId == haltId);
        Connection.Reply(new BarrierPassed(haltId, Main));
    }
}
