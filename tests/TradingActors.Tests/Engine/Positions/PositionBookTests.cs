using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;
using Xunit;
using static TradingActors.Tests.Engine.Positions.SomeFills;

namespace TradingActors.Tests.Engine.Positions;

public sealed class PositionBookTests
{
    [Fact]
    public void the_order_of_arrival_changes_nothing() =>
        Gen.Select(Executions(120), Gen.Int).Sample((executions, seed) =>
            Same(Fold(executions), Fold(Shuffled(executions, seed))), iter: 1_000);

    [Fact]
    public void an_execution_that_comes_again_changes_nothing() =>
        Gen.Select(Executions(60), Gen.Int).Sample((executions, seed) =>
            Same(Fold(executions), Fold(Shuffled([.. executions, .. executions], seed))), iter: 1_000);

    [Fact]
    public void what_is_a_little_late_takes_its_place_also_in_a_long_stream() =>
        Gen.Select(Executions(400).Where(e => e.Length > 300), Gen.Int).Sample((executions, seed) =>
        {
            var random = new Random(seed);
            var late = executions
                .OrderBy(e => e.Fill.TradeId.Value + random.Next(PositionBook.ExecutionsMax / 2));
            Same(Fold(executions), Fold(late));
        }, iter: 100);

    [Fact]
    public void what_is_later_than_all_that_is_kept_counts_before_them()
    {
        Execution[] executions = [.. Enumerable.Range(1, 400).Select(i => Of(i, i % 3 - 1.1m, 100m + i))];
        var late = Of(0, 5m, 1m);

        var book = Fold([.. executions, late]);

        var before = executions.Take(400 - PositionBook.ExecutionsMax);
        var after = executions.Skip(400 - PositionBook.ExecutionsMax);
        Same(Fold([.. Renumbered([.. before, late, .. after])]), book);
    }

    [Fact]
    public void the_strategies_add_up_to_the_account() =>
        Executions(120).Sample(executions =>
        {
            var book = Fold(executions);
            var parts = book.StrategyPositions().Select(s => s.Position).ToArray();
            Assert.Equal(book.Total.Quantity.Value, parts.Sum(p => p.Quantity.Value));
            Assert.Equal(book.Total.Fees.Value, parts.Sum(p => p.Fees.Value));
            Assert.Equal(book.Total.Traded, parts.Aggregate(default(TradedSums), (a, p) => a + p.Traded));
            Assert.Equal(book.Total.RealizedPnl.Value - book.Total.Cost.Value,
                parts.Sum(p => p.RealizedPnl.Value - p.Cost.Value));
        }, iter: 500);

    [Fact]
    public void each_strategy_has_what_its_own_fills_make() =>
        Executions(120).Sample(executions =>
        {
            var book = Fold(executions);
            foreach (var own in executions.GroupBy(e => e.Strategy))
                Assert.Equal(
                    own.Aggregate(PositionState.Flat(Btc), (p, e) => p.Apply(e.Fill, e.Arrival)),
                    book.Of(own.Key));
        }, iter: 500);

    [Fact]
    public void a_book_from_its_record_goes_on_like_the_book_itself() =>
        Gen.Select(Executions(400), Gen.Int[1, 399], Gen.Int).Sample((executions, cut, seed) =>
        {
            var random = new Random(seed);
            Execution[] arriving = [.. executions.OrderBy(e => e.Fill.TradeId.Value + random.Next(100))];
            var book = Fold(arriving.Take(cut));
            var restored = new PositionBook(book.ToRecord());
            Same(book, restored);
            foreach (var (fill, strategy, arrival) in arriving.Skip(cut))
            {
                book.Apply(fill, strategy, arrival);
                restored.Apply(fill, strategy, arrival);
            }

            Same(book, restored);
        }, iter: 200);

    [Fact]
    public void an_opening_position_comes_before_everything_that_follows_however_late()
    {
        var book = Fold([Of(5, 1m, 100m)]);
        book.Apply(new OpeningPositionTaken(Btc, new Quantity(2m), new Price(50m), Start));
        book.Apply(Of(3, -1m, 120m).Fill, StrategyId.None, null);

        Assert.Equal((2m, 100m, 20m),
            (book.Total.Quantity.Value, book.Total.Cost.Value, book.Total.RealizedPnl.Value));
        Assert.Equal(book.Total, book.Of(StrategyId.None));
    }

    [Fact]
    public void a_trade_with_oneself_counts_twice_the_buy_first()
    {
        var (buy, sell) = (Of(7, 1m, 100m), Of(7, -1m, 100m));
        Same(Fold([buy, sell]), Fold([sell, buy]));
        Assert.Equal((1, 0m), (Fold([sell, buy]).Total.Cycles, Fold([sell, buy]).Total.Quantity.Value));
    }

    private static void Same(PositionBook expected, PositionBook book)
    {
        Assert.Equal(expected.Total, book.Total);
        Assert.Equal(expected.StrategyPositions(), book.StrategyPositions());
    }

    private static Execution Of(long id, decimal size, decimal price) =>
        new(Fill(size, price, tradeId: id), StrategyId.None, null);

    private static IEnumerable<Execution> Renumbered(Execution[] executions) =>
        executions.Select((e, i) => e with { Fill = e.Fill with { TradeId = new TradeId(i) } });

    private static Execution[] Shuffled(Execution[] executions, int seed)
    {
        var shuffled = executions.ToArray();
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
