using System.Diagnostics;
using System.Globalization;
using TradingActors.Benchmarks.Measuring;
using TradingActors.Benchmarks.Workload;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Risk;

namespace TradingActors.Benchmarks.Phases;

/// <summary>
/// P1: the full ladder alone with every rule on, 100 instruments, ten strategies. Decisions are timed in blocks; between the blocks, untimed, their
/// reservations are given back, so that the number of working orders stays where it was set.
/// </summary>
internal sealed class RiskLadder
{
    private const int InstrumentCount = 100;
    private const int Block = 1_000;
    private const int Blocks = 200;

    private static readonly StrategyId[] Strategies =
        [.. Enumerable.Range(0, 10).Select(i => new StrategyId($"strategy-{i}"))];

    private readonly RiskState _state;
    private readonly AccountGate _gate;
    private readonly Instant _now = Clock.System.Now;
    private readonly OrderRequest[] _requests = new OrderRequest[Block];
    private readonly RiskDecision[] _decisions = new RiskDecision[Block];
    private int _ids;

    public RiskLadder(int working)
    {
        var symbols = Enumerable.Range(0, InstrumentCount).Select(i => new Symbol($"R{i:00}USDT")).ToArray();
        var template = Op1Account.Instruments[0];
        var account = new AccountState();
        account.Apply(Op1Account.Opening with
        {
            Balances = [.. symbols.Select(s => new OpeningBalance(new Asset(s.Value[..3]), 100_000_000m)),
                new OpeningBalance(Op1Account.Usdt, 1_000_000_000_000m)],
        });
        var settings = EveryRule();
        _state = new RiskState(settings, account.ToSnapshot());
        _state.Apply(new InstrumentsKnown([.. symbols.Select(s => template with
        {
            Symbol = s, Base = new Asset(s.Value[..3]),
        })]));
        foreach (var symbol in symbols)
            _state.Apply(Op1Account.QuoteOf(0, _now) with { Symbol = symbol });
        var gate = new GateSwitch(Op1Account.Start, "bench");
        gate.Apply(new HoldsInForce(0, []));
        _gate = gate.For(Op1Account.Account, Op1Account.Venue);
        for (var i = 0; i < working; i++)
            if (Decide(Request(symbols, i), At(i)).Verdict != RiskVerdict.Approved)
                throw new InvalidOperationException("a working order was refused");
        Symbols = symbols;
    }

    /// <summary>Every limit is set, and set so far away that no order of the benchmark meets it.</summary>
    private static RiskSettings EveryRule()
    {
        var (money, far) = (new Notional(100_000_000_000m), new Notional(1_000_000_000m));
        return Op1Account.RiskWithoutFills with
        {
            DuplicateWindow = TimeSpan.FromMilliseconds(1),
            NetExposureMax = money,
            LeverageMax = 1_000m,
            CancelSharePercent = 20,
            OrderRateHard = RiskSettings.OrderRateMaxMax,
            RefusesSelfMatch = true,
            DailyLossMax = far,
            DrawdownMax = far,
            Default = Op1Account.RiskWithoutFills.Default! with
            {
                ShortMax = new Quantity(10_000_000m),
                OpenOrdersSideMax = 100_000,
                DriftCollarBps = 1_000m,
                DriftMinutes = 5,
                JumpBps = 500m,
                JumpPause = TimeSpan.FromSeconds(1),
                OrderToTradeMax = 1_000_000_000m,
                OrderToTradeVolumeMax = 1_000_000_000m,
            },
            StrategyDefault = new StrategyLimits
            {
                GrossExposureMax = money,
                NetExposureMax = money,
                OpenOrdersMax = 1_000_000,
                OrderRateMax = RiskSettings.OrderRateMaxMax,
                DailyLossMax = far,
                DrawdownMax = far,
                ReentriesMax = 1_000_000,
                RejectsMax = 1_000_000,
            },
        };
    }

    private Symbol[] Symbols { get; }

