using TradingActors.Domain;
using Xunit;

namespace TradingActors.Tests.Venues.Fuzzing;

/// <summary>What no event of a session may say, whatever the venue sent.</summary>
internal static class VenueEventChecks
{
    private const int TextMax = 1_200;

    public static void Check(VenueEvent told, Instant now)
    {
        switch (told)
        {
            case VenueFrameUnreadable unreadable:
                Assert.InRange(unreadable.Reason.Length, 1, TextMax);
                Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(unreadable.Excerpt), 0, 200);
                break;
            case VenueTrades trades:
                Assert.All(trades.Fills, f => CheckFill(f, trades.Symbol));
                break;
            case VenueOpenOrders open:
                Assert.All(open.Orders, r => CheckReport(r));
                break;
            case VenueBalances all:
                Assert.All(all.Balances, CheckBalance);
                break;
            case VenueBalancesChanged some:
                Assert.All(some.Balances, CheckBalance);
                break;
            case VenueTransfer transfer:
                CheckName(transfer.Asset.Value);
                break;
            case VenueInstruments known:
                Assert.All(known.Instruments, CheckInstrument);
                break;
            case VenueThrottled throttled:
                Assert.InRange(throttled.RetryAt, DateTimeOffset.MinValue, now.Wall.AddDays(3));
                break;
            case VenueQueryFailed failed:
                Assert.InRange(failed.Reason.Length, 0, TextMax);
                break;
            case VenueSessionFailed failed:
                Assert.InRange(failed.Reason.Length, 1, TextMax);
                break;
            case VenueOrderEvent order:
                CheckOrder(order);
                break;
        }
    }

    private static void CheckOrder(VenueOrderEvent order)
    {
        CheckId(order.Id);
        switch (order)
        {
            case VenueAccepted accepted:
                CheckNumber(accepted.OrderId);
                CheckName(accepted.Symbol.Value);
                break;
            case VenueFill fill:
                CheckFill(fill, fill.Symbol);
                break;
            case VenueOrderReport report:
                CheckReport(report);
                break;
            case VenueCanceled canceled:
                Assert.True(canceled.FilledQuantity >= Quantity.Zero, "negative filled quantity");
                break;
            case VenueExpired expired:
                Assert.True(expired.FilledQuantity >= Quantity.Zero, "negative filled quantity");
                break;
            case VenueRejected rejected:
                Assert.NotEmpty(rejected.Code);
                Assert.InRange(rejected.Reason.Length, 0, TextMax);
                break;
        }
    }

    private static void CheckFill(VenueFill fill, Symbol symbol)
    {
        CheckNumber(fill.OrderId);
        Assert.Equal(symbol, fill.Symbol);
        CheckName(fill.Symbol.Value);
        Assert.True(fill.TradeId.Value >= 0, "negative trade id");
        Assert.True(fill.Quantity > Quantity.Zero && fill.Price > Price.Zero, "a fill of nothing");
        Assert.True(
            fill.CumulativeQuantity == Quantity.Zero || fill.CumulativeQuantity >= fill.Quantity,
            "more filled now than altogether");
        Assert.True(fill.Fee == 0m || fill.FeeAsset.Value.Length > 0, "a fee in no asset");
        _ = fill.Price * fill.Quantity;
    }

    private static void CheckReport(VenueOrderReport report)
    {
        CheckId(report.Id);
        CheckNumber(report.OrderId);
        CheckName(report.Symbol.Value);
        Assert.True(report.FilledQuantity >= Quantity.Zero, "negative filled quantity");
        Assert.True(
            report.Quantity == Quantity.Zero || report.Quantity >= report.FilledQuantity,
            "more filled than ordered");
        Assert.True(report.LimitPrice is null or { Value: > 0m }, "a limit price that is none");
    }

    private static void CheckBalance(AssetBalance balance)
    {
        CheckName(balance.Asset.Value);
        Assert.True(balance.Free >= 0m && balance.Locked >= 0m, "a negative balance");
        _ = balance.Total;
    }

    private static void CheckInstrument(Instrument instrument)
    {
        CheckName(instrument.Symbol.Value);
        CheckName(instrument.Base.Value);
        CheckName(instrument.Quote.Value);
    }

    private static void CheckNumber(VenueOrderId id) =>
        Assert.True(id.Value.Length is > 0 and < 20 && id.Value[0] != '-', "no order number");

    private static void CheckId(VenueClientId id)
    {
        Assert.InRange(id.Value.Length, 1, 64);
        Assert.All(id.Value, c => Assert.InRange(c, '!', '~'));
    }

    private static void CheckName(string name)
    {
        Assert.InRange(name.Length, 1, 64);
        Assert.DoesNotContain('\uFFFD', name);
    }
}
