namespace TradingActors.Engine.Risk;

/// <summary>
/// What every instrument of the account takes over unless its own section says otherwise. Each key has to be
/// written; one that limits nothing is written as <c>off</c>.
/// </summary>
internal sealed record SharedLimits(
    decimal CollarBps,
    decimal PassiveCollarBps,
    TimeSpan ReferenceMaxAge,
    int? OpenOrdersSideMax,
    decimal? DriftCollarBps,
    int DriftMinutes,
    decimal? JumpBps,
    TimeSpan JumpPause,
    decimal? OrderToTradeMax,
    decimal? OrderToTradeVolumeMax,
    int OrderToTradeFree)
{
    public static SharedLimits Read(ConfigReader risk) => new(
        Limits.Bps(risk, "collar-bps"),
        Limits.Bps(risk, "passive-collar-bps"),
        Limits.PositiveSpan(risk, "reference-max-age"),
        Limits.CountOrOff(risk, "open-orders-side-max"),
        Limits.PositiveOrOff(risk, "drift-collar-bps"),
        risk.Whole("drift-minutes", 1, PriceRange.MinutesMax),
        Limits.PositiveOrOff(risk, "jump-bps"),
        Limits.PositiveSpan(risk, "jump-pause"),
        Limits.PositiveOrOff(risk, "order-to-trade-max"),
        Limits.PositiveOrOff(risk, "order-to-trade-volume-max"),
        risk.Whole("order-to-trade-free", 0, 1_000_000_000));
}
