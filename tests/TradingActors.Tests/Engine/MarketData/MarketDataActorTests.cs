using Akka.Actor;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using TradingActors.Engine.Health;
using TradingActors.Engine.MarketData;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.MarketData;

public sealed class MarketDataActorTests : PatientTestKit
{
    private const string Config =
        "akka { scheduler.implementation = \"Akka.TestKit.TestScheduler, Akka.TestKit\", loglevel = OFF }";

    private static readonly Symbol Btc = new("BTCUSDT");
    private static readonly MarketDataSettings Settings =
        MarketDataSettings.Default with { WaitingFramesMax = 2 };

    private readonly FakeTimeProvider _time = new();
    private readonly FakeConnector _venue = new();
    private readonly HealthMeters _meters = new();
    private readonly RateBudget _budget = new(RateBudgetSettings.Default);
    private readonly TestProbe _listener;
    private readonly TestProbe _subscriber;
    private readonly IActorRef _actor;

    public MarketDataActorTests()
        : base(Config)
    {
        _listener = CreateTestProbe();
        _subscriber = CreateTestProbe();
        _actor = Sys.ActorOf(MarketDataActor.Props(
            _venue.Venue, _venue, Settings, seed: 1, _budget, _meters, [_listener.Ref], new Clock(_time)));
        Assert.False(_listener.ExpectMsg<MarketDataLinkChanged>().IsUp);
        Advance(TimeSpan.Zero);
    }

    [Fact]
    public void opens_both_lanes_at_once_and_lets_the_session_speak_first()
    {
        OpenBoth();

        Assert.Equal(["hello"], Streams.Written);
        Assert.Equal(["hello"], Requests.Written);
        Assert.Equal(new Uri("ws://fake/streams"), Streams.Address);
        Assert.Equal(new Uri("ws://fake/api"), Requests.Address);
    }

    [Fact]
    public void quotes_of_one_batch_are_conflated_and_trades_are_not()
    {
        OpenBoth();
        Subscribe(MarketDataKinds.Quotes | MarketDataKinds.Trades, Btc);

        Streams.Say("q BTCUSDT 1 2;t BTCUSDT 1 5;q BTCUSDT 3 4;t BTCUSDT 2 6;q ETHUSDT 8 9");

        Assert.Equal(1, _subscriber.ExpectMsg<TradePrinted>().Trade.Id.Value);
        Assert.Equal(2, _subscriber.ExpectMsg<TradePrinted>().Trade.Id.Value);
        Assert.Equal(3m, _subscriber.ExpectMsg<QuoteChanged>().Quote.Bid.Value);
        ExpectNothingMore();
        var view = View();
        Assert.Equal((3, 2, 0), (view.Quotes, view.Trades, view.BookUpdates));
        Assert.Equal(5, view.Messages);
        Assert.Equal(["BTCUSDT", "ETHUSDT"], view.Latest.Select(q => q.Symbol.Value));
    }

    [Fact]
    public void a_book_is_empty_while_it_is_rebuilt()
    {
        OpenBoth();
        Subscribe(MarketDataKinds.Books, Btc);

        Streams.Say("q BTCUSDT 1 2;b BTCUSDT 7 10 11");
        var whole = _subscriber.ExpectMsg<BookChanged>();
        Streams.Say("b BTCUSDT 8");
        var broken = _subscriber.ExpectMsg<BookChanged>();

        Assert.Equal((10m, 11m, 7), (whole.Bids[0].Price.Value, whole.Asks[0].Price.Value, whole.UpdateId));
        Assert.Empty(broken.Bids);
        Assert.Empty(broken.Asks);
        Assert.Equal(1, View().Resyncs);
        ExpectNothingMore();
    }

    [Fact]
    public void a_late_subscriber_hears_the_instruments_and_the_latest_quotes()
    {
        OpenBoth();
        Requests.Say("instruments BTCUSDT");
        Streams.Say("q BTCUSDT 1 2", "q ETHUSDT 8 9");
        View();

        Subscribe(MarketDataKinds.Quotes);

        Assert.Equal([Btc], _subscriber.ExpectMsg<InstrumentsKnown>().Instruments.Select(i => i.Symbol));
        Assert.Equal(1m, _subscriber.ExpectMsg<QuoteChanged>().Quote.Bid.Value);
        Assert.Equal(8m, _subscriber.ExpectMsg<QuoteChanged>().Quote.Bid.Value);
    }

