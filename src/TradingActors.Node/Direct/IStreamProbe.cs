using TradingActors.Domain;

namespace TradingActors.Node.Direct;

/// <summary>Listens whether public streams speak.</summary>
public interface IStreamProbe
{
    /// <summary>Null once something was heard, otherwise what kept it from that.</summary>
    Task<string?> ProbeAsync(Uri streams, IReadOnlyList<Symbol> symbols, TimeSpan patience);
}
