using TradingActors.Domain;
using TradingActors.Engine.Emergency;
using TradingActors.Engine.Risk;
using Xunit;

namespace TradingActors.Tests.Engine.Risk;

public sealed class RiskAllocationTests
{
    /// <summary>
    /// The ApprovedOrder, the DecisionRecord that is journaled with it, and a RiskOrder, which is the reservation.
    /// </summary>
    private static readonly long BytesMax = SizeOfDecision() + 8;

    [Fact]
    public void an_approval_allocates_itself_and_its_reservation_alone()
    {
        var desk = new RiskDesk(RiskDesk.Settings with
        {
            GrossExposureMax = new Notional(1_000_000_000m),
            OrderRateMax = 100_000,
            DuplicateWindow = TimeSpan.FromMilliseconds(10),
            Default = RiskDesk.Limits with
            {
                PositionMax = new Quantity(1_000_000m),
                OpenOrdersMax = 100_000,
                ReferenceMaxAge = TimeSpan.FromDays(1),
            },
        });
        const int warmUp = 1_100, measured = 900;
        var requests = Enumerable.Range(0, warmUp + measured)
            .Select(i => desk.Limit(Side.Buy + i % 2, 0.1m, 100m + i % 7 / 100m)).ToArray();
        var approved = Decide(desk, requests.AsSpan(0, warmUp));
        desk.Advance(TimeSpan.FromHours(1));

        var before = GC.GetAllocatedBytesForCurrentThread();
        approved += Decide(desk, requests.AsSpan(warmUp));
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(warmUp + measured, approved);
        Assert.InRange(bytes / (double)measured, 1, BytesMax);
    }

    private static long SizeOfDecision()
    {
        var request = new RiskDesk().Limit(Side.Buy, 1m, 100m);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var seen = new DecisionRecord(0, TradingMode.Active, null, default, default, default, 0, default, default,
            default, default, null);
        GC.KeepAlive(new ApprovedOrder(request, null, false, default, seen));
        GC.KeepAlive(new RiskOrder(request, null, null));
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static int Decide(RiskDesk desk, ReadOnlySpan<OrderRequest> requests)
    {
        var approved = 0;
        foreach (var request in requests)
        {
            desk.Advance(TimeSpan.FromMilliseconds(10));
            approved += RiskRules.Decide(desk.State, request, null, desk.Gate, desk.Now).Verdict == RiskVerdict.Approved ? 1 : 0;
        }

        return approved;
    }
}
