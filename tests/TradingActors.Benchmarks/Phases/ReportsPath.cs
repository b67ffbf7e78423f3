using System.Globalization;
using System.Text;
using Akka.Actor;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P4: execution reports as the venue's own bytes, decoded by the real session in the ConnectionActor, applied by
/// OrderExecutionActor and PositionActor, until the position change is published; without a journal. Beside it, one
/// loop that decodes the same bytes and applies them to a dictionary.
/// </summary>
internal sealed class ReportsPath(ActorSystem system, FigureTable table)
{
    private const int OrderCount = 5_000;
    private const int FillsEach = 20;
    private const int Reports = OrderCount * FillsEach;
    private const int WaitingMax = 20_000;

    public async Task RunAsync()
    {
        var frames = Frames();
        var (speed, journaled) = (new Rounds(), new Rounds());
        for (var round = -1; round < 5; round++)
        {
            var inline = Inline(frames);
            var engine = await EngineAsync(system, frames, null);
            await using var files = new JournalFiles();
            var durable = await EngineAsync(files.System, frames, files);
            if (round < 0)
                continue;

            speed.Add(engine, inline);
            journaled.Add(durable, engine);
        }

        table.Absolute("P4", "execution reports to published position, in memory", speed, "reports/s", 250_000, false,
            $"{FigureTable.Number(speed.Baseline)} reports/s decode and apply in one loop");
        table.Absolute("P4", "the same, journaled", journaled, "reports/s", 20_000, false,
            $"{FigureTable.Number(journaled.Baseline)} reports/s in memory");
    }

    private static VenueClientId IdOf(int order) => OrderIds.Make(Op1Account.Account, 1, order + 1);

    private static OrderState OrderOf(int order) => new(
        new OrderRequest(new ClientOrderId(string.Create(CultureInfo.InvariantCulture, $"p4-{order}")),
            Op1Workload.Symbols[order % Op1Workload.SymbolCount], order % 2 == 0 ? Side.Buy : Side.Sell,
            OrderType.Limit, TimeInForce.Gtc, new Quantity(FillsEach + 1),
            new Price(Op1Workload.ReferenceOf(order % Op1Workload.SymbolCount))),
        IdOf(order), OrderStatus.Accepted, Op1Account.Start, Op1Account.Start, new VenueOrderId("1"));

