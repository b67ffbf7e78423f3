using System.Diagnostics;
using Akka.Actor;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Engine.Orders;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P2: from PlaceOrder to the bytes handed to the socket, without a journal, beside the lock baseline: throughput in a
/// closed loop, and latency at fixed rates with threads warm, and 2 ms apart with threads asleep.
/// </summary>
internal sealed class OrderPath(ActorSystem system, SocketSink sink, FigureTable table)
{
    private const int RoundCount = 5;
    private const int WarmUps = 2;

    private static readonly EngineDeskSettings Settings = new(Op1Account.Risk, VenueAnswers.Fills);

    public async Task RunAsync()
    {
        await ThroughputAsync(200_000, throughSocket: false, 0.40);
        await ThroughputAsync(80_000, throughSocket: true, 1.0);
        await LatencyAsync("warm, 20,000/s", 40_000, TimeSpan.FromMicroseconds(50), 1.35, 2.5);
        await LatencyAsync("warm, 5,000/s", 5_000, TimeSpan.FromMicroseconds(200), null, null);
        await LatencyAsync("cold, 2 ms apart", 500, TimeSpan.FromMilliseconds(2), 1.6, 1.6);
    }

    private async Task ThroughputAsync(int count, bool throughSocket, double target)
    {
        var place = throughSocket ? "real ClientWebSocket" : "bytes thrown away";
        var workload = new Op1Workload(count);
        var (speed, processor, allocated) = (new Rounds(), new Rounds(), new Rounds());
        var (accepted, collections) = (0, "");
        for (var round = -WarmUps; round < RoundCount; round++)
        {
            var locked = await LockThroughputAsync(workload, throughSocket);
            accepted = locked.Accepted;
            var engine = await EngineThroughputAsync(workload, accepted, throughSocket);
            if (engine.Hash != locked.Hash)
                table.Inconsistent($"P2 {place}: the engine decided {engine.Hash:x16}, the baseline {locked.Hash:x16}");
            if (round < 0)
                continue;

            speed.Add(count / engine.Seconds, count / locked.Seconds);
            processor.Add(engine.ProcessorMicroseconds / count, locked.ProcessorMicroseconds / count);
            allocated.Add(engine.AllocatedBytes / count, locked.AllocatedBytes / count);
            collections = $"{locked.Collections} baseline, {engine.Collections} engine";
        }

        table.Ratio("P2", $"throughput, {place}", speed, "orders/s", target, false, "lock");
        table.Absolute("P2", $"processor time, {place}", processor, "µs an order", null, true,
            $"{FigureTable.Number(processor.Baseline)} µs (lock); LEAN 29 µs (quoted)");
        table.Absolute("P2", $"allocated, {place}", allocated, "B an order", null, true,
            $"{FigureTable.Number(allocated.Baseline)} B (lock)");
        table.Note($"P2 {place}: {accepted} of {count} orders accepted by both, decisions and positions equal: "
            + $"{table.IsConsistent}; collections of the last round (generations 0/1/2): {collections}");
    }

    private async Task<Outcome> LockThroughputAsync(Op1Workload workload, bool throughSocket)
    {
        using var desk = new LockDesk(new WireTap(throughSocket ? sink.Connect() : null, int.MaxValue));
        await desk.OpenAsync();
        var hash = new DecisionHash();
        var accepted = 0;
        GC.Collect();
        var cost = new CostMeter();
        foreach (var order in workload.Orders)
        {
            var decision = desk.Place(order);
            hash.AddDecision(decision);
            accepted += decision == 0 ? 1 : 0;
        }

        var outcome = new Outcome(cost, accepted);
        desk.AddPositions(hash);
        return outcome with { Hash = hash.Value };
    }

    private async Task<Outcome> EngineThroughputAsync(Op1Workload workload, int accepted, bool throughSocket)
    {
        var wire = new WireTap(throughSocket ? sink.Connect() : null, accepted);
        var desk = await EngineDesk.OpenAsync(system, wire, Settings);
        var answers = new OrderSource.Answers(workload.Orders.Length);
        var orders = Messages(workload);
        var source = system.ActorOf(Props.Create(() => new OrderSource(orders, answers, wire)));
        GC.Collect();
        var cost = new CostMeter();
        source.Tell(new OrderSource.Begin(desk.Risk, Op1Workload.Window));
        await FinishedAsync(answers, wire, accepted);
        var outcome = new Outcome(cost, accepted);
        var hash = await HashAsync(desk, answers);
        system.Stop(source);
        await desk.CloseAsync();
        return outcome with { Hash = hash };
    }

