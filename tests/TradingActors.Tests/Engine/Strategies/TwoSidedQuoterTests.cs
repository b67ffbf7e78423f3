using TradingActors.Engine.Orders;
using TradingActors.Engine.Risk;
using TradingActors.Engine.Strategies.Samples;
using Xunit;

namespace TradingActors.Tests.Engine.Strategies;

public sealed class TwoSidedQuoterTests
{
    public static readonly QuoterSettings Settings = new(
        SpreadBps: 20,
        Size: new(0.01m),
        PositionTarget: new(0),
        InventoryMax: new(0.05m),
        SkewBps: 0,
        RequoteBps: 5,
        RequoteInterval: TimeSpan.FromSeconds(1),
        PauseAfterRefusal: TimeSpan.FromSeconds(5),
        QuoteAgeMax: TimeSpan.FromSeconds(10));

    private readonly FakeStrategyContext _context = new();
    private readonly TwoSidedQuoter _quoter;

    public TwoSidedQuoterTests()
    {
        _context.Instruments = [FakeStrategyContext.Instrument() with { NotionalMin = new(0.5m) }];
        _quoter = new TwoSidedQuoter(Settings);
        _quoter.OnStart(_context);
    }

    [Fact]
    public void keeps_one_order_a_side_through_a_moving_market()
    {
        var mid = 100m;
        for (var i = 0; i < 200; i++)
        {
            mid += i % 7 * 0.03m - 0.09m;
            Market(mid);
            while (_context.Unanswered.TryPeek(out var request))
            {
                if (_context.Replaces.TryGetValue(request.ClientOrderId, out var original))
                    _context.Change(_quoter, original, OrderStatus.Canceled);
                _context.Answer(_quoter, OrderStatus.Accepted);
            }

            Assert.Equal(2, _context.WorkingOrders.Count);
            Assert.Single(_context.WorkingOrders, o => o.Request.Side == Domain.Side.Buy);
            _context.Pass(TimeSpan.FromMilliseconds(400));
        }

        Assert.InRange(_context.Asked.Count, 10, 160);
    }

    [Fact]
    public void quotes_both_sides_once_and_waits_for_the_answers()
    {
        Market(100m);
        _context.Pass(TimeSpan.FromSeconds(2));
        Market(105m);

        Assert.Equal(
            ["o1 Buy PostOnly Gtc 0.0100 @ 99.90", "o2 Sell PostOnly Gtc 0.0100 @ 100.10"], _context.Take());
    }

    [Fact]
    public void moves_its_orders_only_when_far_enough_and_not_too_often()
    {
        Quoting();

        Market(100.04m);
        Market(101m);
        Assert.Empty(_context.Take());

        _context.Pass(Settings.RequoteInterval);
        Market(100.04m);
        Assert.Empty(_context.Take());
        Market(100.1m);

        Assert.Equal(["o3 replaces o1 0.0100 @ 99.99", "o4 replaces o2 0.0100 @ 100.21"], _context.Take());
    }

    [Fact]
    public void a_side_waits_until_the_other_has_left_the_price_that_it_wants()
    {
        Quoting();
        _context.Pass(Settings.RequoteInterval);
        Market(101m);
        Assert.Equal(["o3 replaces o2 0.0100 @ 101.11"], _context.Take());

        _context.Change(_quoter, new("o2"), OrderStatus.Canceled);
        _context.Answer(_quoter, OrderStatus.Accepted);

        Assert.Equal(["o4 replaces o1 0.0100 @ 100.89"], _context.Take());
    }

    [Fact]
    public void waits_while_a_replacement_is_half_done()
    {
        Quoting();
        _context.Pass(Settings.RequoteInterval);
        Market(101m);
        _context.Take();

        _context.Answer(_quoter, OrderStatus.New);
        _context.Change(_quoter, new("o1"), OrderStatus.PendingReplace);
        _context.Pass(Settings.RequoteInterval);
        Market(103m);

        Assert.Empty(_context.Take());
    }

