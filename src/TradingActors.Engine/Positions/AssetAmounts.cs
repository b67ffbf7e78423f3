using System.Collections;
using TradingActors.Domain;

namespace TradingActors.Engine.Positions;

/// <summary>An amount of one asset.</summary>
public readonly record struct AssetAmount(Asset Asset, decimal Amount);

/// <summary>
/// Exact sums by asset, in the order of the assets' names; an asset whose sum is zero is not in it. There are
/// as many as a venue takes fees in beside base and quote: hardly ever more than one.
/// </summary>
public sealed class AssetAmounts : IReadOnlyList<AssetAmount>, IEquatable<AssetAmounts>
{
    public static readonly AssetAmounts None = new([]);

    private readonly AssetAmount[] _amounts;

    private AssetAmounts(AssetAmount[] amounts) => _amounts = amounts;

    public int Count => _amounts.Length;

    public AssetAmount this[int index] => _amounts[index];

    public decimal Of(Asset asset)
    {
        foreach (var amount in _amounts)
            if (amount.Asset == asset)
                return amount.Amount;
        return 0m;
    }

    public AssetAmounts Plus(Asset asset, decimal amount)
    {
        if (amount == 0m)
            return this;

        var at = 0;
        while (at < _amounts.Length && string.CompareOrdinal(_amounts[at].Asset.Value, asset.Value) < 0)
            at++;
        var isThere = at < _amounts.Length && _amounts[at].Asset == asset;
        var sum = isThere ? _amounts[at].Amount + amount : amount;
        if (sum == 0m && _amounts.Length == 1)
            return None;

        return new AssetAmounts(
        [
            .. _amounts.AsSpan(0, at),
            .. sum == 0m ? (ReadOnlySpan<AssetAmount>)[] : [new AssetAmount(asset, sum)],
            .. _amounts.AsSpan(isThere ? at + 1 : at),
        ]);
    }

    public AssetAmounts Minus(AssetAmounts other)
    {
        var difference = this;
        foreach (var amount in other._amounts)
            difference = difference.Plus(amount.Asset, -amount.Amount);
        return difference;
    }

    public AssetAmounts Plus(AssetAmounts other)
    {
        var sum = this;
        foreach (var amount in other._amounts)
            sum = sum.Plus(amount.Asset, amount.Amount);
        return sum;
    }

    public IEnumerator<AssetAmount> GetEnumerator() => _amounts.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(AssetAmounts? other) =>
        other is not null && _amounts.AsSpan().SequenceEqual(other._amounts);

    public override bool Equals(object? obj) => Equals(obj as AssetAmounts);

    public override int GetHashCode() => _amounts.Length == 0 ? 0 : HashCode.Combine(Count, _amounts[0]);

    public override string ToString() =>
        string.Join(", ", _amounts.Select(a => FormattableString.Invariant($"{a.Amount} {a.Asset}")));
}
