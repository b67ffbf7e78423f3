using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

public class EmergencyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Scope Main = Scope.Account(new AccountId("main"));

    private EmergencyState _state = EmergencyState.Initial;

    [Theory]
    [InlineData(TradingMode.ReduceOnly, TradingMode.Halted, TradingMode.Halted)]
    [InlineData(TradingMode.Halted, TradingMode.ReduceOnly, TradingMode.Halted)]
    [InlineData(TradingMode.CancelOnly, TradingMode.CancelOnly, TradingMode.CancelOnly)]
    public void raising_again_tightens_and_never_loosens(
        TradingMode first, TradingMode second, TradingMode inForce)
    {
        Raise(Hold(first, id: "1"));
        Raise(Hold(second, id: "2"));

        Assert.Equal(inForce, Assert.Single(_state.Holds).Mode);
    }

    [Fact]
    public void a_tighter_raise_takes_the_reason_over_and_keeps_since_when()
    {
        Raise(Hold(TradingMode.ReduceOnly) with { Reason = "slow", Since = Now });
        Raise(Hold(TradingMode.Halted) with { Reason = "dead", Principal = "you", Since = Now.AddHours(1) });

        var hold = Assert.Single(_state.Holds);
        Assert.Equal(("dead", "you", Now), (hold.Reason, hold.Principal, hold.Since));
    }

    [Fact]
    public void an_automatic_raise_that_adds_nothing_is_no_event()
    {
        Raise(Hold(TradingMode.CancelOnly, HoldCause.OrderLatency, id: "1"));

        Assert.Empty(Raise(Hold(TradingMode.CancelOnly, HoldCause.OrderLatency, id: "2")));
        Assert.Empty(Raise(Hold(TradingMode.ReduceOnly, HoldCause.OrderLatency, id: "3")));
    }

    [Fact]
    public void what_a_person_asks_is_recorded_even_where_it_adds_nothing()
    {
        Raise(Hold(TradingMode.Halted, id: "1"));
        Raise(Hold(TradingMode.Halted, id: "2"));

        Assert.Equal(2, _state.Version);
    }

    [Fact]
    public void the_same_raise_delivered_twice_takes_effect_once()
    {
        Raise(Hold(TradingMode.Halted, id: "1"));
        Resume(Scope.Everything);
        Raise(Hold(TradingMode.Halted, id: "1"));

        Assert.Empty(_state.Holds);
    }

    [Fact]
    public void a_raise_to_active_is_nothing() =>
        Assert.Empty(EmergencyRules.Raise(_state, Hold(TradingMode.Active), Now).Events);

    [Fact]
    public void a_scope_that_cannot_be_spelled_halts_everything_instead()
    {
        Raise(Hold(TradingMode.Halted, HoldCause.DailyLoss, new Scope(ScopeKind.Account, "a/b")));

        var hold = Assert.Single(_state.Holds);
        Assert.Equal((HoldCause.Operator, Scope.Everything), hold.Key);
        Assert.StartsWith("DailyLoss on account:a/b: test", hold.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void a_hold_beyond_the_bound_is_raised_on_everything()
    {
        for (var i = 0; i < EmergencyRules.HoldsMax; i++)
            Raise(Hold(TradingMode.Halted, HoldCause.DailyLoss, Scope.Account(new AccountId($"a{i}"))));
        Raise(Hold(TradingMode.CancelOnly, HoldCause.DailyLoss, Main));

        Assert.Equal(TradingMode.CancelOnly, _state.Find(HoldCause.Operator, Scope.Everything)!.Mode);
        Assert.Equal(EmergencyRules.HoldsMax + 1, _state.Holds.Length);
    }

    [Fact]
    public void every_cause_either_clears_itself_or_needs_a_person_and_never_both()
    {
        foreach (var cause in Enum.GetValues<HoldCause>())
        {
            _state = EmergencyState.Initial;
            Raise(Hold(TradingMode.CancelOnly, cause));

            var clear = new ClearHold(cause, Scope.Everything, "passed");
            var cleared = EmergencyRules.Clear(_state, clear, Now).Events;
            var resumed = DecideResume(new Resume(Scope.Everything, "done", "me"));
            Assert.Equal(cause.ClearsItself(), cleared.Count == 1);
            Assert.Equal(cause.ClearsItself(), resumed.Refusal is not null);
        }
    }

    [Fact]
    public void clearing_what_does_not_stand_is_no_event() =>
        Assert.Empty(EmergencyRules.Clear(
            _state, new ClearHold(HoldCause.OrderLatency, Scope.Everything, "passed"), Now).Events);

    [Fact]
    public void a_resume_lifts_every_hold_of_a_person_in_exactly_its_scope()
    {
        Raise(Hold(TradingMode.Halted));
        Raise(Hold(TradingMode.Halted, HoldCause.RejectStorm));
        Raise(Hold(TradingMode.CancelOnly, HoldCause.OrderLatency));
        Raise(Hold(TradingMode.Halted, scope: Main));
        Resume(Scope.Everything);

        Assert.Equal([(HoldCause.OrderLatency, Scope.Everything), (HoldCause.Operator, Main)],
            _state.Holds.Select(h => h.Key));
    }

    [Theory]
    [InlineData("", "me", null, 0, ResumeCodes.ReasonMissing, "a resume needs a reason")]
    [InlineData("done", " ", null, 0, ResumeCodes.PrincipalMissing, "a resume needs a person's name")]
    [InlineData("done", "me", null, -1, ResumeCodes.Expired,
        "valid until 2026-01-02T03:04:04.0000000+00:00, arrived 2026-01-02T03:04:05.0000000+00:00")]
    [InlineData("done", "me", 3L, 0, ResumeCodes.VersionChanged, "expected=3 actual=1, changed at 1")]
    public void a_resume_is_refused_with_its_code_and_numbers(
        string reason, string principal, long? version, int validForSeconds, string code, string text)
    {
        Raise(Hold(TradingMode.Halted));

        var refusal = EmergencyRules.Resume(_state, new Resume(Scope.Everything, reason, principal, version),
            Now.AddSeconds(validForSeconds), Now).Refusal;

        Assert.Equal(new ResumeRefused(Scope.Everything, code, text), refusal);
    }

    [Fact]
    public void a_resume_of_the_wrong_scope_says_where_the_holds_are()
    {
        Raise(Hold(TradingMode.Halted, scope: Main));
        Raise(Hold(TradingMode.Halted, HoldCause.OrderLatency));

        var refusal = DecideResume(new Resume(Scope.Everything, "done", "me")).Refusal!;

        Assert.Equal(ResumeCodes.NothingToResume, refusal.Code);
        Assert.Equal("no hold on all waits for a person; holds that do are on account:main; "
            + "these clear themselves: OrderLatency on all", refusal.Reason);
    }

    [Fact]
    public void the_stream_folds_to_what_a_naive_model_says_whatever_the_commands()
    {
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 3]).Array[0, 60].Sample(commands =>
        {
            _state = EmergencyState.Initial;
            var model = new Dictionary<(HoldCause, Scope), TradingMode>();
            var events = new List<EmergencyEvent>();
            var number = 0;
            foreach (var (kind, cause, scope, mode) in commands)
            {
                var before = _state.Version;
                var id = $"id-{number++}";
                events.AddRange(Step(model, kind, Causes[cause], Scopes[scope], (TradingMode)mode, id));
                Assert.True(_state.Version >= before);
                Assert.Equal(model.OrderBy(m => m.Key.ToString()), _state.Holds
                    .Select(h => KeyValuePair.Create(h.Key, h.Mode)).OrderBy(m => m.Key.ToString()));
            }

            var recovered = events.Aggregate(EmergencyState.Initial, (state, on) => state.Apply(on));
            Assert.Equivalent(_state, recovered, strict: true);
            Assert.Equal(events.Count, recovered.Version);
            Assert.Equivalent(_state, EmergencyState.FromSnapshot(_state.ToSnapshot()), strict: true);
        }, threads: 1);
    }

    private static readonly HoldCause[] Causes =
        [HoldCause.Operator, HoldCause.DailyLoss, HoldCause.OrderLatency, HoldCause.StaleMarketData];

    private static readonly Scope[] Scopes = [Scope.Everything, Main, Scope.Venue(new VenueId("simulated"))];

    private IReadOnlyList<EmergencyEvent> Step(
        Dictionary<(HoldCause, Scope), TradingMode> model,
        int kind, HoldCause cause, Scope scope, TradingMode mode, string id)
    {
        switch (kind)
        {
            case 0 or 1:
                var was = model.GetValueOrDefault((cause, scope));
                if (mode != TradingMode.Active)
                    model[(cause, scope)] = was > mode ? was : mode;
                return Raise(Hold(mode, cause, scope, id));
            case 2:
                if (cause.ClearsItself())
                    model.Remove((cause, scope));
                return Commit(EmergencyRules.Clear(_state, new ClearHold(cause, scope, "passed"), Now));
            default:
                foreach (var lifted in Causes.Where(c => !c.ClearsItself()))
                    model.Remove((lifted, scope));
                return Commit(DecideResume(new Resume(scope, "done", "me")));
        }
    }

    private IReadOnlyList<EmergencyEvent> Raise(Hold hold) => Commit(EmergencyRules.Raise(_state, hold, Now));

    private void Resume(Scope scope) => Commit(DecideResume(new Resume(scope, "done", "me")));

    private EmergencyDecision DecideResume(Resume resume) => EmergencyRules.Resume(_state, resume, Now, Now);

    private IReadOnlyList<EmergencyEvent> Commit(EmergencyDecision decision)
    {
        foreach (var on in decision.Events)
            _state = _state.Apply(on);
        return decision.Events;
    }

    private static Hold Hold(
        TradingMode mode, HoldCause cause = HoldCause.Operator, Scope? scope = null, string id = "") =>
        new(cause, scope ?? Scope.Everything, mode, "test", "me", Now, id);
}
