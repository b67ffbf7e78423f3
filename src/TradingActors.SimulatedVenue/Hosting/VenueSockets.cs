using System.Collections.Concurrent;
using System.Threading.Channels;

namespace TradingActors.SimulatedVenue;

/// <summary>The open sockets: the core's output goes through here to them.</summary>
internal sealed class VenueSockets(ChannelWriter<VenueInput> inputs) : IVenueOutput
{
    private readonly ConcurrentDictionary<long, VenueSocket> _sockets = new();
    private readonly List<VenueSocket> _touched = [];
    private volatile bool _isCongested;

    public bool IsCongested => _isCongested;

    public void Add(VenueSocket socket) => _sockets[socket.Id] = socket;

    public void Remove(VenueSocket socket) => _sockets.TryRemove(socket.Id, out _);

    public bool IsOpen(long id) => _sockets.ContainsKey(id);

    public void Send(long connection, OutboundKind kind, ReadOnlySpan<byte> bytes)
    {
        if (!_sockets.TryGetValue(connection, out var socket)) return;
        socket.Enqueue(kind, bytes);
        if (socket.IsTouched) return;
        socket.IsTouched = true;
        _touched.Add(socket);
    }

    /// <summary>Lets everything out that the last turns laid down. Called by the loop alone.</summary>
    public void Flush()
    {
        foreach (var socket in _touched)
        {
            socket.IsTouched = false;
            socket.Flush();
            if (socket.IsCongested) _isCongested = true;
        }

        _touched.Clear();
    }

    /// <summary>
    /// A socket has written all it had; a market that waited for readers may go on once all have.
    /// </summary>
    public void Drained()
    {
        if (!_isCongested) return;
        foreach (var socket in _sockets.Values)
            if (socket.IsCongested) return;
        _isCongested = false;
        inputs.TryWrite(new VenueInput(VenueInputKind.Wake, 0, []));
    }

    public void EndAll()
    {
        foreach (var socket in _sockets.Values) socket.Gone();
    }
}