    public static void Run(FigureTable table)
    {
        var (wall, many, bytes) = (new Rounds(), new Rounds(), new Rounds());
        var (ladderOfMany, ladderOfFew) = (new RiskLadder(10_000), new RiskLadder(100));
        for (var round = -3; round < 7; round++)
        {
            var (nanoseconds, processor, allocated) = ladderOfMany.Measure(round);
            var (_, alone, _) = ladderOfFew.Measure(round);
            if (round < 0)
                continue;

            wall.Add(nanoseconds);
            many.Add(processor, alone);
            bytes.Add(allocated - SizeOfDecision());
        }

        table.Absolute("P1", "risk ladder, every rule on, 100 instruments, 10,000 working orders, wall time", wall, "ns a decision", 1_000, true);
        table.Absolute("P1", "risk ladder, every rule on, 100 instruments, 10,000 working orders, processor time", many, "ns a decision", 1_000, true,
            $"{FigureTable.Number(many.Baseline)} ns with 100 working orders");
        table.Absolute("P1", "allocated beyond the approval and its reservation", bytes, "B a decision", 0, true,
            $"{FigureTable.Number(SizeOfDecision())} B are the decision");
        table.Ratio("P1", "10,000 working orders beside 100", many, "ns", null, true, "100 working");
    }

    /// <summary>The approval and the reservation behind it, measured where nothing else is made.</summary>
    private static double SizeOfDecision()
    {
        var request = new OrderRequest(new ClientOrderId("x"), new Symbol("X"), Side.Buy, OrderType.Limit,
            TimeInForce.Gtc, new Quantity(1m), new Price(1m));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var seen = new DecisionRecord(0, TradingMode.Active, null, default, default, default, 0, default, default,
            default, default, null);
        GC.KeepAlive(new ApprovedOrder(request, null, false, default, seen));
        GC.KeepAlive(new RiskOrder(request, null, null));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private (double Nanoseconds, double Processor, double Bytes) Measure(int round)
    {
        long ticks = 0, bytes = 0;
        var processor = TimeSpan.Zero;
        for (var block = 0; block < Blocks; block++)
        {
            for (var i = 0; i < Block; i++)
                _requests[i] = Request(Symbols, i);
            var instant = At(1_000_000 + ((round + 3) * Blocks + block) * 10_000);
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Block; i++)
                _decisions[i] = Decide(_requests[i], instant);
            ticks += Stopwatch.GetTimestamp() - started;
            processor += Environment.CpuUsage.TotalTime - before;
            bytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
            for (var i = 0; i < Block; i++)
            {
                if (_decisions[i].Verdict != RiskVerdict.Approved)
                    throw new InvalidOperationException($"refused: {_decisions[i].Refusal}");
                _state.Apply(new ReservationReturned(_requests[i].ClientOrderId));
            }
        }

        const double decisions = (double)Block * Blocks;
        return (ticks * 1e9 / Stopwatch.Frequency / decisions, processor.TotalNanoseconds / decisions, bytes / decisions);
    }

    private RiskDecision Decide(OrderRequest request, Instant now) =>
        RiskRules.Decide(_state, request, null, _gate, now);

    /// <summary>Within the reference price's hour, each block beyond the duplicate window of the one before.</summary>
    private Instant At(int microseconds) => _now.Plus(TimeSpan.FromMicroseconds(microseconds));

    /// <summary>
    /// No two of a block ask for the same, so that the duplicate rule looks and finds nothing; buys stay below
    /// sells, so that the self-match rule does.
    /// </summary>
    private OrderRequest Request(Symbol[] symbols, int index) => new(
        new ClientOrderId(string.Create(CultureInfo.InvariantCulture, $"p1-{_ids++}")),
        symbols[index % InstrumentCount], index % 2 == 0 ? Side.Buy : Side.Sell, OrderType.Limit, TimeInForce.Gtc,
        new Quantity(1 + index / InstrumentCount % 10),
        new Price(index % 2 == 0 ? 100m - index % 400 / 100m : 100m + index % 400 / 100m),
        Strategy: Strategies[index % Strategies.Length]);
}
