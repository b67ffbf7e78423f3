using System.Diagnostics;
using Akka.Actor;
using Akka.Configuration;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Orders;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P6: halt with 100,000 PlaceOrder commands queued at the RiskActor: the frames that reach the wire after the
/// trigger and after the acknowledgement; and how soon a busy reader sees the gate closed when nothing is queued.
/// </summary>
internal sealed class HaltPath(FigureTable table)
{
    private const int Queued = 100_000;
    private const int Sightings = 400;

    private static readonly Config Configuration = JournalFiles.Quiet.WithFallback(ConfigurationFactory.ParseString("""
        akka.persistence.journal.plugin = "akka.persistence.journal.inmem"
        akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem"
        """));

    public async Task RunAsync()
    {
        var (afterCall, afterTrigger) = (new Rounds(), new Rounds());
        var (afterAcknowledgement, toAcknowledge) = (new Rounds(), new Rounds());
        for (var round = 0; round < 5; round++)
        {
            var (called, triggered, acknowledged, microseconds) = await HaltAsync();
            afterCall.Add(called);
            afterTrigger.Add(triggered);
            afterAcknowledgement.Add(acknowledged);
            toAcknowledge.Add(microseconds);
        }

        table.Absolute("P6", "frames after the trigger, 100,000 queued", Worst(afterTrigger), "frames", 1, true);
        table.Absolute("P6", "frames after the call began, before its flag stood", Worst(afterCall), "frames", null, true);
        table.Absolute("P6", "frames after the acknowledgement", Worst(afterAcknowledgement), "frames", 0, true);
        table.Absolute("P6", "trigger to acknowledgement, journal in memory", toAcknowledge, "µs", null, true);
        var (p50, p99) = (new Rounds(), new Rounds());
        for (var round = 0; round < 5; round++)
        {
            var seen = Sight();
            p50.Add(seen.P50);
            p99.Add(seen.P99);
        }

        table.Absolute("P6", "gate seen closed by a busy reader, p50", p50, "µs", 5, true);
        table.Absolute("P6", "gate seen closed by a busy reader, p99", p99, "µs", 100, true);
    }

    /// <summary>A bound is about the worst round, not the median one.</summary>
    private static Rounds Worst(Rounds rounds)
    {
        var worst = new Rounds();
        worst.Add(rounds.Highest);
        return worst;
    }

    private static async Task<(int AfterCall, int AfterTrigger, int AfterAcknowledgement, double Microseconds)> HaltAsync()
    {
        using var system = ActorSystem.Create("halt", Configuration);
        var (clock, gate) = (Clock.System, new GateSwitch(Op1Account.Start, "bench"));
        var settings = new EmergencySettings(TradingMode.Active, TimeSpan.FromMilliseconds(500),
            TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), ResumeByTwo: false,
            TimeSpan.FromMinutes(10), TradingMode.Active);
        const string journal = "akka.persistence.journal.inmem", snapshots = "akka.persistence.snapshot-store.inmem";
        var emergency = system.ActorOf(EmergencyActor.Props(settings, journal, snapshots, clock));
        var file = Path.Combine(Path.GetTempPath(), $"trading-actors-halt-{Environment.ProcessId}");
        var gateActor = system.ActorOf(EmergencyGateActor.Props(gate, emergency, settings, file, [], clock));
        while (!gate.View().IsRecovered)
            await Task.Delay(5);

        var wire = new WireTap(null, int.MaxValue);
        var desk = await EngineDesk.OpenAsync(system, wire,
            new EngineDeskSettings(Op1Account.RiskWithoutFills, VenueAnswers.None) { Gate = gate, GateActor = gateActor });
        gateActor.Tell(new DeskOpened(Op1Account.Account, Op1Account.Venue, desk.Connection, desk.Orders));
        var orders = new Op1Workload(Queued).Orders.Select(o => new PlaceOrder(o)).ToArray();
        var control = new EmergencyControl(gate, gateActor, clock);
        foreach (var order in orders)
            desk.Risk.Tell(order, ActorRefs.NoSender);

        while (wire.Orders < 100)
            await Task.Yield();
        var started = Stopwatch.GetTimestamp();
        var called = wire.Orders;
        var halt = control.HaltAsync(Scope.Everything, "benchmark", "bench", TradingMode.Halted, TimeSpan.FromMinutes(1));
        var triggered = wire.Orders;
        called = triggered - called;
        await halt;
        var elapsed = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        var acknowledged = wire.Orders;
        await desk.Orders.Ask<OrdersView>(new GetOrders(), TimeSpan.FromMinutes(1));
        await Task.Delay(1_000);
        var (afterTrigger, late) = (wire.Orders - triggered, wire.Orders - acknowledged);
        await system.Terminate();
        return (called, afterTrigger, late, elapsed);
    }

    /// <summary>One thread reads the gate as an order loop would, another latches; both stamp the same clock.</summary>
    private static Distribution Sight()
    {
        var ticks = new long[Sightings];
        for (var i = 0; i < ticks.Length; i++)
        {
            var gate = new GateSwitch(Op1Account.Start, "bench");
            gate.Apply(new HoldsInForce(0, []));
            var account = gate.For(Op1Account.Account, Op1Account.Venue);
            var (ready, seenAt) = (0, 0L);
            var reader = new Thread(() =>
            {
                Volatile.Write(ref ready, 1);
                while (account.ModeFor(StrategyId.None, Op1Workload.Symbols[0]) == TradingMode.Active)
                    Thread.SpinWait(1);
                Volatile.Write(ref seenAt, Stopwatch.GetTimestamp());
            });
            reader.Start();
            while (Volatile.Read(ref ready) == 0)
                Thread.Yield();
            var hold = new Hold(HoldCause.Operator, Scope.Everything, TradingMode.Halted, "bench", "bench",
                Op1Account.Start, "halt");
            var started = Stopwatch.GetTimestamp();
            gate.Latch(hold);
            reader.Join();
            ticks[i] = seenAt - started;
        }

        return Distribution.OfTicks(ticks);
    }
}
