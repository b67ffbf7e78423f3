using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Exits;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Journal;

/// <summary>
/// Each manifest has a golden file of the bytes that were written under it. A build must write the same bytes for the
/// same event and must read every file, so that a journal of years ago replays. A field that came later has a file
/// of its own, named after the manifest and what is special: the file without it shows that older rows still read.
/// </summary>
public sealed class JournalSerializerTests : PatientTestKit
{
    private static readonly OrderState Order = Some.Order() with
    {
        VenueOrderId = new VenueOrderId("77"),
        FilledQuantity = new Quantity(0.25m),
        FilledNotional = new Notional(25.000m),
        Replaces = new VenueClientId("tx-1-1"),
        Carried = new Quantity(0.1m),
    };

    private readonly JournalSerializer _serializer;

    public JournalSerializerTests() => _serializer = new JournalSerializer((ExtendedActorSystem)Sys);

    public static TheoryData<string> Names => [.. Examples().Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void writes_the_golden_bytes_and_reads_them_back(string name)
    {
        var example = Examples().Single(e => e.Name == name).Event;
        var manifest = ManifestOf(name);
        var file = Path.Combine(GoldenDirectory(), $"{name}.json");
        var bytes = _serializer.ToBinary(example);
        if (Environment.GetEnvironmentVariable("TRADINGACTORS_ACCEPT") == "1")
            File.WriteAllBytes(file, bytes);

        Assert.True(File.Exists(file), $"no golden file {file}; set TRADINGACTORS_ACCEPT=1 to write it");
        Assert.Equal(manifest, _serializer.Manifest(example));
        Assert.Equal(File.ReadAllText(file), Encoding.UTF8.GetString(bytes));
        var read = _serializer.FromBinary(File.ReadAllBytes(file), manifest);
        Assert.Equal(Encoding.UTF8.GetString(bytes), Encoding.UTF8.GetString(_serializer.ToBinary(read)));
    }

    [Fact]
    public void every_account_manifest_has_an_example() => Assert.Equal(
        JournalSerializer.Manifests.Where(m => !m.StartsWith("emergency.", StringComparison.Ordinal)).Order(),
        Examples().Select(e => ManifestOf(e.Name)).Distinct().Order());

    [Fact]
    public void a_row_from_before_stop_orders_reads_as_an_order_without_a_stop()
    {
        var row = File.ReadAllBytes(Path.Combine(GoldenDirectory(), "order.intent.v1.json"));

        var request = Assert.IsType<IntentRecorded>(_serializer.FromBinary(row, "order.intent.v1")).Request;

        Assert.Null(request.StopPrice);
        Assert.Equal(SelfTradePrevention.VenueDefault, request.SelfTradePrevention);
    }

    [Fact]
    public void positions_of_before_there_were_lots_become_one_lot_without_an_owner()
    {
        const string Row = """
            {"epoch":3,"lastSequence":2,"hasOpeningBalances":true,"working":[],"finished":[],"refused":[],
             "balances":[],"trades":[],"positions":[
             {"symbol":"BTCUSDT","quantity":2,"cost":-1.5,"realizedPnl":7,"fees":0.1}]}
            """;
        var snapshot = Assert.IsType<AccountSnapshot>(
            _serializer.FromBinary(Encoding.UTF8.GetBytes(Row), "account.snapshot.v1"));

        var state = AccountState.FromSnapshot(snapshot);

        var position = state.Position(Some.Btc);
        Assert.Equal((2m, -1.5m, 7m), (position.Quantity.Value, position.Cost.Value, position.RealizedPnl.Value));
        Assert.Equal(new PositionLot(new Quantity(2m), new Price(-0.75m)), Assert.Single(position.Lots!));
        Assert.Equal([new StrategyPosition(StrategyId.None, position)], state.StrategyPositions);
    }

    [Fact]
    public void an_unknown_manifest_is_refused_with_its_name()
    {
        var refused = Assert.Throws<SerializationException>(() => _serializer.FromBinary("{}"u8.ToArray(), "order.eaten.v9"));

        Assert.Contains("order.eaten.v9", refused.Message);
    }

    [Fact]
    public void a_row_that_is_cut_short_is_refused_with_its_manifest_and_bytes()
    {
        var refused = Assert.Throws<SerializationException>(
            () => _serializer.FromBinary("{\"venueId\":\"t1"u8.ToArray(), "order.accepted.v1"));

        Assert.Contains("order.accepted.v1", refused.Message);
        Assert.Contains("t1", refused.Message);
    }

    [Fact]
    public void a_row_without_a_required_field_is_refused()
    {
        var refused = Assert.Throws<SerializationException>(
            () => _serializer.FromBinary("{\"venueId\":\"t1\"}"u8.ToArray(), "order.accepted.v1"));

        Assert.Contains("venueOrderId", refused.Message);
    }

    [Fact]
    public void what_is_not_journaled_has_no_manifest() =>
        Assert.Throws<SerializationException>(() => _serializer.Manifest("text"));

    /// <summary>What follows a plus sign says what is special about the example.</summary>
    private static string ManifestOf(string name) => name.Split('+')[0];

    private static IEnumerable<(string Name, object Event)> Examples()
    {
        var stop = Some.Request("stop") with
        {
            Type = OrderType.StopLossLimit,
            StopPrice = new Price(101.50m),
            SelfTradePrevention = SelfTradePrevention.ExpireMaker,
        };
        var id = new VenueClientId("t1abc-1-2");
        var at = Some.Time;
        var requested = new FlattenRequested(
            "flatten-1", Scope.Account(Some.Account), "get out", "alice", at);
        yield return ("account.ownership-taken.v1", new OwnershipTaken(3, "node-a", at));
        yield return ("account.ownership-taken.v1+build", new OwnershipTaken(3, "node-a", at, "0.1.0+abc"));
        yield return ("account.opening-balances.v1", new OpeningBalancesTaken(
            [new OpeningBalance(new Asset("BTC"), 1.50m)], [new TradesSeen(Some.Btc, new TradeId(41))], at));
        yield return ("account.opening-position.v1",
            new OpeningPositionTaken(Some.Btc, new Quantity(1.5m), new Price(61_837.63m), at));
        yield return ("account.transfer.v1", new BalanceTransferred(new Asset("USDT"), -10.5m, at));
        yield return ("order.intent.v1",
            new IntentRecorded(id, 2, Some.Request(), new VenueClientId("t1abc-1-1"), new Quantity(0.1m), at));
        yield return ("order.intent.v1+stop", new IntentRecorded(id, 2, stop, null, default, at));
        var slice = Some.Request("exit:3:1:2", side: Side.Sell, reduceOnly: true) with
        {
            TimeInForce = TimeInForce.Ioc,
        };
        yield return ("order.intent.v1+exit",
            new IntentRecorded(id, 2, slice, null, default, at, Exit: "flatten-1"));
        yield return ("account.flatten-requested.v1", requested);
        yield return ("account.flatten-ended.v1", new FlattenEnded("flatten-1", FlattenOutcome.Dust,
            [new RemainingPosition(Some.Btc, new Quantity(0.00000741m))], 6, "", "node", at));
        yield return ("account.snapshot.v1+flatten", new AccountSnapshot(3, 2, true,
            [Order with { Exit = "flatten-1" }], [], [], [], [], [], Flattens: [requested]));
        yield return ("order.replacement-sized.v1", new ReplacementSized(id, new Quantity(0.2m), at));
        yield return ("order.refused.v1", new IntentRefused(Some.Request("r", price: null),
            new Refusal(RefusalCode.NotionalAboveMax, 50_000m, 61_837.63m, "BTCUSDT"), at));
        yield return ("order.not-sent.v1", new OrderNotSent(id, "GATE_CLOSED", "the mode is Halted", at));
        yield return ("order.accepted.v1", new OrderAccepted(id, new VenueOrderId("77"), at));
        yield return ("order.rejected-by-venue.v1", new OrderRejectedByVenue(id, "-2010", "insufficient balance", at));
        yield return ("order.filled.v1", new OrderFilled(id, Some.Btc, new Asset("BTC"), new Asset("USDT"),
            new TradeId(42), Side.Sell, new Price(61_837.63000000m), new Quantity(0.00100m), 0.0618m, new Asset("USDT"),
            true, at));
        yield return ("order.cancel-requested.v1", new CancelRequested(id, "asked for", at));
        yield return ("order.cancel-rejected.v1", new CancelRejected(id, "-2011", "Unknown order sent.", at));
        yield return ("order.replace-requested.v1", new ReplaceRequested(id, new VenueClientId("t1abc-1-3"), at));
        yield return ("order.canceled.v1", new OrderCanceled(id, new Quantity(0.5m), at));
        yield return ("order.expired.v1", new OrderExpired(id, default, "IOC remainder", at));
        yield return ("order.unknown.v1", new OrderBecameUnknown(id, "no answer in 5 s", at));
        yield return ("order.external-adopted.v1",
            new ExternalOrderAdopted(id, new VenueOrderId("78"), Some.Request("external"), new Quantity(0.3m), at));
        yield return ("order.external-adopted.v1+stop", new ExternalOrderAdopted(
            id, new VenueOrderId("79"), stop with { Type = OrderType.TakeProfit, LimitPrice = null }, default, at));
        var decision = new DecisionRecord(4, TradingMode.Active, new Price(61_837.63m), new Quantity(0.5m),
            new Quantity(0.25m), default, 3, new Notional(46_378.2225m), new Notional(77_297.0375m),
            new Notional(46_378.2225m), new Notional(77_297.0375m), new Notional(-12.5m));
        var raised = new LimitChanged(new LimitKey(LimitLevel.Instrument, "BTCUSDT", "position-max"), 2m, 2m, 3m, 4,
            "client approved", "ann", "bob", at);
        yield return ("order.intent.v1+decision", new IntentRecorded(id, 2, Some.Request(), null, default, at, decision));
        yield return ("order.refused.v1+decision", new IntentRefused(Some.Request("r"),
            new Refusal(RefusalCode.ModeForbids), at, decision with { Mode = TradingMode.Halted, DayPnl = null }));
        yield return ("order.resolved.v1", new OrderResolved(id, OrderStatus.Canceled, "the venue's desk says so", "ann", at));
        yield return ("account.adjustment.v1", new BalanceAdjusted(new Asset("USDT"), 250m, "deposit while down", "ann", at));
        yield return ("account.limit-changed.v1", raised);
        yield return ("account.pnl-marked.v1", new PnlMarked(new DateOnly(2026, 1, 2),
            [new PnlMark(null, new Notional(10m), new Notional(20.5m)), new PnlMark(new StrategyId("s"), default, default)], at));
        yield return ("account.snapshot.v1+limits", new AccountSnapshot(3, 2, true, [], [], [], [], [], [], [raised], 4,
            new PnlMarked(new DateOnly(2026, 1, 2), [new PnlMark(null, new Notional(10m), new Notional(20.5m))], at)));
        yield return ("order.filled.v1+linear", new OrderFilled(id, Some.Btc, new Asset("BTC"),
            new Asset("USDT"), new TradeId(43), Side.Buy, new Price(1m), new Quantity(2m), 0m,
            new Asset("USDT"), false, at, Contract: ContractKind.Linear));
        yield return ("account.opening-position.v1+quote", new OpeningPositionTaken(
            Some.Btc, new Quantity(1m), new Price(61_000m), at, new Asset("USDT")));
        yield return ("account.day-rolled.v1", new DayRolled(
            new DateOnly(2026, 1, 1), [new DayMark(Some.Btc, new Price(61_000.5m), at)], at));
        yield return ("account.snapshot.v1+positions", Positions(at));
        yield return ("account.snapshot.v1+stop", new AccountSnapshot(3, 2, true, [Order with { Request = stop }],
            [], [], [], [], []));
        yield return ("account.snapshot.v1", new AccountSnapshot(3, 2, true, [Order],
            [Order with { Status = OrderStatus.Filled }],
            [new IntentRefused(Some.Request("r"), new Refusal(RefusalCode.ModeForbids), at)],
            [new OpeningBalance(new Asset("BTC"), 1.5m)], [PositionState.Flat(Some.Btc)],
            [new TradesCounted(Some.Btc, 41, [42, 43])]));
    }

    private static AccountSnapshot Positions(DateTimeOffset at)
    {
        var state = new AccountState();
        state.Apply(new OpeningBalancesTaken([], [], at));
        state.Apply(new OpeningPositionTaken(Some.Btc, new Quantity(1m), new Price(61_000m), at));
        var request = Some.Request();
        var decision = new DecisionRecord(0, TradingMode.Active, new Price(100m), default, default, default, 0,
            default, default, default, default, null);
        state.Apply(new IntentRecorded(new("v-a1"), 1, request, null, default, at, decision));
        state.Apply(Some.Fill(Some.Order(), 7, 0.25m, 100.5m, 0.001m, "BNB"));
        state.Apply(Some.Fill(Some.Order() with { Request = Some.Request(side: Side.Sell) }, 8, 2m));
        state.Apply(new DayRolled(new DateOnly(2026, 1, 1), [], at));
        return state.ToSnapshot() with { Finished = [], Working = [], Trades = [], Activity = null };
    }

    private static string GoldenDirectory([CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
