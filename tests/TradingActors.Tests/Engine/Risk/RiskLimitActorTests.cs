using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Health;
using TradingActors.Engine.Journal;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using Xunit;
using Scope = TradingActors.Engine.Emergency.Scope;

namespace TradingActors.Tests.Engine.Risk;

/// <summary>Limits that people change at a running account, and what it tells of itself.</summary>
public sealed class RiskLimitActorTests : PatientTestKit
{
    private static readonly LimitKey Gross = new(LimitLevel.Account, "", "gross-exposure-max");

    private readonly FakeTimeProvider _time = new();
    private readonly RiskDesk _desk = new();
    private readonly TestProbe _orders;
    private readonly TestProbe _gate;
    private readonly TestProbe _blotter;
    private readonly IActorRef _risk;
    private long _sequence;

    public RiskLimitActorTests()
    {
        (_orders, _gate, _blotter) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        var settings = RiskDesk.Settings with
        {
            RaisesByTwo = true,
            OrderRateHard = 3,
            AlertPercents = [50],
            StrategyDefault = new StrategyLimits { RejectsMax = 2 },
        };
        _risk = Sys.ActorOf(RiskActor.Props(RiskDesk.Account, RiskDesk.Venue, settings, TimeSpan.Zero, _desk.Gate,
            RiskDesk.Funded().ToSnapshot(), new RiskPartners(_orders, CreateTestProbe(), _gate, [_blotter]),
            new HealthMeters(), new Clock(_time)));
        _risk.Tell(new InstrumentsKnown([RiskDesk.InstrumentOf(RiskDesk.Btc)]));
        _risk.Tell(new QuoteChanged(new Quote(RiskDesk.Btc, new Price(99.99m), new Quantity(1m),
            new Price(100.01m), new Quantity(1m), 1, new Clock(_time).Now)));
    }

    [Fact]
    [Trait("Control", "C12")]
    public void a_tighter_limit_is_answered_once_it_is_durable_and_in_force()
    {
        _risk.Tell(new ChangeLimit(Gross, 100m, "calm down", "ann"), TestActor);
        var change = Assert.IsType<LimitChanged>(_orders.ExpectMsg<RecordFact>().Event);
        Assert.Equal((1500m, 1500m, 100m, 1, "ann", null), (change.Configured!.Value, change.Was!.Value,
            change.Value, change.Version, change.Principal, change.ApprovedBy));
        ExpectNoMsg(TimeSpan.Zero);
        Durable(change);
        Assert.Equal(new LimitChangeAccepted(Gross, 1500m, 100m, 1), ExpectMsg<LimitChangeAccepted>());
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 2m, 100m)));
        Assert.Equal(RefusalCode.GrossExposureAboveLimit, _orders.ExpectMsg<RefusedOrder>().Refusal.Code);
    }

    [Fact]
    [Trait("Control", "C12")]
    public void a_looser_limit_waits_for_a_second_person_for_ten_minutes()
    {
        var pending = AskForMore();
        _risk.Tell(new ApproveLimit(pending.ApprovalId, " Ann"), TestActor);
        Assert.Equal(ApprovalCodes.SamePerson, ExpectMsg<LimitChangeRefused>().Code);
        _risk.Tell(new ApproveLimit(pending.ApprovalId, "bob"), TestActor);
        var change = Assert.IsType<LimitChanged>(_orders.ExpectMsg<RecordFact>().Event);
        Assert.Equal(("ann", "bob"), (change.Principal, change.ApprovedBy));
        Durable(change);
        ExpectMsg<LimitChangeAccepted>();

        var late = AskForMore(3000m);
        _time.Advance(RiskActor.ApprovalValidFor + TimeSpan.FromSeconds(1));
        _risk.Tell(new ApproveLimit(late.ApprovalId, "bob"), TestActor);
        Assert.Equal(ApprovalCodes.Expired, ExpectMsg<LimitChangeRefused>().Code);
    }

    [Fact]
    [Trait("Control", "C12")]
    public void an_approval_is_worth_nothing_when_the_limits_have_changed_meanwhile()
    {
        var pending = AskForMore();
        _risk.Tell(new ChangeLimit(Gross, 100m, "calm down", "carl"), TestActor);
        Durable((LimitChanged)_orders.ExpectMsg<RecordFact>().Event);
        ExpectMsg<LimitChangeAccepted>();
        _risk.Tell(new ApproveLimit(pending.ApprovalId, "bob"), TestActor);
        Assert.Equal(ApprovalCodes.Stale, ExpectMsg<LimitChangeRefused>().Code);
    }

    [Fact]
    public void shows_every_limit_with_its_use_and_who_changed_it()
    {
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 3m, 100m)));
        _risk.Tell(new ChangeLimit(Gross, 600m, "calm down", "ann"), ActorRefs.NoSender);
        _orders.ExpectMsg<ApprovedOrder>();
        Durable((LimitChanged)_orders.ExpectMsg<RecordFact>().Event);
        _risk.Tell(new GetLimits(), TestActor);
        var view = ExpectMsg<LimitsView>();
        Assert.Equal(1, view.Version);
        Assert.Equal(new LimitLine(Gross, 1500m, 600m, 300m, "ann", "calm down"),
            view.Limits.Single(l => l.Key == Gross));
    }

    [Fact]
    [Trait("Control", "C21")]
    public void tells_its_listeners_when_a_limit_is_used_to_a_percentage()
    {
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 5m, 100m)));
        _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 5m, 100m)));
        var alert = (LimitAlert)_blotter.FishForMessage(m => m is LimitAlert a && a.Key == Gross);
        Assert.Equal((RiskDesk.Account, 50, 1500m, 1000m), (alert.Account, alert.Percent, alert.Limit, alert.Used));
    }

    [Fact]
    [Trait("Control", "C04")]
    [Trait("Control", "C06")]
    public void asks_the_gate_for_the_holds_that_a_storm_and_a_stubborn_strategy_need()
    {
        var strategy = new StrategyId("quoter");
        for (var i = 0; i < 3; i++)
            _risk.Tell(new PlaceOrder(_desk.Limit(Side.Buy, 99m, 100m, strategy: strategy)));
        var holds = new[] { NextHold(), NextHold() }.OrderBy(h => h.Cause).ToArray();
        Assert.Equal((HoldCause.MessageRate, Scope.Account(RiskDesk.Account)), holds[0].Key);
        Assert.Equal((HoldCause.RepeatedExecution, Scope.Strategy(RiskDesk.Account, strategy)), holds[1].Key);
        Assert.All(holds, h => Assert.Equal(TradingMode.Halted, h.Mode));
    }

    private Hold NextHold() => ((RaiseHold)_gate.FishForMessage(m => m is RaiseHold)).Hold;

    private LimitChangePending AskForMore(decimal value = 2000m)
    {
        _risk.Tell(new ChangeLimit(Gross, value, "client approved", "ann"), TestActor);
        var pending = ExpectMsg<LimitChangePending>();
        _orders.ExpectNoMsg(TimeSpan.Zero);
        return pending;
    }

    private void Durable(LimitChanged change) => _risk.Tell(new AccountFactRecorded(change, ++_sequence));
}
