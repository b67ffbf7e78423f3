using BenchmarkDotNet.Attributes;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Benchmarks.Micro;

/// <summary>
/// One fill into a position, over a stream of random fills that opens, closes and flips: the bare fold, and
/// the book that keeps the latest 256 for late ones. What the book adds to the fold is the price of keeping the
/// position after each fill; a checkpoint that follows behind would add a whole second fold instead.
/// </summary>
[MemoryDiagnoser]
public class PositionBenchmarks
{
    private const int Fills = 100_000;

    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly StrategyId[] Strategies = [new("quoter"), new("trend")];

    private readonly OrderFilled[] _fills = new OrderFilled[Fills];

    [GlobalSetup]
    public void Setup()
    {
        var random = new Random(1);
        for (var i = 0; i < Fills; i++)
            _fills[i] = new OrderFilled(
                new VenueClientId("v"), Btc, new Asset("BTC"), new Asset("USDT"), new TradeId(i + 1),
                random.Next(2) == 0 ? Side.Buy : Side.Sell, new Price((6_000_000 + random.Next(1_000)) / 100m),
                new Quantity(random.Next(1, 5_000) / 100_000m), 0.01m, new Asset("USDT"), true, default);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Fills)]
    public PositionState Fold()
    {
        var position = PositionState.Flat(Btc);
        foreach (var fill in _fills)
            position = position.Apply(fill);
        return position;
    }

    [Benchmark(OperationsPerInvoke = Fills)]
    public PositionState OneStrategy()
    {
        var book = new PositionBook(Btc);
        foreach (var fill in _fills)
            book.Apply(fill, Strategies[0], null);
        return book.Total;
    }

    [Benchmark(OperationsPerInvoke = Fills)]
    public PositionState TwoStrategies()
    {
        var book = new PositionBook(Btc);
        for (var i = 0; i < Fills; i++)
            book.Apply(_fills[i], Strategies[i & 1], null);
        return book.Total;
    }

    /// <summary>Each pair of fills in the wrong order.</summary>
    [Benchmark(OperationsPerInvoke = Fills)]
    public PositionState EverySecondLate()
    {
        var book = new PositionBook(Btc);
        for (var i = 0; i < Fills; i++)
            book.Apply(_fills[i ^ 1], Strategies[0], null);
        return book.Total;
    }
}
