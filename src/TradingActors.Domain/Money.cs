using System.Globalization;

namespace TradingActors.Domain;

/// <summary>
/// A price in quote asset per one unit of base asset. Exact; may be compared, never rounded.
/// </summary>
public readonly record struct Price(decimal Value) : IComparable<Price>
{
    public static readonly Price Zero = new(0m);

    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    public static bool operator <(Price a, Price b) => a.Value < b.Value;
    public static bool operator >(Price a, Price b) => a.Value > b.Value;
    public static bool operator <=(Price a, Price b) => a.Value <= b.Value;
    public static bool operator >=(Price a, Price b) => a.Value >= b.Value;
    public static Notional operator *(Price price, Quantity quantity) => new(price.Value * quantity.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An amount of base asset. Signed where it is a position, never negative in an order.</summary>
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    public static readonly Quantity Zero = new(0m);

    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    public static bool operator <(Quantity a, Quantity b) => a.Value < b.Value;
    public static bool operator >(Quantity a, Quantity b) => a.Value > b.Value;
    public static bool operator <=(Quantity a, Quantity b) => a.Value <= b.Value;
    public static bool operator >=(Quantity a, Quantity b) => a.Value >= b.Value;
    public static Quantity operator +(Quantity a, Quantity b) => new(a.Value + b.Value);
    public static Quantity operator -(Quantity a, Quantity b) => new(a.Value - b.Value);
    public static Quantity operator -(Quantity a) => new(-a.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An amount of quote asset: price times quantity, cash, profit.</summary>
public readonly record struct Notional(decimal Value) : IComparable<Notional>
{
    public static readonly Notional Zero = new(0m);

    public int CompareTo(Notional other) => Value.CompareTo(other.Value);

    public static bool operator <(Notional a, Notional b) => a.Value < b.Value;
    public static bool operator >(Notional a, Notional b) => a.Value > b.Value;
    public static bool operator <=(Notional a, Notional b) => a.Value <= b.Value;
    public static bool operator >=(Notional a, Notional b) => a.Value >= b.Value;
    public static Notional operator +(Notional a, Notional b) => new(a.Value + b.Value);
    public static Notional operator -(Notional a, Notional b) => new(a.Value - b.Value);
    public static Notional operator -(Notional a) => new(-a.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
