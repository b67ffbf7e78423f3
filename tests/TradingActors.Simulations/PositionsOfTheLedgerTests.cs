using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Statements;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;

namespace TradingActors.Simulations;

/// <summary>
/// Positions and profit recomputed from the venue's own ledger, by a naive first-in-first-out that shares no
/// code with the engine's, are equal to the last digit; also when connections break and processes die.
/// </summary>
public sealed class PositionsOfTheLedgerTests(ITestOutputHelper output)
{
    private static readonly SimulatedNetworkSettings Breaking = SimulatedNetworkSettings.Calm with
    {
        DelayMax = TimeSpan.FromMilliseconds(80),
        BreakEvery = TimeSpan.FromSeconds(15),
        PendingShare = 0.1,
    };

    /// <summary>Trend takes from both sides and flips, so that every kind of close occurs.</summary>
    [Theory]
    [Trait("Control", "C14")]
    [InlineData(51, false)]
    [InlineData(52, true)]
    [InlineData(53, true)]
    public void profit_recomputed_from_the_ledger_is_equal_to_the_last_digit(ulong seed, bool breaks)
    {
        using var world = Worlds.Make(
            seed, breaks ? Breaking : SimulatedNetworkSettings.Calm, Worlds.Busy);
        for (var life = 0; life < 2; life++)
        {
            world.Start();
            world.UntilTrading();
            world.Run(TimeSpan.FromSeconds(40));
            if (life == 0)
                world.Crash();
        }

        world.StopAndJudge(seed);
        var events = world.Engine!.Journal(world.Journals, Worlds.Account).ToArray();
        var ledger = world.Venue.Judge("main").Fills;
        var recomputed = Recompute(events, ledger);
        var view = world.Engine.Blotter().Accounts.Single();
        output.WriteLine($"{ledger.Count} fills, realised {recomputed.Realized}");

        Assert.True(ledger.Count > 20, "hardly anything was traded");
        Assert.NotEqual(0m, recomputed.Realized);
        var position = view.Positions.Single(p => p.Symbol == Worlds.Btc);
        Assert.Equal(recomputed.Lots.Sum(l => l.Quantity), position.Quantity.Value);
        Assert.Equal(recomputed.Lots.Sum(l => l.Quantity * l.Price), position.Cost.Value);
        Assert.Equal(recomputed.Realized, position.RealizedPnl.Value);
        Assert.Equal(recomputed.Fees, position.Fees.Value);
        Assert.Equal(recomputed.Bought, position.Traded.Bought.Value);
        Assert.Equal(recomputed.Sold, position.Traded.Sold.Value);
        Assert.NotEqual(0m, position.Traded.ArrivalNotional.Value);

        var replayed = new AccountState();
        foreach (var on in events)
            replayed.Apply((AccountEvent)on);
        Assert.Equal(position.State, replayed.Position(Worlds.Btc));
        Assert.Equal(view.Strategies.Sum(s => s.Position.Quantity.Value), position.Quantity.Value);
        Prove(events, position);
    }

    [Fact]
    public void a_day_that_ends_is_journaled_and_its_statement_proves_itself()
    {
        var clock = VirtualTime.Epoch.AddSeconds(45).UtcDateTime;
        var startsAt = new TimeSpan(clock.Hour, clock.Minute, 0) + TimeSpan.FromMinutes(1);
        using var world = Worlds.Make(61, overrides:
            $"trading-actors.accounts.main.day-starts-at = \"{startsAt:hh\\:mm}\"\n" + Worlds.Busy);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromMinutes(3));
        world.StopAndJudge(61);

        var events = world.Engine!.Journal(world.Journals, Worlds.Account).ToArray();
        var rolled = Assert.Single(events.OfType<DayRolled>());
        Assert.Equal(startsAt, rolled.At.UtcDateTime.TimeOfDay);
        Assert.True(Assert.Single(rolled.Marks).At >= rolled.At);

