using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The limits of one instrument in one account, all inclusive. <paramref name="CollarBps"/> bounds how far
/// beyond the reference price an order may take, <paramref name="PassiveCollarBps"/> how far behind it an
/// order may rest: a price that cannot trade is a typing error until someone widens the bound. A limit that
/// is null is off; the configuration has to say so.
/// </summary>
public sealed record InstrumentLimits(
    Quantity PositionMax,
    Quantity QuantityMin,
    Quantity QuantityMax,
    Notional NotionalMin,
    Notional NotionalMax,
    int OpenOrdersMax,
    decimal CollarBps,
    decimal PassiveCollarBps,
    TimeSpan ReferenceMaxAge)
{
    /// <summary>
    /// More than any venue lets one account rest in one instrument; bounds the memory of working orders.
    /// </summary>
    public const int OpenOrdersMaxMax = 100_000;

    /// <summary>The largest short position; null for as much as <see cref="PositionMax"/>.</summary>
    public Quantity? ShortMax { get; init; }

    /// <summary>Working orders on one side.</summary>
    public int? OpenOrdersSideMax { get; init; }

    /// <summary>
    /// How far an order may take beyond the best price that the market has shown within <see
    /// cref="DriftMinutes"/>: small steps, each within the collar, must not walk the market away.
    /// </summary>
    public decimal? DriftCollarBps { get; init; }

    /// <summary>1 to <see cref="PriceRange.MinutesMax"/>.</summary>
    public int DriftMinutes { get; init; } = 1;

    /// <summary>
    /// A reference price that moves by more from one quote to the next is not believed for <see
    /// cref="JumpPause"/>.
    /// </summary>
    public decimal? JumpBps { get; init; }

    /// <inheritdoc cref="JumpBps"/>
    public TimeSpan JumpPause { get; init; }

    /// <summary>
    /// The largest order-to-trade ratio by number of a UTC day: messages divided by trades, less one.
    /// </summary>
    public decimal? OrderToTradeMax { get; init; }

    /// <summary>The same by volume: ordered quantity divided by traded quantity, less one.</summary>
    public decimal? OrderToTradeVolumeMax { get; init; }

    /// <summary>So many messages of a day are not judged, because a ratio of few says nothing.</summary>
    public int OrderToTradeFree { get; init; }

    /// <summary>
    /// What a margin position binds of the equity, in percent of its notional; needed where the instrument
    /// is a contract.
    /// </summary>
    public decimal? MarginPercent { get; init; }

    /// <summary>The largest position on the side that the order adds to.</summary>
    public Quantity PositionMaxOf(Side side) =>
        side == Side.Sell && ShortMax is { } shortMax ? shortMax : PositionMax;

    internal static InstrumentLimits Read(ConfigReader section, SharedLimits shared)
    {
        var limits = new InstrumentLimits(
            new Quantity(Limits.Positive(section, "position-max")),
            new Quantity(Limits.NotNegativeOrZero(section, "quantity-min")),
            new Quantity(Limits.Positive(section, "quantity-max")),
            new Notional(Limits.NotNegativeOrZero(section, "notional-min")),
            new Notional(Limits.Positive(section, "notional-max")),
            section.Whole("open-orders-max", 1, OpenOrdersMaxMax),
            Limits.Bps(section, "collar-bps", shared.CollarBps),
            Limits.Bps(section, "passive-collar-bps", shared.PassiveCollarBps),
            shared.ReferenceMaxAge)
        {
            ShortMax = Limits.Inherited(section, "short-max", null) is { } shortMax
                ? new Quantity(shortMax)
                : null,
            OpenOrdersSideMax = Limits.Count(section, "open-orders-side-max", shared.OpenOrdersSideMax),
            DriftCollarBps = Limits.Inherited(section, "drift-collar-bps", shared.DriftCollarBps),
            DriftMinutes = shared.DriftMinutes,
            JumpBps = Limits.Inherited(section, "jump-bps", shared.JumpBps),
            JumpPause = shared.JumpPause,
            OrderToTradeMax = Limits.Inherited(section, "order-to-trade-max", shared.OrderToTradeMax),
            OrderToTradeVolumeMax =
                Limits.Inherited(section, "order-to-trade-volume-max", shared.OrderToTradeVolumeMax),
            OrderToTradeFree = shared.OrderToTradeFree,
            MarginPercent = Limits.Inherited(section, "margin-percent", null),
        };
        section.Finish();
        return limits;
    }
}
