using System.Diagnostics;
using System.Globalization;
using System.Text;
using Akka.Actor;
using TradingActors.Benchmarks.Desks;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;
using TradingActors.Venues.Binance.MarketData;
using TradingActors.Venues.WebSockets;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P5: book tickers and trades, seven to three, over a real WebSocket into MarketDataActor with a subscriber, beside
/// the same transport and session called inline from its receive loop; and the parse alone. Plain, not TLS.
/// </summary>
internal sealed class MarketDataPath(ActorSystem system, FigureTable table)
{
    private const int Messages = 300_000;

    public async Task RunAsync()
    {
        var texts = Texts();
        var (speed, nanoseconds, bytes) = (new Rounds(), new Rounds(), new Rounds());
        for (var round = -1; round < 5; round++)
        {
            var inline = await InlineAsync(texts);
            var engine = await EngineAsync(texts);
            var (parse, allocated) = Parse(texts);
            if (round < 0)
                continue;

            speed.Add(engine, inline);
            nanoseconds.Add(parse);
            bytes.Add(allocated);
        }

        table.Ratio("P5", "market data beside inline handling", speed, "msg/s", 0.6, false, "inline");
        table.Absolute("P5", "market data over the WebSocket, plain", speed, "msg/s", 500_000, false);
        table.Absolute("P5", "parse and apply in the session", nanoseconds, "ns", 300, true);
        table.Absolute("P5", "allocated by a parse", bytes, "B", 0, true);
        table.Note("P5: 300,000 msg/s over TLS is not measured here");
    }

    private static byte[][] Texts()
    {
        var random = new XorShift64(Op1Workload.Seed);
        var texts = new byte[Messages][];
        for (var i = 0; i < texts.Length; i++)
        {
            var symbol = random.Within(0, Op1Workload.SymbolCount - 1);
            var (name, price) = (Op1Workload.Symbols[symbol].Value, Op1Workload.ReferenceOf(symbol));
            var size = random.Within(1, 9_999_999);
            var text = random.Within(1, 10) <= 7
                ? string.Create(CultureInfo.InvariantCulture,
                    $"{{\"stream\":\"{name.ToLowerInvariant()}@bookTicker\",\"data\":{{\"u\":{i + 1},\"s\":\"{name}\","
                    + $"\"b\":\"{price}.63000000\",\"B\":\"3.{size:0000000}0\",\"a\":\"{price}.64000000\","
                    + $"\"A\":\"1.{size:0000000}0\"}}}}")
                : string.Create(CultureInfo.InvariantCulture,
                    $"{{\"stream\":\"{name.ToLowerInvariant()}@trade\",\"data\":{{\"e\":\"trade\",\"E\":1735689600000,"
                    + $"\"s\":\"{name}\",\"t\":{i + 1},\"p\":\"{price}.63000000\",\"q\":\"0.{size:0000000}0\","
                    + $"\"T\":1735689600000,\"m\":true,\"M\":true}}}}");
            texts[i] = Encoding.UTF8.GetBytes(text);
        }

        return texts;
    }

    private async Task<double> EngineAsync(byte[][] texts)
    {
        await using var server = await StreamServer.StartAsync(texts);
        var connector = new Connector(server.Address);
        var settings = MarketDataSettings.Default with { InboxFramesMax = Messages + 1, InboxBytesMax = 1 << 30 };
        var market = system.ActorOf(MarketDataActor.Props(Op1Account.Venue, connector, settings, 42UL,
            new RateBudget(RateBudgetSettings.Default), new HealthMeters(), Array.Empty<IActorRef>(), Clock.System));
        var subscriber = system.ActorOf(Props.Create(() => new Subscriber(market)));
        while (!(await ViewAsync(market)).IsUp)
            await Task.Delay(10);

        var cost = new CostMeter();
        server.Go();
        while ((await ViewAsync(market)).Messages < texts.Length)
            await Task.Delay(2);
        var speed = texts.Length / cost.Seconds;
        system.Stop(subscriber);
        await market.GracefulStop(TimeSpan.FromSeconds(10));
        return speed;
    }

    private static Task<MarketDataView> ViewAsync(IActorRef market) =>
        market.Ask<MarketDataView>(new GetMarketData(), TimeSpan.FromSeconds(60));

