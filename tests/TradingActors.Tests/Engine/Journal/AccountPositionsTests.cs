using Akka.Actor;
using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Positions;
using TradingActors.Engine.Risk;
using TradingActors.Tests.Engine.Positions;
using Xunit;

namespace TradingActors.Tests.Engine.Journal;

/// <summary>What a stream makes of positions, whole and cut by a snapshot that has been on disk.</summary>
public sealed class AccountPositionsTests : PatientTestKit
{
    private static readonly Asset Usdt = SomeFills.Usdt;

    private readonly JournalSerializer _serializer;

    public AccountPositionsTests() => _serializer = new JournalSerializer((ExtendedActorSystem)Sys);

    [Fact]
    [Trait("Control", "C14")]
    public void recovery_from_a_snapshot_equals_a_full_replay_however_late_fills_come() =>
        Gen.Select(SomeFills.Executions(300), Gen.Int[0, 300], Gen.Int).Sample((executions, cut, seed) =>
        {
            var random = new Random(seed);
            OrderFilled[] fills =
            [
                .. executions.OrderBy(e => e.Fill.TradeId.Value + random.Next(60)).Select(e => Named(e)),
            ];
            var (live, recovered) = (WithOrders(), WithOrders());
            foreach (var fill in fills)
                live.Apply(fill);
            foreach (var fill in fills.Take(cut))
                recovered.Apply(fill);
            recovered = AccountState.FromSnapshot(ThroughTheDisk(recovered.ToSnapshot()));
            foreach (var fill in fills.Skip(cut))
                recovered.Apply(fill);

            Assert.Equal(live.Position(SomeFills.Btc), recovered.Position(SomeFills.Btc));
            Assert.Equal(live.StrategyPositions, recovered.StrategyPositions);
            Assert.Equal(Text(live), Text(recovered));
        }, iter: 30);

    [Fact]
    public void order_and_repetition_of_fills_change_no_position_and_no_balance() =>
        Gen.Select(SomeFills.Executions(80), Gen.Int).Sample((executions, seed) =>
        {
            OrderFilled[] fills = [.. executions.Select(Named)];
            var (expected, shuffled) = (WithOrders(), WithOrders());
            foreach (var fill in fills)
                expected.Apply(fill);
            OrderFilled[] arriving = [.. fills, .. fills];
            new Random(seed).Shuffle(arriving);
            foreach (var fill in arriving)
                shuffled.Apply(fill);

            Assert.Equal(expected.Position(SomeFills.Btc), shuffled.Position(SomeFills.Btc));
            Assert.Equal(expected.StrategyPositions, shuffled.StrategyPositions);
            Assert.Equal(expected.Balances.Where(b => b.Value != 0m).OrderBy(b => b.Key.Value),
                shuffled.Balances.Where(b => b.Value != 0m).OrderBy(b => b.Key.Value));
        }, iter: 200);

    [Fact]
    public void a_fill_counts_for_its_orders_strategy_and_against_its_arrival_price()
    {
        var state = WithOrders();
        state.Apply(SomeFills.Fill(2m, 101m) with { VenueId = new("v-a") });
        state.Apply(SomeFills.Fill(-1m, 105m, tradeId: 2) with { VenueId = new("stranger") });

        var parts = state.StrategyPositions.ToDictionary(s => s.Strategy.Value, s => s.Position);
        Assert.Equal((2m, 2m), (parts["a"].Quantity.Value, parts["a"].Traded.Slippage.Value));
        Assert.Equal((-1m, 0m), (parts[""].Quantity.Value, parts[""].Traded.Slippage.Value));
        Assert.Equal((1m, 4m),
            (state.Position(SomeFills.Btc).Quantity.Value, state.Position(SomeFills.Btc).RealizedPnl.Value));
    }

    [Fact]
    public void a_linear_contract_moves_only_what_it_realises_and_its_fees()
    {
        var state = WithOrders();
        state.Apply(Linear(2m, 100m, 1));
        Assert.Equal(-0.1m, state.Balances[Usdt]);
        var closing = state.Apply(Linear(-2m, 110m, 2));

        Assert.Equal(19.9m, closing.Settled.Value);
        Assert.Equal([new(Usdt, 19.8m)], state.Balances);
        Assert.Equal(19.8m, state.Position(SomeFills.Btc).RealizedPnl.Value);
    }

    [Fact]
    public void a_linear_balance_is_the_realised_profit_in_whatever_order_fills_come() =>
        Gen.Select(SomeFills.Executions(80, ContractKind.Linear), Gen.Int).Sample((executions, seed) =>
        {
            new Random(seed).Shuffle(executions);
            var state = WithOrders();
            foreach (var execution in executions)
            {
                state.Apply(Named(execution));
                Assert.Equal(state.Position(SomeFills.Btc).RealizedPnl.Value,
                    state.Balances.GetValueOrDefault(Usdt));
            }
        }, iter: 200);

    [Fact]
    public void the_actors_fold_and_the_blotters_balances_equal_the_accounts_own()
    {
        var (account, sequence) = (WithOrders(), 0L);
        var positions = new PositionsState(account.ToSnapshot());
        var blotter = new TradingActors.Engine.Accounts.BlotterState();
        foreach (var fill in new[] { Linear(2m, 100m, 1), Linear(-3m, 110m, 3), Linear(1m, 90m, 2) })
        {
            var applied = account.Apply(fill);
            var update = new OrderUpdated(
                new OrderState(Some.Request(), fill.VenueId, OrderStatus.Filled, default, default), fill,
                ++sequence, applied.Settled);
            positions.Apply(update);
            blotter.Apply(new TradingActors.Engine.Accounts.FromDesk(Some.Account, update));
        }

        var expected = new CashBalance(Usdt, account.Balances[Usdt]);
        Assert.Equal([expected], positions.ToView().Balances);
        Assert.Equal([expected], blotter.View(default).Accounts.Single().Balances);
        Assert.Equal(account.Position(SomeFills.Btc), positions.ToView().Positions.Single().State);
    }

    private static OrderFilled Linear(decimal size, decimal price, long id) =>
        SomeFills.Fill(size, price, 0.1m, tradeId: id, contract: ContractKind.Linear);

    private static OrderFilled Named(Execution execution) =>
        execution.Fill with { VenueId = new($"v-{execution.Strategy}") };

    private static AccountState WithOrders()
    {
        var state = new AccountState();
        var sequence = 0;
        foreach (var strategy in new[] { "a", "b" })
            state.Apply(new IntentRecorded(new($"v-{strategy}"), ++sequence,
                Some.Request(strategy, 1_000_000m) with { Strategy = new(strategy) }, null, default, Some.Time,
                new DecisionRecord(0, TradingMode.Active, new Price(100m), default, default, default, 0,
                    default, default, default, default, null)));
        return state;
    }

    private AccountSnapshot ThroughTheDisk(AccountSnapshot snapshot) => (AccountSnapshot)_serializer.FromBinary(
        _serializer.ToBinary(snapshot), _serializer.Manifest(snapshot));

    private string Text(AccountState state) =>
        System.Text.Encoding.UTF8.GetString(_serializer.ToBinary(state.ToSnapshot()));
}