    [Fact]
    public void an_order_whose_cancel_is_not_told_yet_is_neither_replaced_nor_cancelled_again()
    {
        Quoting();
        _context.Held = new(0.05m);
        _context.Pass(Settings.RequoteInterval);
        Market(100m);
        Assert.Equal(["cancel o1"], _context.Take());

        _context.Held = new(0m);
        _context.Pass(Settings.RequoteInterval);
        Market(99.9m);
        Assert.Equal(["o3 replaces o2 0.0100 @ 100.00"], _context.Take());

        _context.Change(_quoter, new("o1"), OrderStatus.PendingCancel);
        _context.Change(_quoter, new("o1"), OrderStatus.Accepted);
        Assert.Equal(["o4 replaces o1 0.0100 @ 99.80"], _context.Take());
    }

    [Fact]
    public void takes_its_quotes_away_when_the_instrument_closes_or_is_listed_no_more()
    {
        Quoting();
        _context.Instruments = [];
        _context.Pass(Settings.RequoteInterval);

        Market(100m);

        Assert.Equal(["cancel o1", "cancel o2"], _context.Take());
    }

    [Fact]
    public void of_two_resting_orders_the_older_goes()
    {
        Quoting();
        _context.Pass(Settings.RequoteInterval);
        Market(100.1m);
        _context.Take();

        _context.Answer(_quoter, OrderStatus.Accepted);

        Assert.Equal(["cancel o1"], _context.Take());
    }

    [Fact]
    public void stops_quoting_the_side_at_the_inventory_bound_and_resumes_below_it()
    {
        Quoting();
        _context.Held = new(0.05m);
        _context.Pass(Settings.RequoteInterval);

        Market(100m);
        Assert.Equal(["cancel o1"], _context.Take());
        _context.Change(_quoter, new("o1"), OrderStatus.Canceled);
        _context.Pass(Settings.RequoteInterval);
        Market(100m);
        Assert.Empty(_context.Take());
        _context.Held = new(0.04m);
        Market(100m);

        Assert.Equal(["o3 Buy PostOnly Gtc 0.0100 @ 99.90"], _context.Take());
    }

    [Fact]
    public void fills_never_take_the_inventory_beyond_its_bound()
    {
        Market(100m);
        for (var i = 0; i < 20; i++)
        {
            while (_context.Unanswered.TryPeek(out var request))
            {
                var id = _context.Answer(_quoter, OrderStatus.Accepted);
                if (request.Side == Domain.Side.Buy)
                    _context.Fill(_quoter, id, 0.01m);
            }

            _context.Pass(Settings.RequoteInterval);
            Market(100m);
        }

        Assert.Equal(0.05m, _context.Held.Value);
    }

    [Fact]
    public void a_refused_side_rests_and_the_other_goes_on()
    {
        Market(100m);
        _context.Take();
        _context.Refuse(_quoter, RefusalCode.OrderRateAboveLimit);
        _context.Answer(_quoter, OrderStatus.RejectedByVenue);

        _context.Pass(Settings.PauseAfterRefusal - TimeSpan.FromMilliseconds(1));
        Market(100m);
        Assert.Empty(_context.Take());
        _context.Pass(TimeSpan.FromMilliseconds(1));
        _quoter.OnTimer(_context);

        Assert.Equal(2, _context.Take().Length);
    }

    [Fact]
    public void takes_its_quotes_away_once_when_the_market_falls_silent()
    {
        Quoting();
        _context.Pass(Settings.QuoteAgeMax + TimeSpan.FromMilliseconds(1));

        _quoter.OnTimer(_context);
        _quoter.OnTimer(_context);

        Assert.Equal(["cancel o1", "cancel o2"], _context.Take());
    }

    [Fact]
    public void takes_its_quotes_away_when_the_market_crosses()
    {
        Quoting();

        _quoter.OnQuote(_context, _context.Quote(101m, 100m));

        Assert.Equal(["cancel o1", "cancel o2"], _context.Take());
    }

    [Fact]
    public void the_rest_of_a_partial_fill_is_cancelled_rather_than_replaced()
    {
        Quoting();
        _context.Fill(_quoter, new("o1"), 0.004m);
        _context.Pass(Settings.RequoteInterval);

        Market(101m);

        Assert.Contains("cancel o1", _context.Take());
    }

    private void Market(decimal mid) => _quoter.OnQuote(_context, _context.Quote(mid - 0.05m, mid + 0.05m));

    private void Quoting()
    {
        Market(100m);
        _context.Answer(_quoter, OrderStatus.Accepted);
        _context.Answer(_quoter, OrderStatus.Accepted);
        _context.Take();
    }
}
