using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Trading;

public sealed class AccountTests
{
    [Fact]
    public void fees_are_taken_in_the_received_asset_and_cut_to_eight_decimals()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "0.12345", "101.01");
        Assert.Equal(1m + 0.12345m - 0.00012345m, venue.Account().Free("BTC"));
        venue.Place(Side.Sell, "0.33333", "99");
        // 0.33333 × 99 = 32.99967, of which a thousandth is 0.03299967.
        Assert.Equal(0.03299967m, venue.Fills.Last().Fee);
        Assert.Equal("USDT", venue.Fills.Last().FeeAsset);
        Assert.Equal(100_000m - 0.12345m * 101m + 32.99967m - 0.03299967m, venue.Account().Free("USDT"));
    }

    [Fact]
    public void placing_locks_and_cancelling_unlocks_exactly()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "0.12345", "97.31", id: "bid");
        venue.Place(Side.Sell, "0.4", "110", id: "ask");
        Assert.Equal(new Balance(100_000m - 12.0129195m, 12.0129195m), venue.Account().BalanceOf("USDT"));
        Assert.Equal(new Balance(0.6m, 0.4m), venue.Account().BalanceOf("BTC"));
        venue.Cancel("bid");
        venue.Cancel("ask");
        Assert.Equal(new Balance(100_000m, 0m), venue.Account().BalanceOf("USDT"));
        Assert.Equal(new Balance(1m, 0m), venue.Account().BalanceOf("BTC"));
    }

    [Fact]
    public void a_better_price_gives_back_what_was_locked_for_the_limit()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "1", "150");
        Assert.Equal(new Balance(100_000m - 101m, 0m), venue.Account().BalanceOf("USDT"));
    }

    [Theory]
    [InlineData(Side.Sell, "1.00001", "110")]
    [InlineData(Side.Buy, "1000.00001", "100")]
    [InlineData(Side.Sell, "1.00001", null)]
    public void an_order_beyond_the_free_balance_is_refused_and_recorded(
        Side side, string quantity, string? price)
    {
        var venue = new TestExchange();
        var outcome = venue.Place(side, quantity, price);
        Assert.Equal(VenueError.InsufficientBalance, outcome.Error);
        Assert.Equal(-2010, venue.Entries.OfType<OrderRejected>().Single().Code);
    }

    [Fact]
    public void a_client_id_is_taken_only_while_its_order_is_open()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "1", "98", id: "same");
        Assert.Equal(VenueError.DuplicateOrder, venue.Place(Side.Buy, "1", "97", id: "same").Error);
        venue.Cancel("same");
        Assert.True(venue.Place(Side.Buy, "1", "97", id: "same").IsAccepted);
        Assert.Equal(2, venue.Judge().Orders.Single().AcceptCount);
    }

    [Fact]
    public void the_judge_agrees_with_the_running_balances()
    {
        var venue = new TestExchange();
        venue.Place(Side.Buy, "2.7", "102");
        venue.Place(Side.Sell, "0.3", "120");
        venue.Place(Side.Buy, "0.5", "98");
        venue.Trade(Side.Sell, "97", "0.2");
        var report = venue.Judge();
        foreach (var line in report.Balances)
        {
            Assert.Equal(venue.Account().BalanceOf(line.Asset), new Balance(line.Free, line.Locked));
            Assert.Equal(line.Total, line.Opening + line.Transfers + line.Traded - line.Fees);
        }

        Assert.Equal(2.9m, report.Positions.Single().Net);
        Assert.Equal(2.9m - 0.0029m, report.Positions.Single().NetAfterFees);
        Assert.Equal((3, 0, 1, 2, 3), (
            report.Counts.Accepted, report.Counts.Rejected, report.Counts.Filled, report.Counts.Open,
            report.Counts.Fills));
    }
}
