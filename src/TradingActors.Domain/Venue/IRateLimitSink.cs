namespace TradingActors.Domain;

/// <summary>Hears of the venue's windows.</summary>
public interface IRateLimitSink
{
    /// <summary>What the venue counts or allows, as its answers carry it.</summary>
    void Counted(in RateUsage usage);
}
