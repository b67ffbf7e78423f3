using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Statements;
using TradingActors.Tests.Engine.Positions;
using Xunit;
using static TradingActors.Tests.Engine.Statements.SomeStream;

namespace TradingActors.Tests.Engine.Statements;

public sealed class StatementTests
{
    private static readonly Asset Usdt = SomeFills.Usdt;

    private static SomeStream TwoDays() => new SomeStream()
        .Open(usdt: 1_000m, btc: 2m, cost: 100m)
        .Order("a", At(1, 10), arrival: 109m)
        .Fill("a", 1, -1m, 110m, At(1, 11), fee: 0.11m)
        .Add(new BalanceTransferred(Usdt, 50m, At(1, 12)))
        .Roll(1, mark: 120m)
        .Fill("a", 2, 2m, 121m, At(2, 1), fee: 0.002m, SomeFills.Other)
        .Fill("stranger", 3, -1m, 130m, At(2, 2), fee: 0.01m, SomeFills.Base)
        .Add(new BalanceAdjusted(SomeFills.Other, 0.002m, "dust", "ann", At(2, 3)))
        .Roll(2, mark: 125m);

    [Fact]
    public void the_first_day_begins_with_what_was_taken_over()
    {
        var day = TwoDays().Statement(1);

        Assert.Equal((First, null, At(2, 0), true), (day.Day, day.From, day.Until, day.IsFinal));
        Assert.Equal(
            [
                new BalanceRow(SomeFills.Base, 0m, 2m, 0m, 0m, -1m, 0m, 1m),
                new BalanceRow(Usdt, 0m, 1_000m, 50m, 0m, 110m, 0.11m, 1_159.89m),
            ],
            day.Balances);
        var position = Assert.Single(day.Positions);
        Assert.Equal((0m, 2m, 0m, 1m, 1m, 100m), (position.Opening.Value, position.TakenOver.Value,
            position.Bought.Value, position.Sold.Value, position.Closing.Value, position.Cost.Value));
        Assert.Equal((9.89m, 20m, 29.89m, 0.11m), (position.RealizedPnl.Value,
            position.UnrealizedPnl!.Value.Value, position.Pnl!.Value.Value, position.Fees.Value));
        Assert.Equal(-1m, position.Slippage.Value);
        Assert.True(day.IsProven);
    }

    [Fact]
    public void the_next_day_begins_where_the_last_one_ended()
    {
        var (first, second) = (TwoDays().Statement(1), TwoDays().Statement(2));

        Assert.Equal(first.Until, second.From);
        foreach (var row in first.Balances)
            Assert.Equal(row.Closing, second.Balances.Single(b => b.Asset == row.Asset).Opening);
        var (before, after) = (first.Positions.Single(), second.Positions.Single());
        Assert.Equal(before.Closing, after.Opening);
        Assert.Equal(before.UnrealizedPnl, after.UnrealizedOpening);
        Assert.Equal(
            [
                new BalanceRow(SomeFills.Other, 0m, 0m, 0m, 0.002m, 0m, 0.002m, 0m),
                new BalanceRow(SomeFills.Base, 1m, 0m, 0m, 0m, 1m, 0.01m, 1.99m),
                new BalanceRow(Usdt, 1_159.89m, 0m, 0m, 0m, -112m, 0m, 1_047.89m),
            ],
            second.Balances);
        Assert.Equal("0.002 BNB, 0.01 BTC", second.Fees.ToString());
        Assert.Equal(
            [new CashRow(9, At(2, 3), SomeFills.Other, 0.002m, "ann", "dust")], second.Cash);
        Assert.True(second.IsProven);
    }

    [Fact]
    public void profit_is_told_by_instrument_strategy_and_quote_asset()
    {
        var day = TwoDays().Statement(2);

        // The account sold its oldest; the strategy is short of one and the stranger sold what nobody had.
        var byStrategy = day.Strategies.ToDictionary(s => s.Strategy!.Value.Value);
        Assert.Equal((-1m, 1m), (byStrategy["a"].Opening.Value, byStrategy["a"].Closing.Value));
        Assert.Equal(-11m, byStrategy["a"].RealizedPnl.Value);
        Assert.Equal((2m, 0.99m, 0.01m), (byStrategy[""].Opening.Value, byStrategy[""].Closing.Value,
            byStrategy[""].FeesInBase.Value));
        Assert.Equal(130m - 1.01m * 100m, byStrategy[""].RealizedPnl.Value);
        var profit = Assert.Single(day.Profits);
        Assert.Equal(Usdt, profit.Quote);
        Assert.Equal(day.Positions.Single().Pnl, profit.Pnl);
        Assert.Equal(day.Strategies.Sum(s => s.Pnl!.Value.Value), profit.Pnl!.Value.Value);
    }

