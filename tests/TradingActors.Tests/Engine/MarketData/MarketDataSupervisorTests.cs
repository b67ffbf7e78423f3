using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.MarketData;
using Xunit;

namespace TradingActors.Tests.Engine.MarketData;

public sealed class MarketDataSupervisorTests : PatientTestKit
{
    private const string Config =
        "akka { scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\", loglevel = OFF }";

    private static readonly ReconnectSettings Restarts = ReconnectSettings.Default with { Jitter = 0 };

    private readonly FakeTimeProvider _time = new();
    private readonly List<IActorRef> _made = [];
    private readonly TestProbe _subscriber;
    private readonly IActorRef _supervisor;

    public MarketDataSupervisorTests()
        : base(Config)
    {
        _subscriber = CreateTestProbe();
        var child = Props.Create(() => new Feed(_made));
        _supervisor = Sys.ActorOf(
            MarketDataSupervisor.Props(new VenueId("fake"), child, Restarts, 1, new Clock(_time)));
        AwaitMade(1);
    }

    [Fact]
    public void subscribers_survive_a_crash()
    {
        var wish = new SubscribeMarketData(MarketDataKinds.Quotes, [Some.Btc]);
        _supervisor.Tell(wish, _subscriber.Ref);
        Assert.Equal(wish, _subscriber.ExpectMsg<SubscribeMarketData>());

        Crash();
        Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(wish, _subscriber.ExpectMsg<SubscribeMarketData>());
        AwaitMade(2);
    }

    [Fact]
    public void one_that_fails_again_and_again_is_started_later_and_later()
    {
        var delays = new List<double>();
        for (var crashes = 1; crashes <= 8; crashes++)
        {
            Crash();
            var waited = TimeSpan.Zero;
            while (_made.Count == crashes)
            {
                Advance(TimeSpan.FromMilliseconds(250));
                waited += TimeSpan.FromMilliseconds(250);
            }

            delays.Add(waited.TotalSeconds);
        }

        Assert.Equal([0.25, 0.5, 1, 2, 4, 8, 10, 10], delays);
    }

    [Fact]
    public void one_that_ran_for_long_is_started_again_at_once()
    {
        Crash();
        Advance(TimeSpan.FromMilliseconds(250));
        AwaitMade(2);
        Advance(Restarts.StableAfter);

        Crash();
        Advance(TimeSpan.Zero);

        AwaitMade(3);
    }

    [Fact]
    public void while_there_is_none_its_counters_say_that_it_is_down()
    {
        Crash();

        Assert.False(View().IsUp);
    }

    private void Crash()
    {
        var actor = _made[^1];
        Watch(actor);
        _supervisor.Tell("crash");
        ExpectTerminated(actor);
        AwaitAssert(() => Assert.False(View().IsUp));
    }

    private MarketDataView View()
    {
        _supervisor.Tell(new GetMarketData(), TestActor);
        return ExpectMsg<MarketDataView>();
    }

    private void Advance(TimeSpan span)
    {
        _time.Advance(span);
        ((TestScheduler)Sys.Scheduler).Advance(span);
        View();
    }

    private void AwaitMade(int count) => AwaitAssert(() => Assert.Equal(count, _made.Count));

    private sealed class Feed : UntypedActor
    {
        public Feed(List<IActorRef> made) => made.Add(Self);

        protected override void OnReceive(object message)
        {
            if (message is "crash")
                throw new InvalidOperationException("as told");
            if (message is GetMarketData)
                Sender.Tell(new MarketDataView(new VenueId("fake"), true, 0, 0, 0, 0, 0, []));
            else
                Sender.Tell(message);
        }
    }
}
