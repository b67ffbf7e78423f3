using TradingActors.Domain;

namespace TradingActors.Engine.Risk;

/// <summary>
/// The limits of one instrument in one account, all inclusive. <paramref name="CollarBps"/> bounds how far
/// beyond the reference price an order may take, <paramref name="PassiveCollarBps"/> how far behind it an
/// order may rest: a price that cannot trade is a typing error until someone widens the bound.
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
            shared.ReferenceMaxAge);
        section.Finish();
        return limits;
    }
}
