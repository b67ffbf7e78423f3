using System.Globalization;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Trading;

/// <summary>What holds after whatever three accounts and the market do, in any order.</summary>
public sealed class ExchangeProperties
{
    private const int Steps = 400;

    private static readonly string[] Accounts = ["a", "b", "c"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void the_ledger_stays_sound_and_agrees_with_the_book(int seed)
    {
        var venue = new TestExchange(Accounts);
        var random = new SeededRandom((ulong)seed);
        venue.Trade(Side.Buy, "100", "1");
        for (var step = 0; step < Steps; step++)
        {
            Act(venue, random);
            var (bid, ask) = venue.OwnBest;
            Assert.False(bid >= ask, $"seed {seed} step {step}: {bid} rests against {ask}");
        }

        Assert.Empty(venue.Audit());
        foreach (var name in Accounts) AssertBooks(venue, name);
        AssertOpenOrdersRest(venue);
        Assert.Contains(venue.Entries, entry => entry is OrderPrevented);
        Assert.Contains(venue.Entries, entry => entry is OrderTriggered);
        Assert.Contains(venue.Entries, entry => entry is OrderAmended);
    }

    private static void Act(TestExchange venue, SeededRandom random)
    {
        switch (random.Between(0, 9))
        {
            case < 6: Place(venue, random); break;
            case 6: CancelOne(venue, random); break;
            case 7: AmendOne(venue, random); break;
            case 8: venue.Trade(AnySide(random), Price(random), Size(random)); break;
            default:
                venue.Wait(TimeSpan.FromSeconds(11));
                venue.Depth([(random.Between(95, 98).ToString(CultureInfo.InvariantCulture), Size(random))],
                    [(random.Between(102, 105).ToString(CultureInfo.InvariantCulture), Size(random))]);
                break;
        }
    }

    private static void Place(TestExchange venue, SeededRandom random)
    {
        var types = Enum.GetValues<OrderType>();
        var type = types[random.Between(0, types.Length - 1)];
        var modes = Enum.GetValues<SelfTradeMode>();
        var tifs = type.HasLimitPrice() && type != OrderType.PostOnly
            ? Enum.GetValues<TimeInForce>()
            : [TimeInForce.Gtc];
        venue.Place(
            AnySide(random),
            Size(random),
            type.HasLimitPrice() ? Price(random) : null,
            type,
            tifs[random.Between(0, tifs.Length - 1)],
            account: Accounts[random.Between(0, Accounts.Length - 1)],
            selfTrade: modes[random.Between(0, modes.Length - 1)],
            stopPrice: type.IsConditional() ? Price(random) : "0");
    }

    private static void CancelOne(TestExchange venue, SeededRandom random)
    {
        if (Pick(venue, random) is { } order) venue.Cancel(order.ClientOrderId, order.Account);
    }

    private static void AmendOne(TestExchange venue, SeededRandom random)
    {
        if (Pick(venue, random) is not { } order) return;
        var smaller = order.Quantity - 0.1m;
        var before = order.Quantity;
        var refusal = venue.Amend(order, smaller, order.ClientOrderId + "x");
        Assert.Equal(refusal is null ? smaller : before, order.Quantity);
    }

    private static VenueOrder? Pick(TestExchange venue, SeededRandom random)
    {
        var open = venue.Account(Accounts[random.Between(0, Accounts.Length - 1)]).Orders
            .Where(order => order.IsOpen).ToList();
        return open.Count == 0 ? null : open[random.Between(0, open.Count - 1)];
    }

    private static void AssertBooks(TestExchange venue, string name)
    {
        var report = venue.Judge(name);
        foreach (var line in report.Balances)
        {
            Assert.Equal(venue.Account(name).BalanceOf(line.Asset), new Balance(line.Free, line.Locked));
            Assert.Equal(line.Total, line.Opening + line.Transfers + line.Traded - line.Fees);
            Assert.True(line.Free >= 0m, $"{name} has {line.Free} {line.Asset}");
        }

        foreach (var order in venue.Account(name).Orders)
            Assert.True(
                order.Remaining >= 0m && order.Executed + order.Prevented + order.Remaining == order.Quantity);
    }

    /// <summary>Nothing rests that the account does not know as open, and the other way round.</summary>
    private static void AssertOpenOrdersRest(TestExchange venue)
    {
        var open = Accounts.SelectMany(name => venue.Account(name).Orders)
            .Where(order => order is { IsOpen: true, IsWaiting: false }).ToList();
        Assert.Equal(open.Where(order => order.Side == Side.Buy).Max(order => (decimal?)order.Price), venue.OwnBest.Bid);
        Assert.Equal(open.Where(order => order.Side == Side.Sell).Min(order => (decimal?)order.Price), venue.OwnBest.Ask);
    }

    private static Side AnySide(SeededRandom random) => random.Chance(0.5) ? Side.Buy : Side.Sell;

    private static string Price(SeededRandom random) =>
        (random.Between(960, 1040) / 10m).ToString(CultureInfo.InvariantCulture);

    private static string Size(SeededRandom random) =>
        (random.Between(1, 5) / 10m).ToString(CultureInfo.InvariantCulture);
}
