using CsCheck;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Tests.Engine.Positions;

/// <summary>Fills by hand and by chance.</summary>
internal static class SomeFills
{
    public static readonly Symbol Btc = new("BTCUSDT");
    public static readonly Asset Base = new("BTC");
    public static readonly Asset Usdt = new("USDT");
    public static readonly Asset Other = new("BNB");
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A fill of a signed size, above zero bought.</summary>
    public static OrderFilled Fill(
        decimal size,
        decimal price,
        decimal fee = 0m,
        Asset? feeAsset = null,
        long tradeId = 1,
        ContractKind contract = ContractKind.Spot) => new(
        new VenueClientId("v"), Btc, Base, Usdt, new TradeId(tradeId), size > 0m ? Side.Buy : Side.Sell,
        new Price(price), new Quantity(Math.Abs(size)), fee, feeAsset ?? Usdt, true,
        Start.AddSeconds(tradeId), Contract: contract);

    /// <summary>
    /// Up to <paramref name="max"/> executions of three strategies with ascending trade ids, of all sizes up
    /// to half a thousandth more than what flips the position, each with a fee in base, quote or a third
    /// asset, some with an arrival price.
    /// </summary>
    public static Gen<Execution[]> Executions(int max, ContractKind contract = ContractKind.Spot) =>
        Gen.Select(
                Gen.Int[-5_000, 5_000].Where(n => n != 0),
                Gen.Int[9_000, 11_000],
                Gen.Int[-5, 20],
                Gen.Int[0, 2].Select(i => new[] { Base, Usdt, Other }[i]),
                Gen.Int[0, 2].Select(i => new[] { "", "a", "b" }[i]),
                Gen.Bool,
                (size, price, fee, asset, strategy, hasArrival) => new Execution(
                    Fill(size / 1_000m, price / 100m, fee / 10_000m, asset, contract: contract),
                    new StrategyId(strategy),
                    hasArrival ? new Price((price + 7) / 100m) : null))
            .Array[1, max]
            .Select(all => all.Select((e, i) => e with
            {
                Fill = e.Fill with { TradeId = new TradeId(i + 1), At = Start.AddSeconds(i) },
            }).ToArray());

    public static PositionBook Fold(IEnumerable<Execution> executions)
    {
        var book = new PositionBook(Btc);
        foreach (var (fill, strategy, arrival) in executions)
            book.Apply(fill, strategy, arrival);
        return book;
    }
}
