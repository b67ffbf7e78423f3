using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using Xunit;

namespace TradingActors.Tests.Engine.Emergency;

[Trait("Control", "C12")]
public sealed class ResumeByTwoTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(10);

    private EmergencyState _state = EmergencyState.Initial;

    public ResumeByTwoTests()
    {
        Commit(EmergencyRules.Raise(_state, Hold(HoldCause.Operator, id: "h1"), Now));
        Commit(EmergencyRules.Raise(_state, Hold(HoldCause.RejectStorm, id: "h2"), Now));
    }

    [Fact]
    public void the_first_person_lifts_nothing_and_the_second_everything_that_the_first_saw()
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;
        Assert.Equal(2, _state.Holds.Length);
        Assert.Equal(("alice", "cooled", 2L, Now + ValidFor),
            (asked.AskedBy, asked.Reason, asked.Version, asked.ValidUntil));

        Commit(Approve(asked.Id, "bob", Now.AddMinutes(9)));

        Assert.Empty(_state.Holds);
        Assert.Empty(_state.Pending.Pending);
    }

    [Fact]
    public void both_names_stand_in_each_event()
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;

        Assert.All(Approve(asked.Id, "bob", Now).Events, on =>
        {
            var cleared = Assert.IsType<HoldCleared>(on);
            Assert.Equal(("alice", "bob", "cooled", asked.Id),
                (cleared.Principal, cleared.ApprovedBy, cleared.Reason, cleared.ApprovalId));
        });
    }

    [Theory]
    [InlineData(" Alice", 0, ApprovalCodes.SamePerson)]
    [InlineData("bob", 601, ApprovalCodes.Expired)]
    [InlineData("bob", -1, ApprovalCodes.Expired)]
    [InlineData("", 0, ApprovalCodes.PrincipalMissing)]
    public void a_second_word_that_does_not_count_is_refused(string principal, int seconds, string code)
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;

        Assert.Equal(code, Approve(asked.Id, principal, Now.AddSeconds(seconds)).Refusal!.Code);
    }

    [Fact]
    public void an_id_that_nobody_was_given_is_refused() =>
        Assert.Equal(ApprovalCodes.Unknown, Approve("resume-9", "bob", Now).Refusal!.Code);

    [Fact]
    public void an_approval_counts_once()
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;
        Commit(Approve(asked.Id, "bob", Now));

        Assert.Equal(ApprovalCodes.Unknown, Approve(asked.Id, "carol", Now).Refusal!.Code);
    }

    [Fact]
    public void any_change_of_a_hold_in_between_makes_it_stale()
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;
        Commit(EmergencyRules.Raise(_state, Hold(HoldCause.OrderLatency, id: "h3"), Now));
        Commit(EmergencyRules.Clear(
            _state, new ClearHold(HoldCause.OrderLatency, Scope.Everything, "passed"), Now));

        Assert.Equal(ApprovalCodes.Stale, Approve(asked.Id, "bob", Now).Refusal!.Code);
    }

    [Fact]
    public void what_a_halt_has_come_to_makes_nothing_stale()
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;
        var report = new HaltReport("h1", new AccountId("main"), 3, 0, 0, 0, 0, [], [], IsComplete: true);
        Commit(EmergencyRules.Record(_state, new HaltReported(report, Now)));

        Assert.Null(Approve(asked.Id, "bob", Now).Refusal);
        Assert.Null(EmergencyRules.Resume(
            _state, new Resume(Scope.Everything, "cooled", "bob", ExpectedVersion: 2), Now, Now).Refusal);
    }

    [Fact]
    public void the_first_word_is_checked_like_any_resume()
    {
        Assert.Equal(ResumeCodes.ReasonMissing, EmergencyRules.Resume(
            _state, new Resume(Scope.Everything, " ", "alice"), Now, Now, ValidFor).Refusal!.Code);
        Assert.Equal(ResumeCodes.NothingToResume, EmergencyRules.Resume(
            _state, new Resume(Scope.Venue(new VenueId("x")), "done", "alice"), Now, Now, ValidFor)
            .Refusal!.Code);
    }

    [Fact]
    public void what_waits_survives_a_snapshot()
    {
        var asked = Commit(Ask("alice")).Pending!.Approval;

        _state = EmergencyState.FromSnapshot(_state.ToSnapshot());

        Assert.Null(Approve(asked.Id, "bob", Now).Refusal);
    }

    private EmergencyDecision Ask(string principal) => EmergencyRules.Resume(
        _state, new Resume(Scope.Everything, "cooled", principal), Now, Now, ValidFor);

    private EmergencyDecision Approve(string id, string principal, DateTimeOffset at) =>
        EmergencyRules.Approve(_state, new ApproveResume(id, principal), at, at);

    private EmergencyDecision Commit(EmergencyDecision decision)
    {
        foreach (var on in decision.Events)
            _state = _state.Apply(on);
        return decision;
    }

    private static Hold Hold(HoldCause cause, string id) =>
        new(cause, Scope.Everything, TradingMode.Halted, "test", "me", Now, id);
}
