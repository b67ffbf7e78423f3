using TradingActors.Domain;
using TradingActors.Engine.Orders;
using Xunit;

namespace TradingActors.Tests.Engine.Orders;

public sealed class OrderRulesTests
{
    /// <summary>
    /// The whole cross-product, as approved: a row a status, a column an event in the order of the enum.
    /// A name is a legal edge, ! an alarming one, = says nothing new, - cannot be.
    /// </summary>
    private const string Approved = """
        New: PendingSubmit NotSent Accepted RejectedByVenue PartiallyFilled Filled PendingCancel - - Canceled Expired Unknown New
        PendingSubmit: - NotSent Accepted RejectedByVenue PartiallyFilled Filled PendingCancel = - Canceled Expired Unknown -
        Accepted: - - = - PartiallyFilled Filled PendingCancel = PendingReplace Canceled Expired Unknown -
        PartiallyFilled: - - = - PartiallyFilled Filled PendingCancel = PendingReplace Canceled Expired Unknown -
        PendingCancel: - NotSent = RejectedByVenue PendingCancel Filled = Unknown - Canceled Expired Unknown -
        PendingReplace: - - = - PendingReplace Filled PendingCancel Unknown - Canceled Expired Unknown -
        Unknown: - - Accepted RejectedByVenue PartiallyFilled Filled = = - Canceled Expired = -
        Filled: - - = - !Filled !Filled = = - = = = -
        Canceled: - - = - !Canceled !Filled = = - = = = -
        Expired: - - = - !Expired !Filled = = - = = = -
        RejectedByVenue: - - !Accepted = !PartiallyFilled !Filled = = - - - = -
        NotSent: - - !Accepted - !PartiallyFilled !Filled = = - - - = -
        """;

    [Fact]
    public void every_edge_is_as_approved() => Assert.Equal(Approved.ReplaceLineEndings("\n"), Render());

    [Fact]
    public void no_status_loses_a_fill()
    {
        foreach (var status in Enum.GetValues<OrderStatus>())
        {
            Assert.True(OrderRules.Next(status, OrderEventKind.PartialFill).IsApplied, status.ToString());
            Assert.True(OrderRules.Next(status, OrderEventKind.FullFill).IsApplied, status.ToString());
        }
    }

    [Fact]
    public void only_the_venue_or_a_stop_at_the_gate_ends_an_order()
    {
        OrderEventKind[] own =
        [
            OrderEventKind.Sent, OrderEventKind.CancelRequested, OrderEventKind.CancelRejected,
            OrderEventKind.ReplaceRequested, OrderEventKind.BecameUnknown, OrderEventKind.Sized,
        ];
        foreach (var status in Enum.GetValues<OrderStatus>().Where(s => !s.IsTerminal()))
            foreach (var kind in own)
                if (OrderRules.Next(status, kind) is { IsApplied: true } edge)
                    Assert.False(edge.To.IsTerminal(), $"{status} on {kind} ends as {edge.To}");
    }

    [Fact]
    public void a_fill_that_reaches_the_quantity_is_full_and_one_above_it_is_an_overfill()
    {
        var order = Some.Order(quantity: 2m) with { FilledQuantity = new Quantity(1.5m) };

        Assert.Equal(OrderEventKind.PartialFill, OrderRules.KindOf(order, Some.Fill(order, 1, 0.4m)));
        Assert.Equal(OrderEventKind.FullFill, OrderRules.KindOf(order, Some.Fill(order, 1, 0.5m)));
        Assert.Equal(OrderEventKind.FullFill, OrderRules.KindOf(order, Some.Fill(order, 1, 0.6m)));
        Assert.True(OrderRules.IsOverfilled(order with { FilledQuantity = new Quantity(2.1m) }));
    }

    [Fact]
    public void a_replacement_is_full_without_what_its_original_had_filled()
    {
        var order = Some.Order(quantity: 5m) with { Carried = new Quantity(2m) };

        Assert.Equal(3m, order.Quantity.Value);
        Assert.Equal(OrderEventKind.FullFill, OrderRules.KindOf(order, Some.Fill(order, 1, 3m)));
    }

    [Fact]
    public void sums_of_fills_are_exact_and_the_average_is_derived()
    {
        var order = Some.Order(quantity: 3m);
        foreach (var (price, quantity) in new[] { (100m, 1m), (101m, 1m), (103m, 1m) })
            order = OrderRules.Apply(order, Some.Fill(order, 1, quantity, price), OrderStatus.PartiallyFilled);

        Assert.Equal(304m, order.FilledNotional.Value);
        Assert.Equal(304m / 3m, order.AveragePrice!.Value.Value);
        Assert.Equal(0m, order.Remaining.Value);
    }

    private static string Render() => string.Join('\n', Enum.GetValues<OrderStatus>().Select(status =>
        $"{status}: " + string.Join(' ', Enum.GetValues<OrderEventKind>().Select(kind =>
            OrderRules.Next(status, kind) switch
            {
                { Verdict: EdgeVerdict.Legal } edge => edge.To.ToString(),
                { Verdict: EdgeVerdict.Alarming } edge => $"!{edge.To}",
                { Verdict: EdgeVerdict.NoChange } => "=",
                _ => "-",
            }))));
}