    private static async Task<double> InlineAsync(byte[][] texts)
    {
        await using var server = await StreamServer.StartAsync(texts);
        using var transport = new WebSocketTransport(new Uri(server.Address, "streams"), new WebSocketTransportSettings());
        var loop = new InlineLoop(transport, texts.Length);
        transport.Open(loop);
        await loop.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        var cost = new CostMeter();
        server.Go();
        await loop.All.WaitAsync(TimeSpan.FromMinutes(1));
        return texts.Length / cost.Seconds;
    }

    private static (double Nanoseconds, double Bytes) Parse(byte[][] texts)
    {
        var loop = new InlineLoop(null, texts.Length);
        loop.OnOpened();
        loop.OnFrame("""{"result":null,"id":1}"""u8);
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        foreach (var text in texts)
            loop.OnFrame(text);
        var nanoseconds = Stopwatch.GetElapsedTime(started).TotalNanoseconds / texts.Length;
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / (double)texts.Length;
        return loop.All.IsCompleted
            ? (nanoseconds, Math.Round(bytes, 2))
            : throw new InvalidOperationException("not every message was read");
    }

    private static BinanceMarketDataSettings SessionSettings { get; } = new(Op1Workload.Symbols)
    {
        PongDeadline = TimeSpan.FromHours(1),
        RequestTimeout = TimeSpan.FromHours(1),
        QuietAfter = TimeSpan.FromHours(1),
        PingInterval = TimeSpan.FromHours(1),
    };

    private sealed class Subscriber : ReceiveActor
    {
        private readonly IActorRef _market;

        public Subscriber(IActorRef market)
        {
            _market = market;
            ReceiveAny(_ => { });
        }

        protected override void PreStart() =>
            _market.Tell(new SubscribeMarketData(MarketDataKinds.Quotes | MarketDataKinds.Trades, []));
    }

    private sealed class InlineLoop : IVenueTransportListener, IMarketDataSink
    {
        private readonly IVenueTransport? _transport;
        private readonly int _expected;
        private readonly BinanceMarketDataSession _session;
        private readonly Dictionary<Symbol, Quote> _latest = [];
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private MarketTrade _trade;
        private int _count;

        public InlineLoop(IVenueTransport? transport, int expected)
        {
            _transport = transport;
            _expected = expected;
            _session = new BinanceMarketDataSession(SessionSettings, this);
        }

        public Task Ready => _ready.Task;

        public Task All => _all.Task;

        public void OnOpened() => _session.Opened(MarketDataLane.Streams, Clock.System.Now);

        public void OnFrame(ReadOnlySpan<byte> frame)
        {
            _session.Received(MarketDataLane.Streams, frame, Clock.System.Now);
            if (_count == 0)
                _ready.TrySetResult();
        }

        public void OnWritten()
        {
        }

        public void OnClosed(string reason) =>
            _all.TrySetException(new InvalidOperationException($"closed: {reason}"));

        public void Write(MarketDataLane lane, ReadOnlySpan<byte> frame) => _transport?.Write(frame);

        public void OnQuote(in Quote quote)
        {
            _latest[quote.Symbol] = quote;
            Counted();
        }

        public void OnTrade(in MarketTrade trade)
        {
            _trade = trade;
            Counted();
        }

        public void OnBook(Symbol symbol, IOrderBookView book)
        {
        }

        public bool TryTakeWeight(int weight) => true;

        public void Counted(in RateUsage usage)
        {
        }

        public void Emit(VenueEvent venueEvent) => throw new InvalidOperationException($"{venueEvent} after {_trade}");

        public void OnFailed(MarketDataLane lane, string code, string reason) =>
            throw new InvalidOperationException($"{code} {reason}");

        private void Counted()
        {
            if (++_count == _expected)
                _all.TrySetResult();
        }
    }

    private sealed class Connector(Uri server) : IVenueConnector
    {
        public VenueId Venue => Op1Account.Venue;

        public Uri ApiAddress { get; } = new(server, "api");

        public Uri StreamsAddress { get; } = new(server, "streams");

        public IVenueTransportFactory Transports { get; } = new WebSocketTransportFactory();

        public IVenueSession CreateSession(AccountId account, IVenueSessionSink sink) => throw new NotSupportedException();

        public IMarketDataSession CreateMarketData(IMarketDataSink sink) =>
            new BinanceMarketDataSession(SessionSettings, sink);
    }
}
