namespace TradingActors.Domain;

public enum Side
{
    Buy,
    Sell,
}

public enum OrderType
{
    /// <summary>Rests at its price or better.</summary>
    Limit,

    /// <summary>Takes what the book shows, at any price within the collar.</summary>
    Market,

    /// <summary>A limit order that the venue refuses when it would take.</summary>
    PostOnly,
}

public enum TimeInForce
{
    /// <summary>Good till cancelled.</summary>
    Gtc,

    /// <summary>Fills what it can at once, the rest expires.</summary>
    Ioc,

    /// <summary>Fills whole at once or expires.</summary>
    Fok,
}

/// <summary>Signs and opposites of a side.</summary>
public static class SideExtensions
{
    public static Side Opposite(this Side side) => side == Side.Buy ? Side.Sell : Side.Buy;

    /// <summary>+1 for a buy, −1 for a sell.</summary>
    public static int Sign(this Side side) => side == Side.Buy ? 1 : -1;
}
