using TradingActors.Domain;
using TradingActors.Venues.Json;

namespace TradingActors.Venues.Binance.MarketData;

/// <summary>
/// Reused room for the price levels of one frame; a frame with more than 20,000 a side is refused.
/// </summary>
internal sealed class LevelBuffer
{
    private const int LevelsMax = 20_000;

    private BookLevel[] _levels = new BookLevel[256];
    private int _count;

    public ReadOnlySpan<BookLevel> Levels => _levels.AsSpan(0, _count);

    /// <summary>Reads <c>[["price","size"],…]</c>.</summary>
    public bool Read(scoped ref JsonCursor json)
    {
        _count = 0;
        json.EnterArray();
        while (json.NextElement())
        {
            json.EnterArray();
            if (!json.NextElement() || !json.ReadDecimal(out var price)
                || !json.NextElement() || !json.ReadDecimal(out var size))
                return json.Fail("a price level is a pair of price and size");
            while (json.NextElement())
                json.Skip();
            if (price == 0m || !WireText.IsPrice(price) || !WireText.IsQuantity(size))
                return json.Fail("a price level is not above zero or out of all bounds");
            if (_count == LevelsMax)
                return json.Fail("more price levels than a book can have");
            if (_count == _levels.Length)
                Array.Resize(ref _levels, _levels.Length * 2);
            _levels[_count++] = new BookLevel(new Price(price), new Quantity(size));
        }

        return json.Fault is null;
    }
}
