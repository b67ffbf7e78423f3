using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Market;

public sealed class SymbolCatalogTests
{
    [Theory]
    [InlineData("BTCUSDT", "BTC", "USDT", "60000", "0.01", "0.00001")]
    [InlineData("SOLUSDC", "SOL", "USDC", "150", "0.01", "0.001")]
    [InlineData("ETHBTC", "ETH", "BTC", "0.04166", "0.00001", "0.0001")]
    [InlineData("DOGEEUR", "DOGE", "EUR", "0.1111", "0.0001", "1")]
    [InlineData("SHIBUSDT", "SHIB", "USDT", "0.000018", "0.00000001", "1")]
    [InlineData("BTCTRY", "BTC", "TRY", "2000000", "0.01", "0.00001")]
    [InlineData("WHATEVERUSDT", "WHATEVER", "USDT", "1", "0.001", "1")]
    public void any_pair_of_a_known_quote_has_a_price_and_filters_to_go_with_it(
        string name, string asset, string quote, string price, string tick, string lot)
    {
        Assert.True(GeneratedSymbolSettings.TryCreate(name, out var made, out _));
        Assert.Equal((asset, quote), (made.Listing.Base, made.Listing.Quote));
        Assert.Equal(Amount(price), made.StartPrice);
        Assert.Equal((Amount(tick), Amount(lot)), (made.Listing.Tick, made.Listing.Lot));
        Assert.Equal(0m, made.StartPrice % made.Listing.Tick);
        Assert.InRange(made.StartPrice, made.Listing.PriceMin, made.Listing.PriceMax);
        Assert.InRange(made.LevelSize, made.Listing.QuantityMin, made.Listing.QuantityMax);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BTC")]
    [InlineData("USDT")]
    [InlineData("BTC/USDT")]
    [InlineData("BTCXYZ")]
    [InlineData("ABCDEFGHIJKLMNOPQRSTUSDT")]
    public void what_is_no_pair_is_refused_by_name(string name)
    {
        Assert.False(GeneratedSymbolSettings.TryCreate(name, out _, out var why));
        Assert.Contains($"'{name}'", why, StringComparison.Ordinal);
    }

    [Fact]
    public void every_made_up_symbol_has_a_book_that_trades_and_never_crosses()
    {
        string[] names = ["ETHBTC", "SHIBUSDT", "BTCTRY", "DOGEBTC", "SOLBNB", "WHATEVERUSDT"];
        var symbols = names.Select(name =>
            GeneratedSymbolSettings.TryCreate(name, out var made, out _) ? made : null!);
        using var venue = new VenueHarness(new SimulatedVenueSettings { Symbols = [.. symbols] });
        venue.Wait(TimeSpan.FromSeconds(20));
        foreach (var name in names)
        {
            var depth = venue.Get("/api/v3/depth", $"symbol={name}&limit=20").Json();
            var bid = Amount(depth.GetProperty("bids")[0][0].GetString()!);
            var ask = Amount(depth.GetProperty("asks")[0][0].GetString()!);
            Assert.True(bid > 0m && bid < ask, $"{name}: {bid} and {ask}");
        }

        Assert.True(venue.Core.Counters.Trades > 100);
    }

    private static decimal Amount(string text) =>
        decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