    [Fact]
    public void instruments_are_told_again_only_when_they_change()
    {
        OpenBoth();
        Subscribe(MarketDataKinds.Quotes, Btc);

        Requests.Say("instruments BTCUSDT", "instruments BTCUSDT", "instruments BTCUSDT ETHUSDT");

        Assert.Single(_subscriber.ExpectMsg<InstrumentsKnown>().Instruments);
        Assert.Equal(2, _subscriber.ExpectMsg<InstrumentsKnown>().Instruments.Count);
        ExpectNothingMore();
    }

    [Fact]
    public void a_subscription_takes_the_place_of_the_one_before()
    {
        OpenBoth();
        Subscribe(MarketDataKinds.Quotes, Btc);
        Subscribe(MarketDataKinds.Quotes, new Symbol("ETHUSDT"));

        Streams.Say("q BTCUSDT 1 2;q ETHUSDT 8 9");

        Assert.Equal(8m, _subscriber.ExpectMsg<QuoteChanged>().Quote.Bid.Value);
        ExpectNothingMore();
    }

    [Fact]
    public void the_link_is_up_from_the_streams_confirmation_to_their_end()
    {
        OpenBoth();
        _listener.ExpectNoMsg(TimeSpan.Zero);

        Streams.Say("ready");
        var up = _listener.ExpectMsg<MarketDataLinkChanged>();
        Streams.Listener!.OnClosed("cable cut");
        var down = _listener.ExpectMsg<MarketDataLinkChanged>();

        Assert.True(up.IsUp);
        Assert.False(down.IsUp);
        Assert.Equal("cable cut", down.Reason);
    }

    [Fact]
    public void a_failed_lane_alone_is_made_again_and_its_old_transport_is_not_heard_any_more()
    {
        OpenBoth();
        Subscribe(MarketDataKinds.Quotes, Btc);
        var first = Streams;

        first.Say("fail;q BTCUSDT 1 2", "q BTCUSDT 3 4");
        View();
        Advance(TimeSpan.FromMilliseconds(300));
        first.Say("q BTCUSDT 5 6");
        first.Listener!.OnClosed("late");
        View();

        Assert.Equal("LOST as told", first.ClosedBecause);
        Assert.Equal(2, _venue.On(MarketDataLane.Streams).Count);
        Assert.Single(_venue.On(MarketDataLane.Requests));
        Assert.Null(Requests.ClosedBecause);
        Assert.Contains("closed Streams", _venue.Session.Calls);
        Streams.Listener!.OnOpened();
        Streams.Say("q BTCUSDT 7 8");
        Assert.Equal(1m, _subscriber.ExpectMsg<QuoteChanged>().Quote.Bid.Value);
        Assert.Equal(7m, _subscriber.ExpectMsg<QuoteChanged>().Quote.Bid.Value);
    }

    [Fact]
    public void a_connection_that_is_not_made_in_time_is_given_up_and_tried_again()
    {
        var first = Streams;

        Advance(Settings.OpenTimeout);
        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("the connection was not made in time", first.ClosedBecause);
        Assert.Equal(2, _venue.On(MarketDataLane.Streams).Count);
        Assert.DoesNotContain("closed Streams", _venue.Session.Calls);
    }

    [Fact]
    public void frames_wait_in_order_behind_a_pending_write()
    {
        OpenBoth();
        Streams.Result = WriteResult.Pending;
        Streams.Say("say one", "say two", "say three");
        View();
        var before = Streams.Written.ToArray();

        Streams.Listener!.OnWritten();
        View();
        Streams.Result = WriteResult.Written;
        Streams.Listener!.OnWritten();
        View();

        Assert.Equal(["hello", "one"], before);
        Assert.Equal(["hello", "one", "two", "three"], Streams.Written);
    }

