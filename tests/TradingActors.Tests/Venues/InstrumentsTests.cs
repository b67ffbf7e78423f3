using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using Xunit;
using static TradingActors.Tests.Venues.SpotSessionHarness;

namespace TradingActors.Tests.Venues;

/// <summary>Instruments and limits, at the start and refreshed while running.</summary>
public sealed class InstrumentsTests
{
    private const string EveryFilter =
        """
        {"rateLimits":[
        {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
        {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50},
        {"rateLimitType":"ORDERS","interval":"DAY","intervalNum":1,"limit":160000},
        {"rateLimitType":"MOODS","interval":"DAY","intervalNum":1,"limit":1},
        {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":300000}],
        "symbols":[{"symbol":"测试币456","status":"CANCEL_ONLY","baseAsset":"测试币","quoteAsset":"456",
        "orderTypes":["LIMIT","STOP_LOSS_LIMIT","TRAILING_STOP_MARKET"],"isSpotTradingAllowed":true,
        "allowedSelfTradePreventionModes":["EXPIRE_TAKER","NONE","TRANSFER"],
        "filters":[
        {"filterType":"PRICE_FILTER","minPrice":"0","maxPrice":"0","tickSize":"0.01"},
        {"filterType":"LOT_SIZE","minQty":"0.00001","maxQty":"9000","stepSize":"0.00001"},
        {"filterType":"MARKET_LOT_SIZE","minQty":"0.001","maxQty":"109.9","stepSize":"0"},
        {"filterType":"NOTIONAL","minNotional":"5","applyMinToMarket":true,"maxNotional":"0",
        "applyMaxToMarket":false,"avgPriceMins":5},
        {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.2","bidMultiplierDown":"0.2",
        "askMultiplierUp":"5","askMultiplierDown":"0.8","avgPriceMins":3},
        {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},
        {"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5},
        {"filterType":"MAX_POSITION","maxPosition":"10.5"},
        {"filterType":"TOMORROWS_FILTER","anything":{"at":["all"]}}]}]}
        """;

    [Fact]
    public void every_filter_of_a_symbol_is_read()
    {
        var (instrument, _) = Read(EveryFilter);

        Assert.Equal(
            new Instrument(
                new Symbol("测试币456"), new Asset("测试币"), new Asset("456"),
                InstrumentStatus.CancelOnly,
                new Price(0m), new Price(SymbolFilters.Unbounded), new Price(0.01m),
                new Quantity(0.00001m), new Quantity(9000m), new Quantity(0.00001m),
                new Notional(5m), new Notional(SymbolFilters.Unbounded))
            {
                MarketQuantityMin = new Quantity(0.001m),
                MarketQuantityMax = new Quantity(109.9m),
                NotionalMinAppliesToMarket = true,
                BuyBand = new PriceBand(0.2m, 1.2m),
                SellBand = new PriceBand(0.8m, 5m),
                AveragePriceMinutes = 3,
                OpenOrdersMax = 200,
                ConditionalOrdersMax = 5,
                HoldingMax = new Quantity(10.5m),
                Types = EnumSet.Of(OrderType.Limit, OrderType.StopLossLimit),
                SelfTradePreventions = EnumSet.Of(
                    SelfTradePrevention.VenueDefault,
                    SelfTradePrevention.None,
                    SelfTradePrevention.ExpireTaker),
            },
            instrument);
    }

    [Fact]
    public void limits_of_known_kinds_are_told_and_others_passed_over()
    {
        var (_, usages) = Read(EveryFilter);

        Assert.Equal(
            [
                new RateUsage(RateKind.RequestWeight, TimeSpan.FromMinutes(1), 6000, null),
                new RateUsage(RateKind.Orders, TimeSpan.FromSeconds(10), 50, null),
                new RateUsage(RateKind.Orders, TimeSpan.FromDays(1), 160_000, null),
                new RateUsage(RateKind.RawRequests, TimeSpan.FromMinutes(5), 300_000, null),
            ],
            usages);
    }

    [Fact]
    public void an_answers_own_counts_are_told()
    {
        using var venue = new SpotSessionHarness().MakeReady();
        venue.Sink.Usages.Clear();
        venue.Session.Send(Order(), venue.Now);

        venue.Receive(
            $$"""
            {"id":{{venue.IdOf("order.place")}},"status":400,"error":{"code":-2010,"msg":"no"},"rateLimits":[
            {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":50,"count":12},
            {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000,"count":321}]}
            """);

        Assert.Equal([12, 321], venue.Sink.Usages.Select(u => u.Used!.Value));
    }

    [Fact]
    public void instruments_are_asked_for_again_and_told_as_they_are_then()
    {
        using var venue = new SpotSessionHarness(
            with: s => s with { InstrumentsEvery = TimeSpan.FromSeconds(2) }).MakeReady();
        venue.Advance(2);

        venue.Session.Tick(venue.Now);
        venue.Answer("exchangeInfo", GoldenFrames.ExchangeInfoResult
            .Replace("\"TRADING\"", "\"BREAK\"", StringComparison.Ordinal));

        var told = Assert.IsType<VenueInstruments>(Assert.Single(venue.Sink.Take()));
        Assert.Equal(InstrumentStatus.Halted, Assert.Single(told.Instruments).Status);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public void a_refresh_that_is_refused_leaves_the_session_ready_and_is_tried_again(int status)
    {
        using var venue = new SpotSessionHarness(
            with: s => s with { InstrumentsEvery = TimeSpan.FromSeconds(2) }).MakeReady();
        venue.Advance(2);
        venue.Session.Tick(venue.Now);
        venue.Refuse("exchangeInfo", status, -1003, "later");
        var asked = venue.IdOf("exchangeInfo");
        venue.Advance(2);

        venue.Session.Tick(venue.Now);

        Assert.True(venue.Session.IsReady);
        Assert.NotEqual(asked, venue.IdOf("exchangeInfo"));
    }

    private static (Instrument Instrument, List<RateUsage> Usages) Read(string result)
    {
        using var venue = new SpotSessionHarness();
        venue.Session.Opened(venue.Now);
        venue.Answer("exchangeInfo", result);
        var told = Assert.IsType<VenueInstruments>(Assert.Single(venue.Sink.Take()));
        return (Assert.Single(told.Instruments), venue.Sink.Usages);
    }
}
