using System.Globalization;
using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Strategies.Samples;
using Xunit;

namespace TradingActors.Tests.Engine.Strategies;

public sealed class TrendFollowerTests
{
    private static readonly TrendSettings Settings = new(
        Fast: TimeSpan.FromSeconds(10),
        Slow: TimeSpan.FromSeconds(60),
        EntryBps: 10,
        Size: new(0.1m),
        PositionNeutral: new(0),
        PositionMax: new(0.1m),
        AllowShort: true,
        CoolDown: TimeSpan.FromSeconds(5),
        SlippageBps: null);

    private readonly FakeStrategyContext _context = new();
    private TrendFollower _follower = new(Settings);

    [Fact]
    public void enters_once_on_a_trend_and_reverses_once()
    {
        Start();

        var flat = Walk(100, 100, 90);
        var up = Walk(100, 105, 300);
        var down = Walk(105, 98, 300);

        Assert.Empty(flat);
        Assert.Equal(["o1 Buy Market Gtc 0.1000 @"], up);
        Assert.Equal(["o2 Sell Market Gtc 0.2000 @"], down);
        Assert.Equal(-0.1m, _context.Held.Value);
    }

    [Fact]
    public void noise_below_the_threshold_trades_nothing()
    {
        Start();
        for (var i = 0; i < 20; i++)
        {
            Assert.Empty(Walk(100, 100.05m, 10));
            Assert.Empty(Walk(100.05m, 100, 10));
        }
    }

    [Fact]
    public void without_shorts_a_falling_trend_only_sells_what_is_held()
    {
        Start(Settings with { AllowShort = false });
        Walk(100, 95, 300);
        Assert.Equal(0m, _context.Held.Value);

        Walk(95, 105, 300);
        Assert.Equal(0.1m, _context.Held.Value);
        Walk(105, 95, 300);

        Assert.Equal(0m, _context.Held.Value);
    }

    [Fact]
    public void a_refused_order_is_tried_again_only_after_the_cool_down()
    {
        Start();
        Walk(100, 100, 70);
        var asked = new List<string>();
        for (var second = 0; second < 60 && asked.Count < 2; second++)
        {
            Quote(100 + second * 0.1m);
            asked.AddRange(_context.Take().Select(_ => second.ToString(CultureInfo.InvariantCulture)));
            if (_context.Unanswered.Count > 0)
                _context.Refuse(_follower, RefusalCode.OrderRateAboveLimit);
            _context.Pass(TimeSpan.FromSeconds(1));
        }

        var seconds = asked.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(5, seconds[1] - seconds[0]);
    }

    [Fact]
    public void the_rest_of_an_unfilled_order_is_asked_for_again()
    {
        Start(Settings with { SlippageBps = 5 });
        Walk(100, 100, 70);
        while (_context.Unanswered.Count == 0)
        {
            Quote(_price += 0.1m);
            _context.Pass(TimeSpan.FromSeconds(1));
        }

        Assert.Contains(" Limit Ioc 0.1000 @ ", _context.Take().Single(), StringComparison.Ordinal);
        var id = _context.Answer(_follower, OrderStatus.Accepted);
        _context.Fill(_follower, id, 0.04m);
        Quote(_price);
        Assert.Empty(_context.Take());
        _context.Change(_follower, id, OrderStatus.Expired);
        _context.Pass(Settings.CoolDown);
        Quote(_price);

        Assert.Contains("Buy Limit Ioc 0.0600 @ ", _context.Take().Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Trend.None, "0", true, null)]
    [InlineData(Trend.Up, "0", true, "Buy 0.1")]
    [InlineData(Trend.Up, "0.1", true, null)]
    [InlineData(Trend.Up, "0.04", true, "Buy 0.06")]
    [InlineData(Trend.Up, "0.5", true, null)]
    [InlineData(Trend.Up, "-0.1", true, "Buy 0.2")]
    [InlineData(Trend.Down, "0.1", true, "Sell 0.2")]
    [InlineData(Trend.Down, "0.1", false, "Sell 0.1")]
    [InlineData(Trend.Down, "0", false, null)]
    [InlineData(Trend.Down, "-0.3", true, null)]
    [InlineData(Trend.Down, "0.00001", false, null)]
    public void trades_the_difference_to_where_the_trend_wants_the_position(
        Trend trend, string position, bool allowShort, string? expected)
    {
        var wanted = TrendRules.Wanted(
            Settings with { AllowShort = allowShort },
            FakeStrategyContext.Instrument(),
            trend,
            _context.Quote(99.9m, 100.1m),
            new(decimal.Parse(position, CultureInfo.InvariantCulture)));

        var text = wanted is { } w
            ? string.Create(CultureInfo.InvariantCulture, $"{w.Side} {w.Quantity.Value:0.####}")
            : null;
        Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData(Trend.Up, "100.15")]
    [InlineData(Trend.Down, "99.86")]
    public void an_ioc_order_pays_no_more_than_its_slippage_through_the_touch(Trend trend, string price)
    {
        var wanted = TrendRules.Wanted(
            Settings with { SlippageBps = 5 }, FakeStrategyContext.Instrument(), trend,
            _context.Quote(99.9m, 100.1m), default);

        Assert.Equal(price, wanted!.Value.LimitPrice.ToString());
    }

    [Fact]
    public void no_trend_begins_before_the_slow_average_is_warm()
    {
        var now = _context.Now;
        var state = TrendState.Start(100, now);

        var cold = state.Next(110, now.Plus(TimeSpan.FromSeconds(59)), Settings);
        var warm = cold.Next(111, now.Plus(TimeSpan.FromSeconds(60)), Settings);

        Assert.Equal(Trend.None, cold.Trend);
        Assert.Equal(Trend.Up, warm.Trend);
    }

    [Fact]
    public void a_trend_lasts_until_the_opposite_one_begins()
    {
        var state = new TrendState(Trend.Up, Fast: 100, Slow: 100, default, default);
        var now = new Instant(default, TimeSpan.FromSeconds(70));

        Assert.Equal(Trend.Up, state.Next(99.95m, now, Settings).Trend);
        Assert.Equal(Trend.Down, state.Next(99m, now, Settings).Trend);
    }

    private decimal _price;

    private void Start(TrendSettings? settings = null)
    {
        _follower = new TrendFollower(settings ?? Settings);
        _follower.OnStart(_context);
        _price = 100;
    }

    /// <summary>
    /// One quote a second on a straight line; every order fills at once. Returns what was asked for.
    /// </summary>
    private string[] Walk(decimal from, decimal to, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Quote(from + (to - from) * i / seconds);
            _context.Pass(TimeSpan.FromSeconds(1));
            while (_context.Unanswered.TryPeek(out var request))
            {
                var id = _context.Answer(_follower, OrderStatus.PendingSubmit);
                _context.Fill(_follower, id, request.Quantity.Value);
            }
        }

        return _context.Take();
    }

    private void Quote(decimal mid)
    {
        _price = mid;
        _follower.OnQuote(_context, _context.Quote(mid - 0.01m, mid + 0.01m));
    }
}
