using System.Net;
using System.Net.Sockets;

namespace TradingActors.Scenarios.InProcess;

/// <summary>
/// Passes bytes between the engine and the venue, until it is told to cut every connection that it
/// carries, or to let them stand open and carry nothing more.
/// </summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly Uri _target;
    private readonly Task _accepting;
    private List<Pair> _pairs = [];

    public TcpProxy(Uri target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The target's address with the proxy's port.</summary>
    public Uri Address => new UriBuilder(_target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;

    /// <summary>Resets every connection. New ones are carried as before.</summary>
    public void Cut()
    {
        foreach (var pair in TakePairs())
            pair.Reset();
    }

    /// <summary>Carries nothing more on the present connections, and leaves them open.</summary>
    public void Stall()
    {
        foreach (var pair in TakePairs())
            pair.IsStalled = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        Cut();
        try
        {
            await _accepting;
        }
        catch (Exception e) when (
            e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The listener was closed under it.
        }

        _stopping.Dispose();
    }

    private List<Pair> TakePairs()
    {
        lock (_lock)
        {
            var taken = _pairs;
            _pairs = [];
            return taken;
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var client = await _listener.AcceptSocketAsync(_stopping.Token);
            var venue = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await venue.ConnectAsync(IPAddress.Loopback, _target.Port);
            client.NoDelay = true;
            var pair = new Pair(client, venue);
            lock (_lock)
                _pairs.Add(pair);
            _ = pair.CarryAsync(client, venue);
            _ = pair.CarryAsync(venue, client);
        }
    }

    private sealed class Pair(Socket client, Socket venue)
    {
        public volatile bool IsStalled;

        public async Task CarryAsync(Socket from, Socket to)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
                    if (!IsStalled)
                        for (var sent = 0; sent < read;)
                            sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // One end is gone; the other goes with it.
            }

            if (!IsStalled)
                Reset();
        }

        public void Reset()
        {
            client.Close(0);
            venue.Close(0);
        }
    }
}
