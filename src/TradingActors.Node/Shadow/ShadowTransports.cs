using TradingActors.Domain;

namespace TradingActors.Node.Shadow;

/// <summary>
/// Connections of a shadow: whatever does not lead to the node's own exchange carries
/// <see cref="PublicFrames"/> alone.
/// </summary>
public sealed class ShadowTransports(Uri ownExchange, IVenueTransportFactory transports)
    : IVenueTransportFactory
{
    public IVenueTransport Create(Uri address) => address == ownExchange
        ? transports.Create(address)
        : new PublicOnly(transports.Create(address));

    private sealed class PublicOnly(IVenueTransport transport) : IVenueTransport
    {
        public void Open(IVenueTransportListener listener) => transport.Open(listener);

        public WriteResult Write(ReadOnlySpan<byte> frame)
        {
            if (PublicFrames.Allows(frame))
                return transport.Write(frame);
            transport.Close("a shadow sends a live venue nothing but requests for public data");
            return WriteResult.Failed;
        }

        public void Close(string reason) => transport.Close(reason);

        public void Dispose() => transport.Dispose();
    }
}