    [Fact]
    [Trait("Control", "C23")]
    public void a_day_that_is_over_never_changes()
    {
        var stream = TwoDays();
        var before = StatementCsv.Files(stream.Statement(1));

        stream.Fill("a", 9, 1m, 50m, At(1, 13)).Add(new BalanceTransferred(Usdt, 7m, At(1, 14))).Roll(3, 90m);

        Assert.Equal(before, StatementCsv.Files(stream.Statement(1)));
        var third = stream.Statement(3);
        Assert.True(Assert.Single(third.Fills).IsLate);
        Assert.Equal(7m, third.Balances.Single(b => b.Asset == Usdt).Transferred);
        Assert.True(third.IsProven);
    }

    [Fact]
    public void what_happened_after_the_boundary_counts_for_the_next_day_before_the_end_is_journaled()
    {
        var stream = new SomeStream().Open(1_000m, 0m, 1m)
            .Fill("x", 1, 1m, 100m, At(2, 0, minute: 1))
            .Fill("x", 2, 1m, 100m, At(1, 23, minute: 59))
            .Roll(1, mark: 100m).Roll(2, mark: 100m);

        Assert.Equal([2L], stream.Statement(1).Fills.Select(f => f.TradeId.Value));
        Assert.Equal([1L], stream.Statement(2).Fills.Select(f => f.TradeId.Value));
        Assert.All(new[] { 1, 2 }, day => Assert.True(stream.Statement(day).IsProven));
    }

    [Fact]
    public void the_latest_day_that_is_over_is_meant_and_the_running_one_before_any_is()
    {
        Assert.Equal(2, TwoDays().Statement().Day.Day);
        var running = new SomeStream().Open(1_000m, 2m, 100m).Statement();
        Assert.Equal((First, false), (running.Day, running.IsFinal));
        Assert.Null(running.Positions.Single().UnrealizedPnl);
        Assert.Null(running.Profits.Single().Pnl);
        Assert.True(running.IsProven);
        Assert.Equal(3, TwoDays().Statement(3).Day.Day);
    }

    [Fact]
    public void a_day_that_never_was_has_no_statement_and_it_says_which_have()
    {
        Assert.Equal("2026-03-09 has no statement: there are 2026-03-01 to 2026-03-03", TwoDays().WhyNot(9));
        Assert.Equal("the journal has no such account", new SomeStream().WhyNot(null));
        Assert.Equal("the account's balances have never been taken over",
            new SomeStream().Add(new OwnershipTaken(1, "n", At(1, 1))).WhyNot(null));
    }

    [Theory]
    [InlineData(ContractKind.Spot)]
    [InlineData(ContractKind.Linear)]
    public void days_follow_on_each_other_and_end_where_the_stream_does(ContractKind contract) =>
        Gen.Select(SomeFills.Executions(60, contract), Gen.Int).Sample((executions, seed) =>
        {
            var random = new Random(seed);
            var stream = new SomeStream().Open(10_000m, 1m, 100m);
            foreach (var strategy in new[] { "", "a", "b" })
                stream.Order(strategy, At(1, 9), arrival: 100m);
            var (day, minutes) = (1, 600);
            foreach (var e in executions.OrderBy(e => e.Fill.TradeId.Value + random.Next(5)))
            {
                minutes += random.Next(200);
                if (minutes / 1_440 >= day)
                    stream.Roll(day++, mark: 100m + random.Next(10));
                stream.Add(e.Fill with
                {
                    VenueId = new($"v-{e.Strategy}"),
                    At = At(1, 0).AddMinutes(minutes - random.Next(100)),
                });
            }

            Statement[] days = [.. Enumerable.Range(1, day).Select(d => stream.Statement(d))];
            foreach (var one in days)
                Assert.True(one.IsProven, string.Join(", ", one.Proofs.Where(p => !p.Holds)));
            foreach (var (one, next) in days.Zip(days.Skip(1)))
                foreach (var balance in one.Balances)
                    Assert.Equal(
                        balance.Closing, next.Balances.Single(b => b.Asset == balance.Asset).Opening);
            Assert.Equal(executions.Length, days.Sum(d => d.Fills.Count));
            var state = new AccountState();
            foreach (var (_, on) in stream.Events)
                state.Apply((AccountEvent)on);
            var position = state.Position(SomeFills.Btc);
            var last = days[^1].Positions.Single();
            Assert.Equal((position.Quantity, position.Cost, position.RealizedPnl),
                (last.Closing, last.Cost, last.RealizedSinceOpening));
            Assert.Equal(position.RealizedPnl.Value, days.Sum(d => d.Positions.Single().RealizedPnl.Value));
            foreach (var (asset, total) in state.Balances)
                Assert.Equal(
                    total, days[^1].Balances.SingleOrDefault(b => b.Asset == asset)?.Closing ?? 0m);
        }, iter: 100);

    [Fact]
    public void a_proof_that_fails_says_so()
    {
        Assert.False(new ProofRow("x", 1m, 1m, 2.000000000000000000000001m).Holds);
        Assert.False((TwoDays().Statement(1) with { Proofs = [new ProofRow("x", 1m, 0m, 2m)] }).IsProven);
    }
}
