using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P7: an account whose stream holds 1,000,000 events (intent, accepted, filled, an order after the other) comes back
/// through the real OrderJournal, from its last snapshot and from the first event.
/// </summary>
internal sealed class RecoveryPath(FigureTable table)
{
    private const int Events = 1_000_000;
    private const int Batch = 1_000;

    public async Task RunAsync()
    {
        await using var files = new JournalFiles();
        var recovery = await RecoverAsync(files, replayAll: false);
        var cost = new CostMeter();
        var written = 1L;
        for (var order = 1; written < Events; order += Batch)
        {
            var batch = Enumerable.Range(order, Batch).SelectMany(Life).ToArray();
            var answer = await recovery.Journal.Ask<EventsWritten>(new WriteEvents(batch), TimeSpan.FromMinutes(1));
            written = answer.LastSequenceNumber;
        }

        table.Note($"P7: {written} events written at {FigureTable.Number(written / cost.Seconds)} events/s");
        var (snapshot, whole) = (new Rounds(), new Rounds());
        for (var round = 0; round < 3; round++)
        {
            await files.RestartAsync();
            snapshot.Add((await RecoverAsync(files, replayAll: false)).Seconds);
        }

        for (var round = 0; round < 2; round++)
        {
            await files.RestartAsync();
            whole.Add((await RecoverAsync(files, replayAll: true)).Seconds);
        }

        table.Absolute("P7", "recovery of 1,000,000 events, with snapshots", snapshot, "s", 0.3, true);
        table.Absolute("P7", "recovery of 1,000,000 events, without", whole, "s", 10, true);
    }

    private static async Task<(IActorRef Journal, double Seconds)> RecoverAsync(JournalFiles files, bool replayAll)
    {
        var recovered = new TaskCompletionSource<IActorRef>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = Stopwatch.GetTimestamp();
        var journal = files.Journal(replayAll);
        files.System.ActorOf(Props.Create(() => new Parent(journal, recovered)));
        var actor = await recovered.Task.WaitAsync(TimeSpan.FromMinutes(3));
        return (actor, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static IEnumerable<AccountEvent> Life(int order)
    {
        var id = OrderIds.Make(Op1Account.Account, 1, order);
        var (symbol, at) = (order % Op1Workload.SymbolCount, Op1Account.Start.AddMilliseconds(order));
        var side = order % 2 == 0 ? Side.Buy : Side.Sell;
        var (price, quantity) = (new Price(Op1Workload.ReferenceOf(symbol)), new Quantity(order % 8 + 1));
        var request = new OrderRequest(new ClientOrderId(string.Create(CultureInfo.InvariantCulture, $"p7-{order}")),
            Op1Workload.Symbols[symbol], side, OrderType.Limit, TimeInForce.Gtc, quantity, price);
        yield return new IntentRecorded(id, order, request, null, Quantity.Zero, at);
        yield return new OrderAccepted(id,
            new VenueOrderId(order.ToString(CultureInfo.InvariantCulture)), at);
        yield return new OrderFilled(id, request.Symbol, Op1Account.Instruments[symbol].Base, Op1Account.Usdt,
            new TradeId(order), side, price, quantity, 0.01m, Op1Account.Usdt, IsMaker: true, at);
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent(Props journal, TaskCompletionSource<IActorRef> recovered)
        {
            Receive<AccountRecovered>(_ => recovered.TrySetResult(Sender));
            Receive<AccountUnrecoverable>(problem =>
                recovered.TrySetException(new InvalidOperationException(problem.Problem)));
            Receive<IndexUnfit>(problem =>
                recovered.TrySetException(new InvalidOperationException(problem.Problem)));
            ReceiveAny(_ => { });
            Context.ActorOf(journal, "journal");
        }
    }
}
