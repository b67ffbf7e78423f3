namespace TradingActors.Domain;

/// <summary>An exchange, by its short name (<c>simulated</c>, <c>binance-spot</c>).</summary>
public readonly record struct VenueId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One trading account at one venue; 1 to 32 of <c>[a-z0-9-]</c>.</summary>
public readonly record struct AccountId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A strategy within an account; <see cref="None"/> for orders of people and programs.</summary>
public readonly record struct StrategyId(string Value)
{
    public static readonly StrategyId None = new("");

    public override string ToString() => Value;
}

/// <summary>An instrument's name at its venue, as the venue spells it (<c>BTCUSDT</c>).</summary>
public readonly record struct Symbol(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A currency or coin, as the venue spells it (<c>BTC</c>, <c>USDT</c>).</summary>
public readonly record struct Asset(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// The caller's name for an order: unique for ever within an account, 1 to 128 visible ASCII characters.
/// Submitting it twice yields one order and the same answer.
/// </summary>
public readonly record struct ClientOrderId(string Value)
{
    public const int LengthMax = 128;

    /// <summary>
    /// True when <paramref name="text"/> is a usable id; otherwise <paramref name="why"/> says what is wrong.
    /// </summary>
    public static bool TryParse(string? text, out ClientOrderId id, out string why)
    {
        id = default;
        if (string.IsNullOrEmpty(text))
        {
            why = "is empty";
            return false;
        }

        if (text.Length > LengthMax)
        {
            why = $"has {text.Length} characters, at most {LengthMax} are allowed";
            return false;
        }

        foreach (var c in text)
            if (c is < '!' or > '~')
            {
                why = $"has a character that is not visible ASCII (U+{(int)c:X4})";
                return false;
            }

        id = new ClientOrderId(text);
        why = "";
        return true;
    }

    public override string ToString() => Value;
}

/// <summary>
/// The name that the engine gives an order at the venue: at most 36 of <c>[A-Za-z0-9-_]</c>, deterministic
/// from account, epoch and sequence, so that a look-up after a crash finds it.
/// </summary>
public readonly record struct VenueClientId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The venue's own number for an order.</summary>
public readonly record struct VenueOrderId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>The venue's number for a trade, unique and increasing within a symbol.</summary>
public readonly record struct TradeId(long Value) : IComparable<TradeId>
{
    public int CompareTo(TradeId other) => Value.CompareTo(other.Value);

    public static bool operator <(TradeId a, TradeId b) => a.Value < b.Value;
    public static bool operator >(TradeId a, TradeId b) => a.Value > b.Value;
    public static bool operator <=(TradeId a, TradeId b) => a.Value <= b.Value;
    public static bool operator >=(TradeId a, TradeId b) => a.Value >= b.Value;

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
