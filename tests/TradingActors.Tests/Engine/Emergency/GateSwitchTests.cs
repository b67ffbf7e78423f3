using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

public class GateSwitchTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly AccountId Main = new("main");
    private static readonly VenueId Venue = new("simulated");
    private static readonly StrategyId Quoter = new("quoter");
    private static readonly Symbol Btc = new("BTCUSDT");

    private readonly GateSwitch _gate = new(Now, "node-1");

    [Fact]
    public void is_halted_until_the_first_state_is_heard()
    {
        Assert.Equal(TradingMode.Halted, _gate.For(Main, Venue).Mode);
        Assert.False(_gate.View().IsRecovered);

        Assert.True(_gate.Apply(new HoldsInForce(0, [])));

        Assert.Equal(TradingMode.Active, _gate.For(Main, Venue).Mode);
        Assert.True(_gate.View().IsRecovered);
    }

    [Fact]
    public void a_latch_outlives_a_state_that_holds_the_same_and_is_about_to_be_resumed()
    {
        var account = _gate.For(Main, Venue);
        _gate.Apply(new HoldsInForce(4, []));
        _gate.Latch(Hold(TradingMode.Halted, id: "mine"));

        _gate.Apply(new HoldsInForce(5, [Hold(TradingMode.Halted, id: "of another node")]));
        _gate.Apply(new HoldsInForce(6, []));
        Assert.Equal(TradingMode.Halted, account.Mode);
        Assert.Equal("mine", Assert.Single(_gate.Unmerged).Id);

        _gate.Merged("mine", 7);
        Assert.Empty(_gate.Unmerged);
        Assert.Equal(TradingMode.Halted, account.Mode);

        _gate.Apply(new HoldsInForce(8, []));
        Assert.Equal((1, TradingMode.CancelOnly), (account.Lifts, account.Mode));
    }

    [Fact]
    public void a_second_latch_of_the_same_scope_is_not_released_by_the_first_ones_merge()
    {
        _gate.Apply(new HoldsInForce(1, []));
        _gate.Latch(Hold(TradingMode.Halted, id: "first"));
        _gate.Latch(Hold(TradingMode.ReduceOnly, id: "second"));

        _gate.Merged("first", 2);
        _gate.Apply(new HoldsInForce(3, []));

        Assert.Equal((TradingMode.Halted, "second"), (_gate.View().Mode, Assert.Single(_gate.Unmerged).Id));
    }

    [Fact]
    public void an_older_state_changes_nothing()
    {
        _gate.Apply(new HoldsInForce(5, [Hold(TradingMode.Halted)]));

        Assert.False(_gate.Apply(new HoldsInForce(4, [])));
        Assert.Equal((5, TradingMode.Halted), (_gate.View().Version, _gate.View().Mode));
    }

    [Fact]
    public void a_latch_and_its_journaled_self_are_listed_once()
    {
        var hold = Hold(TradingMode.Halted, id: "mine");
        _gate.Apply(new HoldsInForce(1, []));
        _gate.Latch(hold);
        _gate.Apply(new HoldsInForce(2, [hold]));

        Assert.Equal([hold], _gate.View().Holds);
    }

    [Fact]
    public void only_causes_that_clear_themselves_are_taken_back()
    {
        _gate.Apply(new HoldsInForce(1, []));
        _gate.Latch(Hold(TradingMode.Halted, id: "1"));
        _gate.Latch(Hold(TradingMode.CancelOnly, HoldCause.OrderLatency, id: "2"));

        _gate.Unlatch(HoldCause.Operator, Scope.Everything);
        _gate.Unlatch(HoldCause.OrderLatency, Scope.Everything);

        Assert.Equal("1", Assert.Single(_gate.Unmerged).Id);
    }

    [Theory]
    [InlineData("all", true, true)]
    [InlineData("venue:simulated", true, true)]
    [InlineData("venue:other", false, false)]
    [InlineData("account:main", true, true)]
    [InlineData("account:second", false, false)]
    [InlineData("strategy:main/quoter", false, true)]
    [InlineData("strategy:main/trend", false, false)]
    [InlineData("strategy:second/quoter", false, false)]
    [InlineData("instrument:simulated/BTCUSDT", false, true)]
    [InlineData("instrument:simulated/ETHUSDT", false, false)]
    [InlineData("instrument:other/BTCUSDT", false, false)]
    public void a_hold_stops_what_its_scope_contains(string scope, bool accountWide, bool thisOrder)
    {
        Assert.True(Scope.TryParse(scope, out var parsed, out _));
        var account = _gate.For(Main, Venue);
        _gate.Apply(new HoldsInForce(1, [Hold(TradingMode.Halted, scope: parsed)]));

        Assert.Equal(accountWide, account.Mode == TradingMode.Halted);
        Assert.Equal(thisOrder, account.ModeFor(Quoter, Btc) == TradingMode.Halted);
        Assert.Equal(thisOrder, account.StrictestFor(Quoter, Btc) is not null);
    }

    [Fact]
    public void orders_without_a_strategy_are_a_scope_of_their_own()
    {
        var account = _gate.For(Main, Venue);
        var people = Scope.Strategy(Main, StrategyId.None);
        _gate.Apply(new HoldsInForce(1, [Hold(TradingMode.Halted, scope: people)]));

        Assert.Equal(TradingMode.Halted, account.ModeFor(default, Btc));
        Assert.Equal(TradingMode.Active, account.ModeFor(Quoter, Btc));
    }

    [Fact]
    public void one_account_is_at_one_venue()
    {
        _gate.For(Main, Venue);

        Assert.Throws<InvalidOperationException>(() => _gate.For(Main, new VenueId("other")));
    }

    [Fact]
    public void latches_are_bounded_and_the_one_beyond_closes_everything()
    {
        _gate.Apply(new HoldsInForce(1, []));
        for (var i = 0; i < GateSwitch.LatchesMax; i++)
            _gate.Latch(Hold(TradingMode.Halted, scope: Scope.Account(new AccountId($"a{i}")), id: $"{i}"));
        var account = _gate.For(Main, Venue);
        Assert.Equal(TradingMode.Active, account.Mode);

        foreach (var name in new[] { "more", "most" })
            _gate.Latch(Hold(
                TradingMode.CancelOnly, HoldCause.DailyLoss, Scope.Account(new AccountId(name)), name));

        Assert.Equal(TradingMode.CancelOnly, account.Mode);
        Assert.Equal(GateSwitch.LatchesMax + 1, _gate.Unmerged.Count);
    }

    [Fact]
    public void the_mode_is_the_strictest_of_a_naive_model_whatever_happens()
    {
        var commands = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[1, 3]).Array[0, 60];
        commands.Sample(steps =>
        {
            var gate = new GateSwitch(Now, "node-1");
            var account = gate.For(Main, Venue);
            var model = new Model();
            foreach (var (kind, scope, mode) in steps)
            {
                model.Step(gate, kind, Scopes[scope], (TradingMode)mode);
                account.Climbs(account.Lifts);
                Assert.Equal(model.Mode, account.Mode);
            }
        });
    }

    [Fact]
    public async Task never_opens_for_a_reader_while_other_threads_latch_apply_and_ask_for_gates()
    {
        var account = _gate.For(Main, Venue);
        _gate.Apply(new HoldsInForce(1, []));
        _gate.Latch(Hold(TradingMode.Halted, id: "the halt"));

        var seen = 0;
        await Task.WhenAll(
            Task.Run(() => Repeat(i => _gate.Apply(new HoldsInForce(i + 2, [])))),
            Task.Run(() => Repeat(i => _gate.Latch(
                Hold(TradingMode.ReduceOnly, scope: Scope.Account(Main), id: $"{i}")))),
            Task.Run(() => Repeat(i => _gate.Merged($"{i}", i))),
            Task.Run(() => Repeat(i => _gate.For(new AccountId($"a{i % 50}"), Venue))),
            Task.Run(() => Repeat(i => account.SetDesk(i % 2 == 0 ? null : Hold(TradingMode.CancelOnly)))),
            Task.Run(() => Repeat(_ => seen += account.Mode == TradingMode.Halted ? 0 : 1)));

        Assert.Equal(0, seen);
        for (var i = 0; i < 50; i++)
            Assert.Equal(TradingMode.Halted, _gate.For(new AccountId($"a{i}"), Venue).Mode);
    }

    private static readonly Scope[] Scopes =
        [Scope.Everything, Scope.Account(Main), Scope.Account(new("second"))];

    private static void Repeat(Action<int> action)
    {
        for (var i = 0; i < 2_000; i++)
            action(i);
    }

    private static Hold Hold(
        TradingMode mode, HoldCause cause = HoldCause.Operator, Scope? scope = null, string id = "") =>
        new(cause, scope ?? Scope.Everything, mode, "test", "me", Now, id);

    /// <summary>
    /// A stream and the latches of one node, kept as plain lists: raise, resume and merge happen at the
    /// stream at once and reach the node in order; a raise of another node goes to the stream alone.
    /// </summary>
    private sealed class Model
    {
        private readonly List<Hold> _latched = [];
        private EmergencyState _stream = EmergencyState.Initial;
        private EmergencyState? _heard;
        private int _ids;

        public TradingMode Mode => _heard is null
            ? TradingMode.Halted
            : _heard.Holds.Concat(_latched)
                .Where(h => h.Scope.Concerns(Main, Venue))
                .Select(h => h.Mode)
                .Append(TradingMode.Active)
                .Max();

        public void Step(GateSwitch gate, int kind, Scope scope, TradingMode mode)
        {
            switch (kind)
            {
                case 0:
                    var latch = Hold(mode, scope: scope, id: $"latch-{_ids++}");
                    Latch(latch);
                    gate.Latch(latch);
                    break;
                case 1:
                    Raise(Hold(mode, scope: scope, id: $"other-{_ids++}"));
                    break;
                case 2:
                    Commit(EmergencyRules.Resume(_stream, new Resume(scope, "done", "me"), Now, Now));
                    break;
                case 3:
                    _heard = _stream;
                    gate.Apply(_stream.ToMessage());
                    break;
                default:
                    Merge(gate);
                    break;
            }
        }

        /// <summary>
        /// The stream takes the oldest latch in, says so to everybody, and then to the node that brought it.
        /// </summary>
        private void Merge(GateSwitch gate)
        {
            if (_latched.Count == 0)
                return;

            var latch = _latched[0];
            Raise(latch);
            _heard = _stream;
            gate.Apply(_stream.ToMessage());
            _latched.Remove(latch);
            gate.Merged(latch.Id, _stream.Version);
        }

        private void Latch(Hold hold)
        {
            var same = _latched.Where(l => l.Scope == hold.Scope);
            var strictest = same.Select(l => l.Mode).Append(hold.Mode).Max();
            _latched.RemoveAll(l => l.Scope == hold.Scope);
            _latched.Add(hold with { Mode = strictest });
        }

        private void Raise(Hold hold) => Commit(EmergencyRules.Raise(_stream, hold, Now));

        private void Commit(EmergencyDecision decision)
        {
            foreach (var on in decision.Events)
                _stream = _stream.Apply(on);
        }
    }
}
