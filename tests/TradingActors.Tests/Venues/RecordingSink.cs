using System.Text;
using TradingActors.Domain;

namespace TradingActors.Tests.Venues;

/// <summary>Keeps what a venue session wrote and emitted, in order.</summary>
internal sealed class RecordingSink : IVenueSessionSink
{
    public List<string> Frames { get; } = [];

    public List<VenueEvent> Events { get; } = [];

    public void Write(ReadOnlySpan<byte> frame) => Frames.Add(Encoding.UTF8.GetString(frame));

    public void Emit(VenueEvent venueEvent) => Events.Add(venueEvent);

    public List<RateUsage> Usages { get; } = [];

    public void Counted(in RateUsage usage) => Usages.Add(usage);

    /// <summary>What was emitted since the last call.</summary>
    public VenueEvent[] Take()
    {
        var taken = Events.ToArray();
        Events.Clear();
        return taken;
    }
}
