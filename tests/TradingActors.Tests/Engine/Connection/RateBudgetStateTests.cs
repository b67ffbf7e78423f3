using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Connection;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

public sealed class RateBudgetStateTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);
    private static readonly AccountId Main = new("main");
    private static readonly AccountId Other = new("other");
    private static readonly RequestCost One = new(1);

    /// <summary>Thirty seconds into a minute of the venue's clock.</summary>
    private static readonly Instant Start = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 30, TimeSpan.Zero), TimeSpan.FromHours(1));

    private static readonly RateBudgetSettings Settings = RateBudgetSettings.Default with
    {
        WeightMax = 100,
        CancelShare = 0.1,
        QueryShare = 0.4,
        MarketDataShare = 0.3,
        ConnectionsMax = 3,
        ConnectionWeight = 0,
    };

    private readonly RateBudgetState _budget = new(Settings);

    public RateBudgetStateTests() => _budget.Measured(TimeSpan.FromMilliseconds(1), TimeSpan.Zero);

    [Fact]
    public void orders_stop_first_then_queries_and_cancels_go_while_the_venue_allows_any()
    {
        Assert.Equal(50, TakeAll(RateUse.Order, One, Start));
        Assert.Equal(40, TakeAll(RateUse.Query, One, Start));
        Assert.Equal(10, TakeAll(RateUse.Cancel, One, Start));
        Assert.Equal(100, _budget.View(Start).Windows.Single().Used);
    }

    [Fact]
    public void exits_go_into_half_of_what_is_kept_for_cancels()
    {
        Assert.Equal(50, TakeAll(RateUse.Order, One, Start));
        Assert.Equal(45, TakeAll(RateUse.Exit, One, Start));
        Assert.Equal(5, TakeAll(RateUse.Cancel, One, Start));
    }

    [Fact]
    public void cancels_may_take_everything()
    {
        Assert.Equal(100, TakeAll(RateUse.Cancel, One, Start));
    }

    [Fact]
    public void a_share_that_was_used_up_is_kept_no_longer()
    {
        Assert.Equal(90, TakeAll(RateUse.Query, One, Start));
        Assert.Equal(0, TakeAll(RateUse.Order, One, Start));
        Assert.Equal(10, TakeAll(RateUse.Cancel, One, Start));
    }

    [Fact]
    public void market_data_has_a_ceiling_of_its_own()
    {
        Assert.Equal(30, TakeAll(RateUse.MarketData, One, Start, account: null));
        Assert.Equal(20, TakeAll(RateUse.Order, One, Start));
    }

    [Fact]
    public void a_request_takes_its_whole_cost_or_nothing()
    {
        Assert.Equal(RateVerdict.Exhausted, Take(RateUse.Query, new RequestCost(91), Start));
        Assert.Equal(RateVerdict.Granted, Take(RateUse.Query, new RequestCost(90), Start));
    }

    [Fact]
    public void the_window_turns_with_the_venues_minute_and_not_a_minute_after_the_first_request()
    {
        TakeAll(RateUse.Cancel, One, Start);

        Assert.Equal(0, TakeAll(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(29.9))));
        Assert.Equal(100, TakeAll(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(30.2))));
    }

    [Fact]
    public void the_window_turns_by_the_venues_clock_where_ours_is_off()
    {
        _budget.Measured(TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20));
        TakeAll(RateUse.Cancel, One, Start);

        Assert.Equal(0, TakeAll(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(9.9))));
        Assert.Equal(100, TakeAll(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(10.2))));
    }

    [Fact]
    public void what_was_written_just_before_the_turn_may_be_counted_after_it()
    {
        var before = Start.Plus(TimeSpan.FromSeconds(29.99));
        Assert.Equal(100, TakeAll(RateUse.Cancel, One, before));

        Assert.Equal(0, TakeAll(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(30.06))));
    }

    [Fact]
    public void the_venues_own_count_replaces_ours_but_for_what_may_not_have_reached_it()
    {
        TakeAll(RateUse.Query, new RequestCost(10), Start);
        var later = Start.Plus(TimeSpan.FromSeconds(5));
        Take(RateUse.Cancel, new RequestCost(3), later);

        _budget.Counted(Main, new RateUsage(RateKind.RequestWeight, Minute, 200, 42), later);

        var window = _budget.View(later).Windows.Single();
        Assert.Equal((200, 45), (window.Limit, window.Used));
    }

    [Fact]
    public void orders_that_were_free_give_their_cost_back_and_the_cancels_their_share()
    {
        TakeAll(RateUse.Cancel, One, Start);
        var later = Start.Plus(TimeSpan.FromSeconds(5));

        _budget.Counted(Main, new RateUsage(RateKind.RequestWeight, Minute, 100, 0), later);

        Assert.Equal(50, TakeAll(RateUse.Order, One, later));
        Assert.Equal(40, TakeAll(RateUse.Query, One, later));
        Assert.Equal(10, TakeAll(RateUse.Cancel, One, later));
    }

    [Fact]
    public void what_others_of_the_address_use_counts()
    {
        _budget.Counted(null, new RateUsage(RateKind.RequestWeight, Minute, 100, 95), Start);

        Assert.Equal(0, TakeAll(RateUse.Order, One, Start));
        Assert.Equal(5, TakeAll(RateUse.Cancel, One, Start));
    }

    [Fact]
    public void orders_are_counted_an_account_and_in_each_of_its_windows()
    {
        _budget.Counted(null, new RateUsage(RateKind.Orders, TenSeconds, 5, null), Start);
        _budget.Counted(null, new RateUsage(RateKind.Orders, TimeSpan.FromDays(1), 8, null), Start);
        var place = new RequestCost(0, 1);

        Assert.Equal(5, TakeAll(RateUse.Order, place, Start));
        Assert.Equal(5, TakeAll(RateUse.Order, place, Start, Other));
        var next = Start.Plus(TimeSpan.FromSeconds(11));
        Assert.Equal(3, TakeAll(RateUse.Order, place, next));
        _budget.Counted(
            Main, new RateUsage(RateKind.Orders, TimeSpan.FromDays(1), 8, 2), next.Plus(TenSeconds));
        Assert.Equal(5, TakeAll(RateUse.Order, place, next.Plus(TenSeconds)));
    }

    [Fact]
    public void a_pause_stops_everything_and_a_pause_of_orders_that_accounts_orders_alone()
    {
        _budget.Throttled(Throttled(5, RateKind.Orders), Main, Start);
        Assert.Equal(RateVerdict.Paused, Take(RateUse.Order, new RequestCost(1, 1), Start));
        Assert.Equal(RateVerdict.Granted, Take(RateUse.Cancel, One, Start));
        Assert.Equal(
            RateVerdict.Granted, _budget.TryTake(RateUse.Order, new RequestCost(1, 1), Other, Start));

        _budget.Throttled(Throttled(10), Main, Start);
        Assert.Equal(RateVerdict.Paused, Take(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(9.9))));
        Assert.Equal(RateVerdict.Granted, Take(RateUse.Cancel, One, Start.Plus(TimeSpan.FromSeconds(10))));
    }

    [Fact]
    public void a_ban_stops_everything_of_everybody_and_every_connection_until_it_is_over()
    {
        _budget.Throttled(Throttled(120) with { IsBan = true }, Main, Start);
        _budget.Throttled(Throttled(30) with { IsBan = true }, Other, Start);

        var before = Start.Plus(TimeSpan.FromSeconds(119));
        Assert.Equal(RateVerdict.Banned, _budget.TryTake(RateUse.Cancel, One, Other, before));
        Assert.Equal(TimeSpan.FromSeconds(1), _budget.TryConnect(before));
        Assert.Equal(TimeSpan.Zero, _budget.TryConnect(Start.Plus(TimeSpan.FromSeconds(120))));
    }

    [Fact]
    public void a_moment_that_has_passed_or_is_absurd_is_bounded()
    {
        _budget.Throttled(Throttled(-100), Main, Start);
        Assert.Equal(RateVerdict.Paused, Take(RateUse.Cancel, One, Start));

        _budget.Throttled(
            new VenueThrottled("X", DateTimeOffset.MaxValue, Start.Wall, IsBan: true), Main, Start);
        Assert.Equal(RateBudgetState.PauseMax, _budget.BanLeft(Start));
    }

    [Fact]
    public void all_connections_of_the_address_share_the_attempts_of_any_window()
    {
        var attempts = new List<TimeSpan>();
        var now = Start;
        while (attempts.Count < 20)
        {
            var wait = _budget.TryConnect(now);
            if (wait == TimeSpan.Zero)
                attempts.Add(now.Monotonic);
            now = now.Plus(wait + TimeSpan.FromMilliseconds(10));
        }

        for (var i = Settings.ConnectionsMax; i < attempts.Count; i++)
            Assert.True(attempts[i] - attempts[i - Settings.ConnectionsMax] >= Settings.ConnectionsWindow);
    }

    [Fact]
    public void connecting_waits_for_the_next_window_where_its_weight_has_no_room()
    {
        var budget = new RateBudgetState(Settings with { ConnectionWeight = 30 });
        budget.Measured(TimeSpan.FromMilliseconds(1), TimeSpan.Zero);
        budget.Counted(null, new RateUsage(RateKind.RequestWeight, Minute, 100, 75), Start);

        var wait = budget.TryConnect(Start);

        Assert.InRange(wait.TotalSeconds, 30, 31);
        Assert.Equal(TimeSpan.Zero, budget.TryConnect(Start.Plus(wait)));
    }

    [Fact]
    public void reconciliations_stretch_so_that_those_of_every_account_fit_the_share_of_queries()
    {
        var wanted = TimeSpan.FromSeconds(30);
        Assert.Equal(wanted, _budget.QueryPeriod(Main, wanted, Start));
        Take(RateUse.Query, new RequestCost(15), Start);
        Assert.Equal(wanted, _budget.QueryPeriod(Main, wanted, Start));

        _budget.TryTake(RateUse.Query, new RequestCost(45), Other, Start);
        Assert.Equal(TimeSpan.FromSeconds(90), _budget.QueryPeriod(Other, wanted, Start));
        Assert.Equal(TimeSpan.FromSeconds(90), _budget.QueryPeriod(Main, wanted, Start));
    }

    [Fact]
    public void reconciliations_stretch_to_what_others_leave_but_never_stop()
    {
        Take(RateUse.Query, new RequestCost(15), Start);
        _budget.Counted(null, new RateUsage(RateKind.RequestWeight, Minute, 100, 85), Start.Plus(TenSeconds));
        Assert.Equal(TimeSpan.FromSeconds(45),
            _budget.QueryPeriod(Main, TimeSpan.FromSeconds(30), Start.Plus(TenSeconds)));

        _budget.Counted(
            null, new RateUsage(RateKind.RequestWeight, Minute, 100, 300), Start.Plus(TenSeconds));
        Assert.Equal(TimeSpan.FromMinutes(15),
            _budget.QueryPeriod(Main, TimeSpan.FromSeconds(30), Start.Plus(TenSeconds)));
    }

    [Fact]
    public void reads_its_settings_and_names_a_key_that_makes_no_sense()
    {
        const string Good = """
            r { weight-max = 6000, weight-window = 1m, cancel-share-percent = 10, query-share-percent = 40
                market-data-share-percent = 30, connections-max = 200, connections-window = 5m
                connection-weight = 30, settle-max = 2s }
            """;
        var bad = Good.Replace(
            "query-share-percent = 40", "query-share-percent = 90", StringComparison.Ordinal);

        Assert.Equal(RateBudgetSettings.Default, RateBudgetSettings.Read(Reader(Good)));
        var refusal = Assert.Throws<ConfigKeyException>(() => RateBudgetSettings.Read(Reader(bad)));
        Assert.Contains("r.query-share-percent", refusal.Message, StringComparison.Ordinal);
    }

    private static ConfigReader Reader(string hocon) => new(ConfigurationFactory.ParseString(hocon), "r");

    private static VenueThrottled Throttled(int seconds, RateKind kind = RateKind.RequestWeight) =>
        new("-1003", Start.Wall.AddSeconds(seconds), Start.Wall, Kind: kind);

    private RateVerdict Take(RateUse use, RequestCost cost, Instant now) =>
        _budget.TryTake(use, cost, Main, now);

    private int TakeAll(RateUse use, RequestCost cost, Instant now) => TakeAll(use, cost, now, Main);

    private int TakeAll(RateUse use, RequestCost cost, Instant now, AccountId? account)
    {
        var taken = 0;
        while (taken < 1_000 && _budget.TryTake(use, cost, account, now) == RateVerdict.Granted)
            taken++;
        return taken;
    }
}
