using TradingActors.Domain;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation;

/// <summary>Feeds the venue from the network, and wakes it when it has something to do.</summary>
internal sealed class SimulatedVenueEnd(VenueCore core, SimulationLoop loop, Clock clock)
    : SimulatedNetwork.IVenueEnd
{
    private const string ClientAddress = "10.0.0.1";

    private long _plan;

    public bool Connected(long id, Uri address)
    {
        var isTaken = core.Connected(id, address.AbsolutePath, address.Query, ClientAddress, clock.Now);
        PlanNext();
        return isTaken;
    }

    public void Received(long id, ReadOnlySpan<byte> frame)
    {
        core.Received(id, frame, clock.Now);
        PlanNext();
    }

    public void ReceivedPong(long id, ReadOnlySpan<byte> payload)
    {
        core.ReceivedPong(id, payload, clock.Now);
        PlanNext();
    }

    public void Disconnected(long id)
    {
        core.Disconnected(id);
        PlanNext();
    }

    public void Start() => PlanNext();

    /// <summary>Every call may move the venue's next deadline, so the newest plan alone counts.</summary>
    private void PlanNext()
    {
        var plan = ++_plan;
        if (core.NextDeadline < TimeSpan.MaxValue)
            loop.At(core.NextDeadline, () => Wake(plan));
    }

    private void Wake(long plan)
    {
        if (plan != _plan)
            return;

        core.Tick(clock.Now);
        PlanNext();
    }
}