    /// <summary>Every order is filled by one unit at a time and never to its end, so that none is forgotten.</summary>
    private static byte[][] Frames()
    {
        var frames = new byte[Reports][];
        for (var i = 0; i < frames.Length; i++)
        {
            var (order, filled) = (i % OrderCount, i / OrderCount + 1);
            var state = OrderOf(order);
            frames[i] = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""
                {"subscriptionId":0,"event":{"e":"executionReport","E":1735689600001,"s":"{{{state.Request.Symbol}}}",
                "c":"{{{state.VenueId}}}","S":"{{{(state.Request.Side == Side.Buy ? "BUY" : "SELL")}}}","o":"LIMIT","f":"GTC",
                "q":"{{{FillsEach + 1}}}.00000000","p":"{{{state.Request.LimitPrice}}}.00000000","P":"0.00000000",
                "F":"0.00000000","g":-1,"C":"","x":"TRADE","X":"PARTIALLY_FILLED","r":"NONE","i":{{{order + 1}}},
                "l":"1.00000000","z":"{{{filled}}}.00000000","L":"{{{state.Request.LimitPrice}}}.00000000",
                "n":"0.00000000","N":"USDT","T":1735689600000,"t":{{{i + 1}}},"I":8641990,"w":false,"m":true,"M":true,
                "O":1735689600000,"Z":"0.00000000","Y":"0.00000000","Q":"0.00000000","W":1735689600000,"V":"NONE"}}
                """).Replace("\n", "", StringComparison.Ordinal));
        }

        return frames;
    }

    private static double Inline(byte[][] frames)
    {
        var sink = new ApplyingSink();
        using var session = ReadySession(sink);
        var now = Clock.System.Now;
        var cost = new CostMeter();
        foreach (var frame in frames)
            session.Received(frame, now);
        return sink.Fills == frames.Length
            ? frames.Length / cost.Seconds
            : throw new InvalidOperationException($"{sink.Fills} of {frames.Length} reports were read");
    }

    private static async Task<double> EngineAsync(ActorSystem system, byte[][] frames, JournalFiles? files)
    {
        var meter = new Counter(frames.Length);
        var counter = system.ActorOf(Props.Create(() => new PositionCounter(meter)));
        var state = new AccountState();
        state.Apply(new OwnershipTaken(1, "bench", Op1Account.Start));
        state.Apply(Op1Account.Opening);
        var snapshot = state.ToSnapshot() with { Working = [.. Enumerable.Range(0, OrderCount).Select(OrderOf)] };
        var venue = new HandshakeTransport();
        var desk = await EngineDesk.OpenAsync(system, new WireTap(venue, int.MaxValue),
            new EngineDeskSettings(Op1Account.RiskWithoutFills, VenueAnswers.None)
            {
                Session = sink => new BinanceSpotSession(SessionSettings(), sink),
                Recovered = () => snapshot,
                Journal = files?.Journal(),
                PositionListeners = [counter],
                AwaitsReconciliation = false,
            });
        var cost = new CostMeter();
        for (var i = 0; i < frames.Length; i++)
        {
            while (i - meter.Count >= WaitingMax)
                Thread.Yield();
            venue.Deliver(frames[i]);
        }

        await meter.All.WaitAsync(TimeSpan.FromMinutes(2));
        var speed = frames.Length / cost.Seconds;
        await desk.CloseAsync();
        system.Stop(counter);
        return speed;
    }

    private static BinanceSpotSettings SessionSettings() =>
        new("bench", VenueSecret.FromText("secret"), Op1Workload.Symbols)
        {
            RequestTimeout = TimeSpan.FromHours(1),
            PingInterval = TimeSpan.FromHours(1),
        };

    private static BinanceSpotSession ReadySession(IVenueSessionSink sink)
    {
        var session = new BinanceSpotSession(SessionSettings(), sink);
        var now = Clock.System.Now;
        session.Opened(now);
        foreach (var answer in HandshakeTransport.Answers)
            session.Received(answer, now);
        return session;
    }

    /// <summary>Answers the session's handshake in its known order, then delivers what it is given.</summary>
    private sealed class HandshakeTransport : IVenueTransport
    {
        private IVenueTransportListener? _listener;
        private int _frames;

        /// <summary>To time, exchangeInfo and the subscription, the first three requests of a session.</summary>
        public static byte[][] Answers { get; } =
        [
            """{"id":1,"status":200,"result":{"serverTime":1735689600000}}"""u8.ToArray(),
            Encoding.UTF8.GetBytes($$$"""{"id":2,"status":200,"result":{"symbols":[{{{Symbols()}}}]}}"""),
            """{"id":3,"status":200,"result":{"subscriptionId":0}}"""u8.ToArray(),
        ];

        public void Open(IVenueTransportListener listener)
        {
            _listener = listener;
            listener.OnOpened();
        }

        public void Deliver(byte[] frame) => _listener!.OnFrame(frame);

        public WriteResult Write(ReadOnlySpan<byte> frame)
        {
            if (_frames < Answers.Length)
                _listener!.OnFrame(Answers[_frames++]);
            return WriteResult.Written;
        }

        public void Close(string reason)
        {
        }

        public void Dispose()
        {
        }

        private static string Symbols() => string.Join(',', Op1Account.Instruments.Select(i => $$"""
            {"symbol":"{{i.Symbol}}","status":"TRADING","baseAsset":"{{i.Base}}","quoteAsset":"{{i.Quote}}",
            "orderTypes":["LIMIT","LIMIT_MAKER","MARKET"],"isSpotTradingAllowed":true,"filters":[
            {"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000","tickSize":"0.01"},
            {"filterType":"LOT_SIZE","minQty":"1","maxQty":"1000","stepSize":"1"},
            {"filterType":"NOTIONAL","minNotional":"1","applyMinToMarket":true,"maxNotional":"100000000",
            "applyMaxToMarket":false,"avgPriceMins":5}]}
            """));
    }

    private sealed class ApplyingSink : IVenueSessionSink
    {
        private readonly Dictionary<VenueClientId, decimal> _filled = [];
        private readonly Dictionary<Symbol, decimal> _positions = [];

        public int Fills { get; private set; }

        public void Write(ReadOnlySpan<byte> frame)
        {
        }

        public void Counted(in RateUsage usage)
        {
        }

        public void Emit(VenueEvent venueEvent)
        {
            if (venueEvent is not VenueFill fill)
                return;

            _filled[fill.Id] = fill.CumulativeQuantity.Value;
            _positions[fill.Symbol] =
                _positions.GetValueOrDefault(fill.Symbol) + fill.Side.Sign() * fill.Quantity.Value;
            Fills++;
        }
    }

    private sealed class Counter(int expected)
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public Task All => _all.Task;

        public void Add()
        {
            Volatile.Write(ref _count, _count + 1);
            if (_count == expected)
                _all.TrySetResult();
        }
    }

    private sealed class PositionCounter : ReceiveActor
    {
        public PositionCounter(Counter counter) => Receive<PositionChanged>(_ => counter.Add());
    }
}
