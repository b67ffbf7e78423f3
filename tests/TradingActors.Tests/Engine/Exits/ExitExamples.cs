using TradingActors.Domain;
using TradingActors.Engine.Exits;
using TradingActors.Tests.Engine.Risk;

namespace TradingActors.Tests.Engine.Exits;

/// <summary>An exit at BTCUSDT around 100 with a lot of 0.001 and the venue's smallest order of 5.</summary>
internal static class ExitExamples
{
    public static readonly ExitSettings Settings = new(
        SliceNotionalMax: new Notional(100m),
        CollarBps: 50m,
        QuoteAgeMax: TimeSpan.FromSeconds(5),
        SliceTimeout: TimeSpan.FromSeconds(3),
        SlicesMax: 20,
        AttemptsMax: 4,
        WaitMax: TimeSpan.FromSeconds(60));

    public static readonly Instant Now = new(Some.Time, TimeSpan.FromHours(1));

    public static readonly Instrument Btc = RiskDesk.InstrumentOf(Some.Btc);

    public static readonly FlattenLine Line = new(Some.Btc, new Quantity(3m));

    /// <summary>Nothing in the way of selling 3.</summary>
    public static readonly ExitView View = new(3m, 0m, 0, 0, Btc, QuoteAt(Now), CanExit: true);

    public static Quote QuoteAt(Instant at, decimal bid = 99.99m, decimal ask = 100.01m) => new(
        Some.Btc, new Price(bid), new Quantity(1m), new Price(ask), new Quantity(1m), 1, at);

    public static Instant After(double seconds) => Now.Plus(TimeSpan.FromSeconds(seconds));
}
