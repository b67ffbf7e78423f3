using TradingActors.Domain;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>The venue's spelling of our enums, both ways. Unknown words are false, never a guess.</summary>
internal static class BinanceWords
{
    private static readonly OrderType[] Types = Enum.GetValues<OrderType>();

    private static readonly SelfTradePrevention[] Preventions =
        [.. Enum.GetValues<SelfTradePrevention>().Where(p => p != SelfTradePrevention.VenueDefault)];

    private delegate ReadOnlySpan<byte> Spelling<T>(T value);

    public static ReadOnlySpan<byte> Of(Side side) => side == Side.Buy ? "BUY"u8 : "SELL"u8;

    public static ReadOnlySpan<byte> Of(OrderType type) => type switch
    {
        OrderType.Limit => "LIMIT"u8,
        OrderType.Market => "MARKET"u8,
        OrderType.PostOnly => "LIMIT_MAKER"u8,
        OrderType.StopLoss => "STOP_LOSS"u8,
        OrderType.StopLossLimit => "STOP_LOSS_LIMIT"u8,
        OrderType.TakeProfit => "TAKE_PROFIT"u8,
        OrderType.TakeProfitLimit => "TAKE_PROFIT_LIMIT"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such order type"),
    };

    public static ReadOnlySpan<byte> Of(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC"u8,
        TimeInForce.Ioc => "IOC"u8,
        TimeInForce.Fok => "FOK"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, "no such time in force"),
    };

    public static bool TryRead(ReadOnlySpan<byte> word, out Side side)
    {
        side = word.SequenceEqual("SELL"u8) ? Side.Sell : Side.Buy;
        return side == Side.Sell || word.SequenceEqual("BUY"u8);
    }

    public static bool TryRead(ReadOnlySpan<byte> word, out TimeInForce timeInForce)
    {
        timeInForce = word.SequenceEqual("IOC"u8) ? TimeInForce.Ioc
            : word.SequenceEqual("FOK"u8) ? TimeInForce.Fok
            : TimeInForce.Gtc;
        return timeInForce != TimeInForce.Gtc || word.SequenceEqual("GTC"u8);
    }

    public static ReadOnlySpan<byte> Of(SelfTradePrevention prevention) => prevention switch
    {
        SelfTradePrevention.None => "NONE"u8,
        SelfTradePrevention.ExpireTaker => "EXPIRE_TAKER"u8,
        SelfTradePrevention.ExpireMaker => "EXPIRE_MAKER"u8,
        SelfTradePrevention.ExpireBoth => "EXPIRE_BOTH"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(prevention), prevention, "the default is not said"),
    };

    public static bool TryRead(ReadOnlySpan<byte> word, out SelfTradePrevention prevention) =>
        TryFind(word, Preventions, Of, out prevention);

    public static bool TryRead(ReadOnlySpan<byte> word, out OrderType type) =>
        TryFind(word, Types, Of, out type);

    public static bool TryRead(ReadOnlySpan<byte> word, out VenueOrderStatus status)
    {
        (status, var known) = word switch
        {
            _ when word.SequenceEqual("NEW"u8) => (VenueOrderStatus.New, true),
            _ when word.SequenceEqual("PENDING_NEW"u8) => (VenueOrderStatus.New, true),
            _ when word.SequenceEqual("PARTIALLY_FILLED"u8) => (VenueOrderStatus.PartiallyFilled, true),
            _ when word.SequenceEqual("FILLED"u8) => (VenueOrderStatus.Filled, true),
            _ when word.SequenceEqual("CANCELED"u8) => (VenueOrderStatus.Canceled, true),
            _ when word.SequenceEqual("REJECTED"u8) => (VenueOrderStatus.Rejected, true),
            _ when word.SequenceEqual("EXPIRED"u8) => (VenueOrderStatus.Expired, true),
            _ when word.SequenceEqual("EXPIRED_IN_MATCH"u8) => (VenueOrderStatus.Expired, true),
            _ => (VenueOrderStatus.New, false),
        };
        return known;
    }

    public static InstrumentStatus ReadInstrumentStatus(ReadOnlySpan<byte> word) =>
        word.SequenceEqual("TRADING"u8) ? InstrumentStatus.Trading
        : word.SequenceEqual("CANCEL_ONLY"u8) ? InstrumentStatus.CancelOnly
        : InstrumentStatus.Halted;

    private static bool TryFind<T>(ReadOnlySpan<byte> word, T[] values, Spelling<T> spelling, out T found)
        where T : struct
    {
        foreach (var value in values)
            if (word.SequenceEqual(spelling(value)))
            {
                found = value;
                return true;
            }

        found = default;
        return false;
    }
}
