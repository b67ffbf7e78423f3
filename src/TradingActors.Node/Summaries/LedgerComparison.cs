using TradingActors.Domain;
using TradingActors.Engine.Orders;
using TradingActors.Node.Control;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.Summaries;

/// <summary>One difference between the engine's books and the venue's ledger.</summary>
public sealed record LedgerDifference(string Account, string What, string Key, string Engine, string Venue);

/// <summary>
/// Compares what the journal of an account says with what the venue's ledger says. The ledger is the judge:
/// every difference is the engine's fault until it is explained.
/// </summary>
public static class LedgerComparison
{
    /// <summary>Differences listed at most; a broken run has thousands that say the same.</summary>
    public const int DifferencesMax = 100;

    public static IReadOnlyList<LedgerDifference> Compare(AccountBooks books, LedgerReport ledger) =>
    [
        .. Balances(books, ledger)
            .Concat(Positions(books, ledger))
            .Concat(Fills(books, ledger))
            .Concat(Orders(books, ledger))
            .Take(DifferencesMax),
    ];

    /// <summary>An engine that never came to read its balances has no word on them.</summary>
    private static IEnumerable<LedgerDifference> Balances(AccountBooks books, LedgerReport ledger)
    {
        if (!books.HasOpened)
            yield break;

        var venue = ledger.Balances.ToDictionary(b => b.Asset, b => b.Total);
        foreach (var asset in venue.Keys.Union(books.Balances.Keys).Order(StringComparer.Ordinal))
        {
            var (ours, theirs) = (books.Balances.GetValueOrDefault(asset), venue.GetValueOrDefault(asset));
            if (ours != theirs)
                yield return Differ(
                    books, "balance", asset, ControlJson.Text(ours), ControlJson.Text(theirs));
        }
    }

    /// <summary>
    /// Bought minus sold since the engine took the account over; what was there before is in no fill of its
    /// own.
    /// </summary>
    private static IEnumerable<LedgerDifference> Positions(AccountBooks books, LedgerReport ledger)
    {
        var venue = Net(SinceTakeover(books, ledger).Select(f => (f.Symbol, f.Side, f.Quantity)));
        var engine = Net(books.Fills.Values.Select(f => (f.Symbol, f.Side, f.Quantity)));
        foreach (var symbol in venue.Keys.Union(engine.Keys).Order(StringComparer.Ordinal))
        {
            var (ours, theirs) = (engine.GetValueOrDefault(symbol), venue.GetValueOrDefault(symbol));
            if (ours != theirs)
                yield return Differ(
                    books, "position", symbol, ControlJson.Text(ours), ControlJson.Text(theirs));
        }
    }

    private static IEnumerable<LedgerDifference> Fills(AccountBooks books, LedgerReport ledger)
    {
        var seen = new HashSet<(string, long, Side)>();
        foreach (var fill in SinceTakeover(books, ledger))
        {
            var key = (fill.Symbol, fill.TradeId, fill.Side);
            seen.Add(key);
            var name = $"{fill.Symbol}/{fill.TradeId}";
            if (!books.Fills.TryGetValue(key, out var ours))
                yield return Differ(
                    books, "fill", name, "missing", Text(fill.Side, fill.Quantity, fill.Price));
            else if ((ours.Quantity, ours.Price, ours.Fee) != (fill.Quantity, fill.Price, fill.Fee))
                yield return ours.Fee == fill.Fee
                    ? Differ(books, "fill", name, Text(ours.Side, ours.Quantity, ours.Price),
                        Text(fill.Side, fill.Quantity, fill.Price))
                    : Differ(books, "fill", name,
                        $"{Text(ours.Side, ours.Quantity, ours.Price)} fee {ControlJson.Text(ours.Fee)}",
                        $"{Text(fill.Side, fill.Quantity, fill.Price)} fee {ControlJson.Text(fill.Fee)}");
        }

        foreach (var (key, ours) in books.Fills)
            if (!seen.Contains(key))
                yield return Differ(books, "fill", $"{key.Symbol}/{key.TradeId}",
                    Text(ours.Side, ours.Quantity, ours.Price), "missing");
    }

    private static IEnumerable<LedgerDifference> Orders(AccountBooks books, LedgerReport ledger)
    {
        var known = new HashSet<string>();
        foreach (var order in ledger.Orders)
        {
            known.Add(order.ClientOrderId);
            if (order.AcceptCount > 1)
                yield return Differ(
                    books, "order", order.ClientOrderId, "one intent", $"accepted {order.AcceptCount} times");
            if (order.AcceptCount == 0)
                continue;

            if (!books.Orders.TryGetValue(order.ClientOrderId, out var ours))
            {
                if (!order.IsExternal)
                    yield return Differ(
                        books, "order", order.ClientOrderId, "never approved", $"accepted, {order.Status}");
                continue;
            }

            if (ours.NeverExisted)
                yield return Differ(
                    books, "order", order.ClientOrderId, $"{ours.Status}", $"accepted, {order.Status}");
            else if (ours.Status.IsTerminal() != IsTerminal(order.Status))
                yield return Differ(
                    books, "order", order.ClientOrderId, Standing(ours.Status.IsTerminal(), $"{ours.Status}"),
                    Standing(IsTerminal(order.Status), $"{order.Status}"));
            if (ours.Filled != order.FilledOfAll)
                yield return Differ(books, "filled quantity", order.ClientOrderId,
                    ControlJson.Text(ours.Filled), ControlJson.Text(order.FilledOfAll));
        }

        foreach (var (id, ours) in books.Orders)
            if (ours.WasAccepted && !known.Contains(id))
                yield return Differ(books, "order", id, $"accepted, {ours.Status}", "not in the ledger");
    }

    private static bool IsTerminal(VenueOrderStatus status) =>
        status is not (VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled);

    private static string Standing(bool ended, string status) => $"{(ended ? "ended" : "open")}, {status}";

    internal static IEnumerable<LedgerReport.FillLine> SinceTakeover(
        AccountBooks books, LedgerReport ledger) =>
        ledger.Fills.Where(f => f.TradeId > books.TradesSeen.GetValueOrDefault(f.Symbol));

    internal static Dictionary<string, decimal> Net(
        IEnumerable<(string Symbol, Side Side, decimal Quantity)> fills)
    {
        var net = new Dictionary<string, decimal>();
        foreach (var (symbol, side, quantity) in fills)
            net[symbol] = net.GetValueOrDefault(symbol) + (side == Side.Buy ? quantity : -quantity);
        return net;
    }

    private static string Text(Side side, decimal quantity, decimal price) =>
        $"{side} {ControlJson.Text(quantity)} at {ControlJson.Text(price)}";

    private static LedgerDifference Differ(
        AccountBooks books, string what, string key, string engine, string venue) =>
        new(books.Account, what, key, engine, venue);
}
