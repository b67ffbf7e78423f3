using System.Globalization;
using TradingActors.Node.Control;
using TradingActors.Node.Terminal;

namespace TradingActors.Node.Summaries;

/// <summary>A run's summary as lines for people.</summary>
public static class SummaryText
{
    public static IEnumerable<string> Lines(RunSummary s)
    {
        var o = s.Orders;
        var seconds = s.DurationSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        yield return $"ended by {s.EndedBy} after {seconds} s, mode {NodeScreen.Word(s.ModeAtEnd)}, "
            + $"{s.MarketMessages} market messages";
        yield return $"orders: {o.Sent} sent, {o.Accepted} accepted, {o.Filled} filled, "
            + $"{o.Canceled} cancelled, {o.Expired} expired, {o.RejectedByVenue} rejected by the venue, "
            + $"{o.NotSent} not sent, {o.Unknown} times unknown, {o.Fills} fills";
        yield return $"refused by risk: {o.RefusedByRisk}"
            + string.Concat(o.RefusedByReason.Select(r => $"  {r.Key} {r.Value}"));
        foreach (var account in s.Accounts)
            foreach (var line in Account(account))
                yield return line;
        foreach (var d in s.Differences)
            yield return $"DIFFERENCE {d.Account} {d.What} {d.Key}: engine {d.Engine}, venue {d.Venue}";
        foreach (var problem in s.Problems)
            yield return $"PROBLEM {problem}";
        yield return s.LedgerMatches switch
        {
            true => "the engine's books match the venue's ledger",
            false => "THE ENGINE'S BOOKS DIFFER FROM THE VENUE'S LEDGER",
            null => "the engine's books could not be compared with the venue's ledger",
        };
    }

    private static IEnumerable<string> Account(AccountSummary a)
    {
        var total = a.TotalPnl is { } pnl ? NodeScreen.Money(pnl) : "unknown";
        yield return $"account {a.Account}: PnL {total} (realised {NodeScreen.Money(a.RealizedPnl)}), "
            + $"{a.FillsByEngine} fills by the journal, {Text(a.FillsByVenue)} by the venue";
        foreach (var p in a.Positions)
            yield return $"  net bought {p.Symbol}: engine {Text(p.Engine)}, venue {Text(p.Venue)}";
        foreach (var b in a.Balances)
            yield return $"  {b.Asset}: engine {Text(b.Engine)}, venue {Text(b.Venue)}";
        foreach (var order in a.Residual)
            yield return $"  STILL WORKING {order.ClientOrderId} {order.Side} "
                + $"{ControlJson.Text(order.Quantity)} {order.Symbol} {order.Status}";
    }

    private static string Text(decimal? value) => value is { } v ? ControlJson.Text(v) : "unknown";

    private static string Text(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "unknown";
}
