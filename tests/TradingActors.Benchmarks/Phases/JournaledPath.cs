using System.Diagnostics;
using Akka.Actor;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P3: the order path with every intent journaled first, as shipped (SQLite in WAL, synchronous=FULL), beside an actor
/// that persists the same rows and does nothing else.
/// </summary>
internal sealed class JournaledPath(FigureTable table)
{
    private const int RoundCount = 5;
    private const int Intents = 20_000;
    private const int OneByOne = 1_000;

    public async Task RunAsync()
    {
        var (intents, lives, alone) = (new Rounds(), new Rounds(), new Rounds());
        var (aloneTail, processor) = (new Rounds(), new Rounds());
        for (var round = -1; round < RoundCount; round++)
        {
            var one = await EngineAsync(Intents, VenueAnswers.None, Op1Workload.Window);
            var bare = await BareAsync(one.Rows);
            var life = await EngineAsync(Intents / 2, VenueAnswers.WholeLife, Op1Workload.Window);
            var single = await EngineAsync(OneByOne, VenueAnswers.None, window: 1);
            var persist = await BarePersistAsync(one.Rows);
            if (round < 0)
                continue;

            intents.Add(one.PerSecond, bare);
            lives.Add(life.PerSecond, one.PerSecond);
            alone.Add(single.Latency.P50, persist.P50);
            aloneTail.Add(single.Latency.P99, persist.P99);
            processor.Add(one.ProcessorMicroseconds);
        }

        table.Absolute("P3", "intents by group commit into a sink", intents, "intents/s", 20_000, false,
            $"{FigureTable.Number(intents.Baseline)} rows/s bare PersistAll");
        table.Ratio("P3", "intents beside bare PersistAll of the same rows", intents, "rows/s", 0.60, false,
            "the faster of batches of 100 and 1,000");
        table.Ratio("P3", "one in flight, PlaceOrder to bytes, p50", alone, "µs", 2.0, true, "bare Persist");
        table.Ratio("P3", "one in flight, PlaceOrder to bytes, p99", aloneTail, "µs", null, true, "bare Persist");
        table.Absolute("P3", "whole life (intent, accepted, filled: 3 rows)", lives, "orders/s", null, false,
            $"{FigureTable.Number(lives.Baseline)} intents/s");
        table.Absolute("P3", "processor time, journaled intent", processor, "µs an order", null, true);
    }

    private static async Task<Outcome> EngineAsync(int count, VenueAnswers answers, int window)
    {
        await using var files = new JournalFiles();
        var workload = new Op1Workload(count);
        var orders = workload.Orders.Select(o => new PlaceOrder(o)).ToArray();
        var listener = new RowCollector(count);
        var tap = files.System.ActorOf(Props.Create(() => new RowTap(listener)));
        var settings = new EngineDeskSettings(
            answers == VenueAnswers.None ? Op1Account.RiskWithoutFills : Op1Account.Risk, answers)
        {
            Journal = files.Journal(),
            Listeners = [tap],
        };
        var wire = new WireTap(null, new long[count]);
        var desk = await EngineDesk.OpenAsync(files.System, wire, settings);
        var answered = new OrderSource.Answers(count);
        var cost = new CostMeter();
        var latency = default(Distribution);
        if (window > 1)
        {
            var source = files.System.ActorOf(Props.Create(() => new OrderSource(orders, answered, wire)));
            source.Tell(new OrderSource.Begin(desk.Risk, window));
            await answered.All.WaitAsync(TimeSpan.FromMinutes(2));
        }
        else
            latency = await OneByOneAsync(desk, wire, orders);

        return new Outcome(count / cost.Seconds, cost.ProcessorMicroseconds / count, latency, listener.Rows);
    }

    private static async Task<Distribution> OneByOneAsync(EngineDesk desk, WireTap wire, PlaceOrder[] orders)
    {
        var ticks = new List<long>(orders.Length);
        foreach (var order in orders)
        {
            var (frames, started) = (wire.Frames, Stopwatch.GetTimestamp());
            await desk.Risk.Ask<object>(order, TimeSpan.FromSeconds(10));
            while (wire.Frames == frames && Stopwatch.GetElapsedTime(started) < TimeSpan.FromMilliseconds(20))
                Thread.Yield();
            if (wire.Frames > frames)
                ticks.Add(wire.LatestAt - started);
        }

        return Distribution.OfTicks(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ticks));
    }

    private static async Task<double> BareAsync(IReadOnlyList<AccountEvent> rows)
    {
        var best = 0.0;
        foreach (var batch in (int[])[100, 1_000])
        {
            await using var files = new JournalFiles();
            var bare = files.System.ActorOf(Props.Create(() => new BareJournal("bare")));
            await bare.Ask<object>(rows[0], TimeSpan.FromSeconds(30));
            var chunks = rows.Chunk(batch).ToArray();
            var cost = new CostMeter();
            foreach (var chunk in chunks)
                await bare.Ask<WriteEvents>(new WriteEvents(chunk), TimeSpan.FromSeconds(30));
            best = Math.Max(best, rows.Count / cost.Seconds);
        }

        return best;
    }

    private static async Task<Distribution> BarePersistAsync(IReadOnlyList<AccountEvent> rows)
    {
        await using var files = new JournalFiles();
        var bare = files.System.ActorOf(Props.Create(() => new BareJournal("bare")));
        await bare.Ask<object>(rows[0], TimeSpan.FromSeconds(30));
        var ticks = new long[OneByOne];
        for (var i = 0; i < ticks.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await bare.Ask<object>(rows[i], TimeSpan.FromSeconds(30));
            ticks[i] = Stopwatch.GetTimestamp() - started;
        }

        return Distribution.OfTicks(ticks);
    }

    private sealed record Outcome(
        double PerSecond, double ProcessorMicroseconds, Distribution Latency, IReadOnlyList<AccountEvent> Rows);

    private sealed class RowCollector(int capacity)
    {
        public List<AccountEvent> Rows { get; } = new(capacity);
    }

    /// <summary>Keeps what became durable, so that the baseline writes the very same.</summary>
    private sealed class RowTap : ReceiveActor
    {
        public RowTap(RowCollector collector)
        {
            Receive<OrderUpdated>(update => collector.Rows.Add(update.Event));
            ReceiveAny(_ => { });
        }
    }
}