    [Fact]
    public void a_socket_that_takes_nothing_is_closed_at_the_bound()
    {
        OpenBoth();
        Streams.Result = WriteResult.Pending;

        Streams.Say("say one", "say two", "say three", "say four");
        View();

        Assert.Equal("the socket is too slow: 2 frames wait to be written", Streams.ClosedBecause);
    }

    [Fact]
    public void a_write_that_breaks_ends_the_lane()
    {
        OpenBoth();
        Requests.Result = WriteResult.Failed;

        Requests.Say("say one");
        View();

        Assert.Equal("the connection broke during a write", Requests.ClosedBecause);
        Assert.Null(Streams.ClosedBecause);
    }

    [Fact]
    public void unreadable_frames_are_counted_and_the_stream_goes_on()
    {
        OpenBoth();

        Streams.Say("broken", "q BTCUSDT 1 2", "broken");

        var view = View();
        Assert.Equal((2, 1), (view.Unreadable, view.Quotes));
    }

    [Fact]
    public void the_deadlines_are_looked_at_four_times_a_second_when_nothing_is_due()
    {
        Advance(TimeSpan.FromMilliseconds(50));
        var before = Ticks();

        for (var i = 0; i < 4; i++)
            Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal(before + 4, Ticks());
    }

    [Fact]
    public void measures_pings_and_the_age_of_a_quote_that_never_came()
    {
        OpenBoth();
        Subscribe(MarketDataKinds.Quotes, Btc);
        Requests.Say("ping");
        View();
        Advance(TimeSpan.FromSeconds(5));

        Assert.InRange(MaxMicroseconds(Meter.VenuePing), 6_900, 7_200);
        Assert.InRange(MaxMicroseconds(Meter.MarketDataAge), 4_900_000, 5_200_000);
    }

    [Fact]
    public void nobody_waits_for_quotes_once_the_subscriber_is_gone()
    {
        Subscribe(MarketDataKinds.Quotes, Btc);
        Sys.Stop(_subscriber.Ref);

        AwaitAssert(() =>
        {
            _meters.TakeInterval(Meter.MarketDataAge);
            Advance(TimeSpan.FromSeconds(1));
            Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(0, _meters.TakeInterval(Meter.MarketDataAge).TotalCount);
        });
    }

    [Fact]
    public void both_lanes_stay_closed_while_the_address_is_banned()
    {
        OpenBoth();
        var at = new DateTimeOffset(_time.GetUtcNow().Ticks, TimeSpan.Zero);
        _budget.Throttled(
            new VenueThrottled("-1003", at.AddMinutes(2), at, IsBan: true), null, new Clock(_time).Now);

        Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(Streams.ClosedBecause);
        Assert.NotNull(Requests.ClosedBecause);
    }

    private FakeTransport Streams => _venue.On(MarketDataLane.Streams)[^1];

    private FakeTransport Requests => _venue.On(MarketDataLane.Requests)[^1];

    private void OpenBoth()
    {
        Streams.Listener!.OnOpened();
        Requests.Listener!.OnOpened();
        View();
    }

    private void Subscribe(MarketDataKinds kinds, params Symbol[] symbols)
    {
        _actor.Tell(new SubscribeMarketData(kinds, symbols), _subscriber.Ref);
        View();
    }

    /// <summary>Also the proof that everything told before has been handled.</summary>
    private MarketDataView View()
    {
        _actor.Tell(new GetMarketData(), TestActor);
        return ExpectMsg<MarketDataView>();
    }

    private long MaxMicroseconds(Meter meter) => _meters.TakeInterval(meter).GetValueAtPercentile(100);

    private int Ticks()
    {
        View();
        return _venue.Session.Calls.Count(c => c == "tick");
    }

    private void Advance(TimeSpan span)
    {
        View();
        _time.Advance(span);
        ((TestScheduler)Sys.Scheduler).Advance(span);
        View();
    }

    private void ExpectNothingMore()
    {
        View();
        _subscriber.Tell("end");
        _subscriber.ExpectMsg("end");
    }
}
