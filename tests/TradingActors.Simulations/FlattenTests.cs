using TradingActors.Domain;
using TradingActors.Engine.Accounts;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;
using Xunit.Abstractions;
using OrderAccepted = TradingActors.SimulatedVenue.OrderAccepted;
using OrderExpired = TradingActors.SimulatedVenue.OrderExpired;
using OrderFilled = TradingActors.SimulatedVenue.OrderFilled;

namespace TradingActors.Simulations;

/// <summary>
/// Leaving every position while strategies trade, under a halt and with a venue that misbehaves. The ledger
/// says what arrived: after the halt nothing but cancels and orders of the flatten, none of them larger than
/// what was held.
/// </summary>
public sealed class FlattenTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly FlattenOutcome[] Clean = [FlattenOutcome.Flat, FlattenOutcome.Dust];

    [Theory]
    [Trait("Control", "C10")]
    [Trait("Control", "C22")]
    [InlineData(51)]
    [InlineData(52)]
    [InlineData(53)]
    public void under_a_halt_the_account_is_left_flat_and_nothing_else_arrives(ulong seed)
    {
        using var world = Trading(seed);
        world.Engine!.Halt(Scope.Everything, "enough");
        var halted = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;

        var report = Flatten(world, Scope.Everything);

        Assert.Contains(report.Outcome, Clean);
        JudgeArrivals(world, report, halted);
        JudgeFlat(world, report, seed);
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(61)]
    [InlineData(62)]
    public void a_venue_that_refuses_slices_is_asked_again(ulong seed)
    {
        using var world = Trading(seed);
        world.Engine!.Halt(Scope.Everything, "enough");
        var halted = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;
        world.Venue.ReplaceFaults(
            [new FaultRule(FaultKind.Busy) { Method = "order.place", Probability = 0.4 }]);

        var report = Flatten(world, Scope.Account(Worlds.Account));

        Assert.True(world.Venue.FaultsStruck > 0, "nothing was refused");
        world.Venue.ReplaceFaults([]);
        Assert.Contains(report.Outcome, Clean);
        JudgeArrivals(world, report, halted);
        JudgeFlat(world, report, seed);
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(71, FaultKind.LoseAnswer)]
    [InlineData(72, FaultKind.LoseRequest)]
    [InlineData(73, FaultKind.UnknownExecuted)]
    [InlineData(74, FaultKind.UnknownNotExecuted)]
    [InlineData(75, FaultKind.DropAfter)]
    public void slices_of_unknown_fate_are_counted_and_never_sold_twice(ulong seed, FaultKind fault)
    {
        using var world = Trading(seed);
        world.Engine!.Halt(Scope.Everything, "enough");
        var halted = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;
        world.Venue.ReplaceFaults([new FaultRule(fault) { Method = "order.place", Probability = 0.5 }]);

        var report = Flatten(world, Scope.Everything);

        Assert.True(world.Venue.FaultsStruck > 0, "nothing was lost");
        world.Venue.ReplaceFaults([]);
        Assert.Contains(report.Outcome, Clean);
        JudgeArrivals(world, report, halted);
        JudgeFlat(world, report, seed);
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(81)]
    [InlineData(82)]
    public void a_moving_thin_market_is_followed_slice_by_slice(ulong seed)
    {
        var thin = new GeneratedSymbolSettings(ListedSymbol.Btcusdt, 60_000m)
        {
            VolatilityBps = 12,
            LevelSize = 0.01m,
            HalfSpreadTicks = 5,
        };
        using var world = Trading(seed, Narrow, new SimulatedVenueSettings { Symbols = [thin] });
        world.Engine!.Halt(Scope.Everything, "enough");
        var halted = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;

        var report = Flatten(world, Scope.Instrument(new VenueId("simulated"), Worlds.Btc));

        Assert.Contains(report.Outcome, Clean);
        Assert.Contains(world.Venue.EntriesOf("main"), e => e is OrderExpired expired
            && expired.At > halted && expired.Executed > 0m);
        JudgeArrivals(world, report, halted);
        JudgeFlat(world, report, seed);
    }

    [Fact]
    [Trait("Control", "C10")]
    public void a_halt_during_a_flatten_does_not_stop_it_and_strategies_stand_aside_before_it()
    {
        const ulong seed = 91;
        using var world = Trading(seed, Slow);
        world.Engine!.AskAccount<FlattenStarted>(
            Worlds.Account, new Flatten("flatten-1", Scope.Everything, "get out", "alice"));
        var begun = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax * 2;
        world.Run(TimeSpan.FromMilliseconds(300));
        Assert.Contains(world.Engine!.Blotter().Accounts.Single().Flattens, f => !f.IsDone);

        world.Engine!.Halt(Scope.Everything, "enough");
        var report = Await(world, "flatten-1");

        Assert.Contains(report.Outcome, Clean);
        JudgeArrivals(world, report, begun);
        JudgeFlat(world, report, seed);
    }

    [Theory]
    [Trait("Control", "C10")]
    [InlineData(96)]
    [InlineData(97)]
    public void connections_that_break_and_events_that_are_lost_do_not_sell_too_much(ulong seed)
    {
        using var world = Worlds.Make(seed, SimulatedNetworkSettings.Calm with
        {
            DelayMax = TimeSpan.FromMilliseconds(60),
            BreakEvery = TimeSpan.FromSeconds(5),
            PendingShare = 0.1,
        }, Slow);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(10));
        world.Engine!.Halt(Scope.Everything, "enough");
        var halted = world.Time.GetUtcNow() + TimeSpan.FromMilliseconds(60);
        world.Venue.ReplaceFaults([new FaultRule(FaultKind.LoseEvent) { Probability = 0.2 }]);

        world.RunUntil(Worlds.Account, a => a.Phase == DeskPhase.Trading, Patience);
        var report = Flatten(world, Scope.Everything);

        Assert.True(world.Network.Breaks > 2, "the network never broke");
        world.Venue.ReplaceFaults([]);
        Assert.Contains(report.Outcome, Clean);
        JudgeArrivals(world, report, halted);
        JudgeFlat(world, report, seed);
    }

    [Fact]
    public void one_that_is_asked_for_before_the_account_is_reconciled_waits_for_that()
    {
        const ulong seed = 98;
        using var world = Worlds.Make(
            seed, overrides: "trading-actors.accounts.main.enabled-strategies = []");
        world.Start();
        object? answer = null;
        while (answer is not FlattenStarted)
        {
            answer = world.Engine!.AskAccount<object>(
                Worlds.Account, new Flatten("flatten-1", Scope.Everything, "get out", "alice"));
            Assert.True(answer is FlattenStarted or FlattenRefused { Code: FlattenCodes.AccountNotReady });
            world.Run(TimeSpan.FromMilliseconds(1));
        }

        Assert.NotEqual(DeskPhase.Trading, world.Engine!.Blotter().Accounts.Single().Phase);
        var report = Await(world, "flatten-1");

        Assert.Contains(report.Outcome, Clean);
        JudgeFlat(world, report, seed);
    }

    [Fact]
    public void without_a_halt_trading_goes_on_when_it_is_over()
    {
        using var world = Trading(92);

        var report = Flatten(world, Scope.Everything);
        Assert.Contains(report.Outcome, Clean);

        world.RunUntil(Worlds.Account, a => a.Mode == TradingMode.Active, TimeSpan.FromSeconds(5));
        world.StopAndJudge(92);
    }

    [Fact]
    [Trait("Control", "C22")]
    public void a_process_that_dies_under_a_flatten_records_it_as_interrupted_and_does_not_go_on()
    {
        const ulong seed = 93;
        using var world = Trading(seed, Slow);
        world.Engine!.Halt(Scope.Everything, "enough");
        world.Engine!.AskAccount<FlattenStarted>(
            Worlds.Account, new Flatten("flatten-1", Scope.Everything, "get out", "alice"));
        world.Run(TimeSpan.FromMilliseconds(400));
        world.Crash();
        world.Start();

        var report = Await(world, "flatten-1");
        var after = world.Time.GetUtcNow();
        world.Run(TimeSpan.FromSeconds(60));

        Assert.Equal((FlattenOutcome.Interrupted, "alice"), (report.Outcome, report.Principal));
        Assert.True(Assert.Single(report.Lines).Position.Value > 0.1m, "there was nothing left to sell");
        Assert.DoesNotContain(world.Venue.EntriesOf("main"), e => e is OrderAccepted && e.At > after);
        Assert.Equal(["flatten-1"], world.Engine!.Journal(world.Journals, Worlds.Account)
            .OfType<FlattenEnded>().Select(e => e.FlattenId));

        var again = Flatten(world, Scope.Everything, "flatten-2");
        Assert.Contains(again.Outcome, Clean);
        JudgeFlat(world, again, seed);
    }

    [Fact]
    public void what_a_person_stops_ends_where_it_stands()
    {
        const ulong seed = 94;
        using var world = Trading(seed, Slow);
        world.Engine!.Halt(Scope.Everything, "enough");
        world.Engine!.AskAccount<FlattenStarted>(
            Worlds.Account, new Flatten("flatten-1", Scope.Everything, "get out", "alice"));
        world.Run(TimeSpan.FromMilliseconds(400));

        world.Engine!.AskAccount<FlattenStopped>(
            Worlds.Account, new StopFlatten("flatten-1", "enough sold", "bob"));
        var report = Await(world, "flatten-1");
        var stopped = world.Time.GetUtcNow() + SimulatedNetworkSettings.Calm.DelayMax;
        world.Run(TimeSpan.FromSeconds(30));

        Assert.Equal((FlattenOutcome.Stopped, "bob: enough sold"), (report.Outcome, report.EndReason));
        Assert.DoesNotContain(world.Venue.EntriesOf("main"), e => e is OrderAccepted && e.At > stopped);
        Assert.True(world.Venue.Judge("main").Balances.Single(b => b.Asset == "BTC").Total > 0.1m);
        world.Hold(seed, world.Judge(Worlds.Account));
    }

    [Fact]
    public void a_market_that_does_not_trade_is_waited_for_and_said_so()
    {
        const ulong seed = 95;
        using var world = Trading(seed);
        world.Engine!.Halt(Scope.Everything, "enough");
        world.Venue.SetSymbolStatus("BTCUSDT", TradingStatus.Halt, new Clock(world.Time).Now);
        world.Engine!.AskAccount<FlattenStarted>(
            Worlds.Account, new Flatten("flatten-1", Scope.Everything, "get out", "alice"));

        var waiting = world.RunUntil(Worlds.Account,
            a => a.Flattens.Any(f => f.Lines.Any(l => l.Code.StartsWith("QUOTE", StringComparison.Ordinal)
                || l.Code == FlattenLineCodes.InstrumentNotTrading)), TimeSpan.FromMinutes(1));
        Assert.False(waiting.Flattens.Single().IsDone);
        world.Venue.SetSymbolStatus("BTCUSDT", TradingStatus.Trading, new Clock(world.Time).Now);

        var report = Await(world, "flatten-1");
        Assert.Contains(report.Outcome, Clean);
        JudgeFlat(world, report, seed);
    }

    /// <summary>Slices small enough for a flatten to last.</summary>
    private const string Slow = Worlds.Busy
        + "trading-actors.accounts.main.exits { slice-notional-max = 500 }\n";

    /// <summary>A collar of a few ticks: slices fill in parts.</summary>
    private const string Narrow = Worlds.Busy
        + "trading-actors.accounts.main.exits "
        + "{ slice-notional-max = 5000, collar-bps = 1, attempts-max = 200 }\n";

    private static VirtualWorld Trading(
        ulong seed, string overrides = Worlds.Busy, SimulatedVenueSettings? venue = null)
    {
        var world = Worlds.Make(seed, overrides: overrides, venue: venue);
        world.Start();
        world.UntilTrading();
        world.Run(TimeSpan.FromSeconds(20));
        world.RunUntil(Worlds.Account, a => a.Working.Count > 0, TimeSpan.FromSeconds(30));
        return world;
    }

    private FlattenReport Flatten(VirtualWorld world, Scope scope, string id = "flatten-1")
    {
        world.Engine!.AskAccount<FlattenStarted>(
            Worlds.Account, new Flatten(id, scope, "get out", "alice"));
        return Await(world, id);
    }

    private FlattenReport Await(VirtualWorld world, string id)
    {
        var report = world.RunUntil(Worlds.Account,
                a => a.Flattens.Any(f => f.FlattenId == id && f.IsDone), Patience)
            .Flattens.Single(f => f.FlattenId == id);
        foreach (var line in report.Lines)
            output.WriteLine($"{report.Outcome} {line}");
        return report;
    }

    /// <summary>What the venue took since then: slices of this flatten, each of them reducing.</summary>
    private static void JudgeArrivals(VirtualWorld world, FlattenReport report, DateTimeOffset since)
    {
        var exits = world.Engine!.Journal(world.Journals, Worlds.Account).OfType<IntentRecorded>()
            .Where(i => i.Exit == report.FlattenId)
            .ToDictionary(i => i.VenueId.Value);
        var held = 0m;
        var arrived = 0;
        foreach (var entry in world.Venue.EntriesOf("main"))
        {
            held = entry switch
            {
                AccountOpened opened => opened.Balances["BTC"],
                OrderFilled fill => held + (fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity)
                    - (fill.FeeAsset == "BTC" ? fill.Fee : 0m),
                _ => held,
            };
            if (entry is not OrderAccepted accepted || entry.At <= since)
                continue;

            arrived++;
            Assert.Contains(accepted.ClientOrderId, exits.Keys);
            Assert.Equal((OrderType.Limit, TimeInForce.Ioc, Side.Sell),
                (accepted.Type, accepted.TimeInForce, accepted.Side));
            Assert.True(accepted.Quantity <= held, $"{accepted} of {held} held");
        }

        Assert.True(arrived > 1, "nothing was sold in slices");
        Assert.True(arrived <= report.Lines.Sum(l => l.Orders));
    }

    private static void JudgeFlat(VirtualWorld world, FlattenReport report, ulong seed)
    {
        world.Run(TimeSpan.FromSeconds(40));
        var judged = world.Venue.Judge("main");
        Assert.Equal(0, judged.Counts.Open);
        var left = judged.Balances.Single(b => b.Asset == "BTC").Total;
        Assert.Equal(report.Lines.Single().Position.Value, left);
        Assert.InRange(left, 0m, 0.0002m);
        world.Hold(seed, world.Judge(Worlds.Account));
    }
}
