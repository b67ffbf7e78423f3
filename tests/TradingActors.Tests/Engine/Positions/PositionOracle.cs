using System.Numerics;
using TradingActors.Domain;
using TradingActors.Engine.Journal;
using TradingActors.Engine.Positions;

namespace TradingActors.Tests.Engine.Positions;

/// <summary>
/// First in, first out by brute force, in whole units of 10^-8 base and 10^-8 of a price: each close adds the
/// difference of two prices, times what it closed. Shares nothing with <see cref="PositionState"/>, which
/// never computes such a difference.
/// </summary>
internal sealed class PositionOracle
{
    private static readonly BigInteger Unit = BigInteger.Pow(10, 8);

    private readonly List<(BigInteger Quantity, BigInteger Price)> _lots = [];

    public BigInteger Realized { get; private set; }

    public BigInteger Fees { get; private set; }

    public BigInteger Cost => _lots.Aggregate(BigInteger.Zero, (sum, lot) => sum + lot.Quantity * lot.Price);

    public BigInteger Quantity => _lots.Aggregate(BigInteger.Zero, (sum, lot) => sum + lot.Quantity);

    public Dictionary<Asset, BigInteger> OtherFees { get; } = [];

    public static PositionOracle Of(IEnumerable<OrderFilled> fills)
    {
        var oracle = new PositionOracle();
        foreach (var fill in fills.OrderBy(f => f.TradeId.Value).ThenBy(f => f.Side))
            oracle.Add(fill);
        return oracle;
    }

    public void Open(decimal quantity, decimal price) => _lots.Add((Units(quantity), Units(price)));

    /// <summary>Compares with money, of which a unit is 10^-16.</summary>
    public static decimal Money(BigInteger units)
    {
        var (whole, rest) = BigInteger.DivRem(units, Unit * Unit);
        return (decimal)whole + (decimal)rest / 1_0000_0000m / 1_0000_0000m;
    }

    public static decimal Amount(BigInteger units) => (decimal)units / 1_0000_0000m;

    private void Add(OrderFilled fill)
    {
        var (price, fee) = (Units(fill.Price.Value), Units(fill.Fee));
        var change = Units(fill.Quantity.Value) * (fill.Side == Side.Buy ? 1 : -1);
        if (fill.FeeAsset == fill.Quote)
            Pay(fee * Unit);
        else if (fill.FeeAsset == fill.Base && fill.Contract == ContractKind.Spot)
        {
            Pay(fee * price);
            change -= fee;
        }
        else
            OtherFees[fill.FeeAsset] = OtherFees.GetValueOrDefault(fill.FeeAsset) + fee;

        while (change != 0 && _lots.Count > 0 && _lots[0].Quantity.Sign != change.Sign)
        {
            var (held, cost) = _lots[0];
            var closed = BigInteger.Min(BigInteger.Abs(held), BigInteger.Abs(change)) * held.Sign;
            Realized += (price - cost) * closed;
            change += closed;
            _lots[0] = (held - closed, cost);
            if (_lots[0].Quantity == 0)
                _lots.RemoveAt(0);
        }

        if (change != 0)
            _lots.Add((change, price));
    }

    private void Pay(BigInteger fee)
    {
        Fees += fee;
        Realized -= fee;
    }

    private static BigInteger Units(decimal amount) => new(amount * 1_0000_0000m);
}
