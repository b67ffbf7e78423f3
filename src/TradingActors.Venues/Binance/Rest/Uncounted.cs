using TradingActors.Domain;

namespace TradingActors.Venues.Binance.Rest;

/// <summary>
/// Lets the venue's windows go by: whoever asks by REST asks once, before there is a budget to keep.
/// </summary>
internal sealed class Uncounted : IRateLimitSink
{
    public static readonly Uncounted Instance = new();

    public void Counted(in RateUsage usage)
    {
    }
}