        var (ended, running) = (StatementOf(events, rolled.Day), StatementOf(events, rolled.Day.AddDays(1)));
        Assert.True(ended.IsProven && ended.IsFinal && ended.Fills.Count > 0);
        Assert.True(running.IsProven && !running.IsFinal && running.Fills.Count > 0);
        Assert.NotNull(ended.Profits.Single().Pnl);
        Assert.Equal(world.Venue.Judge("main").Fills.Count, ended.Fills.Count + running.Fills.Count);
        foreach (var balance in world.Venue.Judge("main").Balances)
            Assert.Equal(balance.Total, running.Balances.Single(b => b.Asset.Value == balance.Asset).Closing);
    }

    [Fact]
    public void a_day_that_ends_while_the_process_is_down_is_rolled_once_when_it_is_back()
    {
        using var world = Worlds.Make(62, overrides:
            "trading-actors.accounts.main.day-starts-at = \"09:01\"\n" + Worlds.Busy);
        world.Start();
        world.UntilTrading();
        Until(world, TimeSpan.FromSeconds(55));
        world.Crash();
        Until(world, TimeSpan.FromSeconds(65));
        for (var life = 0; life < 2; life++)
        {
            world.Start();
            world.UntilTrading();
            world.Run(TimeSpan.FromSeconds(20));
            if (life == 0)
                world.Crash();
        }

        world.StopAndJudge(62);
        var events = world.Engine!.Journal(world.Journals, Worlds.Account).ToArray();
        var rolled = Assert.Single(events.OfType<DayRolled>());
        Assert.Equal(VirtualTime.Epoch.AddMinutes(1), rolled.At);
        Assert.True(Assert.Single(rolled.Marks).At >= VirtualTime.Epoch.AddSeconds(65));
        var ended = StatementOf(events, rolled.Day);
        Assert.True(ended.IsProven && ended.Fills.Count > 0);
        Assert.All(ended.Fills, fill => Assert.True(fill.At < rolled.At));
        Assert.True(StatementOf(events, rolled.Day.AddDays(1)).IsProven);
    }

    private static void Until(VirtualWorld world, TimeSpan sinceEpoch) =>
        world.Run(VirtualTime.Epoch + sinceEpoch - world.Time.GetUtcNow());

    private static void Prove(object[] events, PositionView position)
    {
        var statement = StatementOf(events, null);
        Assert.True(statement.IsProven, string.Join(", ", statement.Proofs.Where(p => !p.Holds)));
        Assert.Equal(
            position.RealizedPnl, statement.Positions.Single(p => p.Symbol == Worlds.Btc).RealizedPnl);
    }

    private static Statement StatementOf(object[] events, DateOnly? day)
    {
        var statement = Statement.Make(
            Worlds.Account, () => events.Select((e, i) => (i + 1L, e)), day, TimeSpan.Zero, out var why);
        Assert.True(statement is not null, why);
        return statement;
    }

    private static Books Recompute(object[] events, IReadOnlyList<LedgerReport.FillLine> ledger)
    {
        var books = new Books();
        foreach (var opening in events.OfType<OpeningPositionTaken>().Where(o => o.Symbol == Worlds.Btc))
            books.Lots.Add((opening.Quantity.Value, opening.CostPrice.Value));
        var seen = events.OfType<OpeningBalancesTaken>().Single().TradesSeen
            .Where(t => t.Symbol == Worlds.Btc).Select(t => t.Last.Value).SingleOrDefault();
        foreach (var fill in ledger.Where(f => f.Symbol == "BTCUSDT" && f.TradeId > seen)
            .OrderBy(f => f.TradeId).ThenBy(f => f.Side))
            books.Add(fill);
        return books;
    }

    private sealed class Books
    {
        public List<(decimal Quantity, decimal Price)> Lots { get; } = [];

        public decimal Realized { get; private set; }

        public decimal Fees { get; private set; }

        public decimal Bought { get; private set; }

        public decimal Sold { get; private set; }

        public void Add(LedgerReport.FillLine fill)
        {
            var change = fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity;
            Bought += fill.Side == Side.Buy ? fill.Quantity : 0m;
            Sold += fill.Side == Side.Buy ? 0m : fill.Quantity;
            var fee = fill.FeeAsset == "USDT" ? fill.Fee : fill.FeeAsset == "BTC" ? fill.Fee * fill.Price : 0m;
            change -= fill.FeeAsset == "BTC" ? fill.Fee : 0m;
            Fees += fee;
            Realized -= fee;
            while (change != 0m && Lots.Count > 0 && Math.Sign(Lots[0].Quantity) != Math.Sign(change))
            {
                var (held, price) = Lots[0];
                var closed = Math.Min(Math.Abs(held), Math.Abs(change)) * Math.Sign(held);
                Realized += (fill.Price - price) * closed;
                change += closed;
                Lots[0] = (held - closed, price);
                if (Lots[0].Quantity == 0m)
                    Lots.RemoveAt(0);
            }

            if (change != 0m)
                Lots.Add((change, fill.Price));
        }
    }
}
