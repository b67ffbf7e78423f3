using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>The tickers of all symbols that traded since the last message, as one list.</summary>
internal sealed class ChangedTickers(
    Exchange exchange, Func<Utf8JsonWriter, SymbolMarket, long, bool> write)
{
    private readonly Dictionary<string, long> _lastTrades = new(StringComparer.Ordinal);

    public bool Write(Utf8JsonWriter json, long nowMs)
    {
        var any = false;
        foreach (var market in exchange.Markets)
        {
            var last = market.Tape.Last?.Id ?? -1;
            if (_lastTrades.TryGetValue(market.Listing.Symbol, out var known) && known == last) continue;
            _lastTrades[market.Listing.Symbol] = last;
            if (!any) json.WriteStartArray();
            any = true;
            write(json, market, nowMs);
        }

        if (any) json.WriteEndArray();
        return any;
    }
}
