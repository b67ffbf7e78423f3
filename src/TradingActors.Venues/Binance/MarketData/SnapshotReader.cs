using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>The result of a <c>depth</c> request.</summary>
internal static class SnapshotReader
{
    public static bool TryRead(
        ReadOnlySpan<byte> result, LevelBuffer bids, LevelBuffer asks, out long updateId, out string fault)
    {
        updateId = 0;
        bool hasId = false, hasBids = false, hasAsks = false;
        var json = new JsonCursor(result);
        json.EnterObject();
        while (json.NextField(out var name))
            if (name.SequenceEqual("lastUpdateId"u8))
                hasId = json.ReadInteger(out updateId) && updateId >= 0;
            else if (name.SequenceEqual("bids"u8))
                hasBids = bids.Read(ref json);
            else if (name.SequenceEqual("asks"u8))
                hasAsks = asks.Read(ref json);
            else
                json.Skip();

        if (!ApiFrame.End(ref json, out fault))
            return false;
        fault = hasId && hasBids && hasAsks ? "" : "a snapshot without lastUpdateId, bids or asks";
        return fault.Length == 0;
    }
}
