using TradingActors.Domain;

namespace TradingActors.Venues.Binance.Wire;

/// <summary>Hears of the venue's windows.</summary>
internal interface IRateLimitSink
{
    void Counted(in RateUsage usage);
}
