using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.SimulatedVenue;
using OrderFilled = TradingActors.Engine.Journal.OrderFilled;

namespace TradingActors.Simulation.Campaign;

/// <summary>
/// Holds the account's journal against the venue's ledger, order by order and fill by fill, once the
/// engine has stopped well. Lost: what the venue has and the engine does not know. Doubled: what the
/// venue has more than once, or what nobody approved.
/// </summary>
public static class CampaignJudge
{
    public static (IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled) Compare(
        LedgerReport ledger, IEnumerable<object> journal)
    {
        var intents = new HashSet<string>(StringComparer.Ordinal);
        var fills = new Dictionary<(string Symbol, long Trade, Side Side), int>();
        foreach (var written in journal)
            switch (written)
            {
                case IntentRecorded intent:
                    intents.Add(intent.VenueId.Value);
                    break;
                case ExternalOrderAdopted adopted:
                    intents.Add(adopted.VenueId.Value);
                    break;
                case OrderFilled fill:
                    var key = (fill.Symbol.Value, fill.TradeId.Value, fill.Side);
                    fills[key] = fills.GetValueOrDefault(key) + 1;
                    break;
            }

        return ([.. Lost(ledger, fills)], [.. Doubled(ledger, intents, fills)]);
    }

    private static IEnumerable<string> Lost(
        LedgerReport ledger, Dictionary<(string Symbol, long Trade, Side Side), int> fills)
    {
        foreach (var fill in ledger.Fills)
            if (!fills.ContainsKey((fill.Symbol, fill.TradeId, fill.Side)))
                yield return $"trade {fill.TradeId} of {fill.ClientOrderId} is not in the journal";
    }

    private static IEnumerable<string> Doubled(
        LedgerReport ledger,
        HashSet<string> intents,
        Dictionary<(string Symbol, long Trade, Side Side), int> fills)
    {
        foreach (var order in ledger.Orders)
        {
            if (order.AcceptCount > 1)
                yield return $"the venue took {order.AcceptCount} orders under {order.ClientOrderId}";
            if (order.AcceptCount > 0 && !order.IsExternal && !intents.Contains(order.ClientOrderId))
                yield return $"the venue took {order.ClientOrderId}, which nobody approved";
        }

        foreach (var (trade, times) in fills)
            if (times > 1)
                yield return $"trade {trade} is {times} times in the journal";
    }
}