    /// <summary>Risk hears of the last fills a little after the last frame; a flush of the orders stands before it.</summary>
    private static async Task<ulong> HashAsync(EngineDesk desk, OrderSource.Answers answers)
    {
        await Task.Delay(50);
        await desk.Orders.Ask<OrdersFlushed>(new FlushOrders(), TimeSpan.FromSeconds(30));
        await desk.AddPositionsAsync(answers.Hash);
        return answers.Hash.Value;
    }

    private async Task LatencyAsync(string name, int count, TimeSpan interval, double? p50Target, double? p99Target)
    {
        var workload = new Op1Workload(count);
        var (p50, p99, p999) = (new Rounds(), new Rounds(), new Rounds());
        for (var round = -1; round < RoundCount; round++)
        {
            var (locked, lockedHash, accepted) = await LockLatencyAsync(workload, interval);
            var (engine, engineHash) = await EngineLatencyAsync(workload, interval, accepted);
            if (engineHash != lockedHash)
                table.Inconsistent($"P2 {name}: the engine decided {engineHash:x16}, the baseline {lockedHash:x16}");
            if (round < 0)
                continue;

            p50.Add(engine.P50, locked.P50);
            p99.Add(engine.P99, locked.P99);
            p999.Add(engine.P999, locked.P999);
        }

        table.Ratio("P2", $"to the socket, {name}, p50", p50, "µs", p50Target, true, "lock");
        table.Ratio("P2", $"to the socket, {name}, p99", p99, "µs", p99Target, true, "lock");
        table.Ratio("P2", $"to the socket, {name}, p99.9", p999, "µs", null, true, "lock");
    }

    private async Task<(Distribution, ulong, bool[])> LockLatencyAsync(Op1Workload workload, TimeSpan interval)
    {
        var ticks = new List<long>(workload.Orders.Length);
        using var desk = new LockDesk(new WireTap(sink.Connect(), int.MaxValue));
        await desk.OpenAsync();
        var (hash, accepted) = (new DecisionHash(), new bool[workload.Orders.Length]);
        var pace = new Pace(interval);
        for (var i = 0; i < accepted.Length; i++)
        {
            pace.WaitFor(i);
            var started = Stopwatch.GetTimestamp();
            var decision = desk.Place(workload.Orders[i]);
            hash.AddDecision(decision);
            if (accepted[i] = decision == 0)
                ticks.Add(Stopwatch.GetTimestamp() - started);
        }

        desk.AddPositions(hash);
        return (Distribution.OfTicks(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ticks)), hash.Value, accepted);
    }

    /// <summary>An open loop; where the window is full, the wait counts from when the order was due.</summary>
    private async Task<(Distribution, ulong)> EngineLatencyAsync(
        Op1Workload workload, TimeSpan interval, bool[] accepted)
    {
        var stamps = new long[accepted.Count(a => a)];
        var wire = new WireTap(sink.Connect(), stamps);
        var desk = await EngineDesk.OpenAsync(system, wire, Settings);
        var answers = new OrderSource.Answers(workload.Orders.Length);
        var orders = Messages(workload);
        var source = system.ActorOf(Props.Create(() => new OrderSource(orders, answers, wire)));
        var pace = new Pace(interval);
        var next = 0;
        for (var i = 0; i < orders.Length; i++)
        {
            pace.WaitFor(i);
            var now = Stopwatch.GetTimestamp();
            while (next - wire.Frames >= Op1Workload.Window)
                Thread.Yield();
            if (accepted[i])
                stamps[next++] = now;
            desk.Risk.Tell(orders[i], source);
        }

        await FinishedAsync(answers, wire, stamps.Length);
        var distribution = Distribution.OfTicks(stamps);
        var hash = await HashAsync(desk, answers);
        system.Stop(source);
        await desk.CloseAsync();
        return (distribution, hash);
    }

    private static async Task FinishedAsync(OrderSource.Answers answers, WireTap wire, int accepted)
    {
        try
        {
            await Task.WhenAll(answers.All, wire.Done).WaitAsync(TimeSpan.FromMinutes(5));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException(
                $"the engine stands still: {answers.Count} answered, {wire.Frames} of {accepted} written", e);
        }
    }

    private static PlaceOrder[] Messages(Op1Workload workload) =>
        [.. workload.Orders.Select(order => new PlaceOrder(order))];

    private readonly record struct Outcome(
        double Seconds, double ProcessorMicroseconds, double AllocatedBytes, string Collections, int Accepted, ulong Hash)
    {
        public Outcome(CostMeter cost, int accepted)
            : this(cost.Seconds, cost.ProcessorMicroseconds, cost.AllocatedBytes, cost.Collections, accepted, 0)
        {
        }
    }
}
