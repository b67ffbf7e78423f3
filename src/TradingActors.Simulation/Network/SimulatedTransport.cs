using TradingActors.Domain;

namespace TradingActors.Simulation;

/// <summary>One connection of a node, carried by the <see cref="SimulatedNetwork"/>.</summary>
internal sealed class SimulatedTransport(SimulatedNetwork network, SimulatedNode node, Uri address)
    : IVenueTransport
{
    private SimulatedLink? _link;

    public void Open(IVenueTransportListener listener)
    {
        if (_link is not null)
            throw new InvalidOperationException("a transport serves one connection");

        _link = network.Connect(node, address, listener);
    }

    public WriteResult Write(ReadOnlySpan<byte> frame) =>
        _link is null ? WriteResult.Failed : network.Write(_link, frame);

    public void Close(string reason)
    {
        if (_link is not null)
            network.CloseFromClient(_link, reason);
    }

    public void Dispose() => Close("disposed");
}

/// <summary>The transports of one node.</summary>
internal sealed class SimulatedTransportFactory(SimulatedNetwork network, SimulatedNode node)
    : IVenueTransportFactory
{
    public IVenueTransport Create(Uri address) => new SimulatedTransport(network, node, address);
}
