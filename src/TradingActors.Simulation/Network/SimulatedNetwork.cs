using System.Text;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;

namespace TradingActors.Simulation;

/// <summary>
/// Carries bytes between the nodes' transports and the venue, both of which do no I/O, over virtual time:
/// delayed, cut and broken as the seed says. Every frame that arrives is part of the trace.
/// </summary>
public sealed class SimulatedNetwork : IVenueOutput
{
    private readonly SimulationLoop _loop;
    private readonly SimulatedNetworkSettings _settings;
    private readonly Trace _trace;
    private readonly Random _random;
    private readonly Dictionary<long, SimulatedLink> _links = [];
    private IVenueEnd? _venue;
    private long _lastId;

    public SimulatedNetwork(SimulationLoop loop, SimulatedNetworkSettings settings, ulong seed, Trace trace)
    {
        _loop = loop;
        _settings = settings;
        _trace = trace;
        _random = new Random((int)(seed ^ (seed >> 32)));
    }

    /// <summary>The venue end of every connection.</summary>
    public interface IVenueEnd
    {
        bool Connected(long id, Uri address);

        void Received(long id, ReadOnlySpan<byte> frame);

        void ReceivedPong(long id, ReadOnlySpan<byte> payload);

        void Disconnected(long id);
    }

    public bool IsCongested => false;

    /// <summary>Connections that were broken by the network.</summary>
    public int Breaks { get; private set; }

    /// <summary>
    /// No connection breaks while this is true; a run ends in calm, so that what can be settled is.
    /// </summary>
    public bool IsCalm { get; set; }

    public void Attach(IVenueEnd venue) => _venue = venue;

    public IVenueTransportFactory TransportsOf(SimulatedNode node) =>
        new SimulatedTransportFactory(this, node);

    /// <summary>
    /// The node died: its end of every connection is gone, and the venue finds out a little later.
    /// </summary>
    public void Lose(SimulatedNode node)
    {
        foreach (var link in _links.Values.Where(l => l.Node == node).ToArray())
            CloseFromClient(link, "the process died");
    }

    void IVenueOutput.Send(long connection, OutboundKind kind, ReadOnlySpan<byte> bytes)
    {
        if (!_links.TryGetValue(connection, out var link))
            return;

        var copy = bytes.ToArray();
        switch (kind)
        {
            case OutboundKind.Text:
                ToClient(link, () => Deliver(link, copy));
                break;
            case OutboundKind.Ping:
                ToClient(link, () => ToVenue(link, () => _venue!.ReceivedPong(link.Id, copy)));
                break;
            case OutboundKind.Close:
                EndByVenue(link, $"closed by the venue: {Encoding.UTF8.GetString(copy)}");
                break;
            case OutboundKind.Abort or OutboundKind.TornText:
                EndByVenue(link, "the connection was reset");
                break;
        }
    }

    internal SimulatedLink Connect(SimulatedNode node, Uri address, IVenueTransportListener listener)
    {
        var link = new SimulatedLink(++_lastId, node, address, listener);
        _links.Add(link.Id, link);
        _loop.After(Delay(), () => Reach(link));
        return link;
    }

    internal WriteResult Write(SimulatedLink link, ReadOnlySpan<byte> frame)
    {
        if (link.IsWritePending)
            throw new InvalidOperationException("a write is under way; wait for it to end");
        if (!link.IsClientOpen)
            return WriteResult.Failed;

        var copy = frame.ToArray();
        ToVenue(link, () =>
        {
            _trace.Record(_loop.Now, $"{link.Id} →", copy);
            _venue!.Received(link.Id, copy);
        });
        if (_random.NextDouble() >= _settings.PendingShare)
            return WriteResult.Written;

        link.IsWritePending = true;
        _loop.After(Delay(), () => FinishWrite(link));
        return WriteResult.Pending;
    }

    internal void CloseFromClient(SimulatedLink link, string reason)
    {
        if (link.IsClientDone)
            return;

        link.IsClientOpen = false;
        TellClosed(link, reason);
        ToVenue(link, () => EndAtVenue(link));
    }

    private void Reach(SimulatedLink link)
    {
        if (link.IsClientDone)
            return;

        if (!_venue!.Connected(link.Id, link.Address))
        {
            ToClient(link, () => TellClosed(link, "the venue refused the connection"));
            return;
        }

        _trace.Record(_loop.Now, $"{link.Id} open {link.Address.AbsolutePath}", default);
        link.IsVenueOpen = true;
        ToClient(link, () =>
        {
            link.IsClientOpen = true;
            link.Listener.OnOpened();
        });
        if (_settings.BreakEvery is { } mean)
            _loop.After(mean * -Math.Log(1 - _random.NextDouble()), () => Break(link));
    }

    /// <summary>
    /// Each direction is cut at a moment of its own: a request may be carried out and its answer lost.
    /// </summary>
    private void Break(SimulatedLink link)
    {
        if (IsCalm || (link.IsClientDone && !link.IsVenueOpen))
            return;

        Breaks++;
        _trace.Record(_loop.Now, $"{link.Id} breaks", default);
        link.ToVenueCutAt = _loop.Now + _settings.DelayMax * _random.NextDouble();
        link.ToClientCutAt = _loop.Now + _settings.DelayMax * _random.NextDouble();
        _loop.At(link.ToVenueCutAt + Delay(), () => EndAtVenue(link));
        _loop.At(link.ToClientCutAt + Delay(), () => EndAtClient(link, "the connection was reset"));
    }

    private void EndByVenue(SimulatedLink link, string reason)
    {
        link.IsVenueOpen = false;
        ToClient(link, () => EndAtClient(link, reason));
    }

    private void EndAtVenue(SimulatedLink link)
    {
        if (!link.IsVenueOpen)
            return;

        link.IsVenueOpen = false;
        _trace.Record(_loop.Now, $"{link.Id} gone", default);
        _venue!.Disconnected(link.Id);
        Forget(link);
    }

    private void EndAtClient(SimulatedLink link, string reason)
    {
        if (link.IsClientDone)
            return;

        link.IsClientOpen = false;
        TellClosed(link, reason);
    }

    private void TellClosed(SimulatedLink link, string reason)
    {
        link.IsClientDone = true;
        Forget(link);
        if (link.Node.IsDead)
            return;

        _trace.Record(_loop.Now, $"{link.Id} closed: {reason}", default);
        link.Listener.OnClosed(reason);
    }

    private static void FinishWrite(SimulatedLink link)
    {
        link.IsWritePending = false;
        if (link.IsClientOpen && !link.Node.IsDead)
            link.Listener.OnWritten();
    }

    private void Deliver(SimulatedLink link, byte[] frame)
    {
        _trace.Record(_loop.Now, $"{link.Id} ←", frame, isShown: !link.IsPublic);
        link.Listener.OnFrame(frame);
    }

    private void ToVenue(SimulatedLink link, Action arrive)
    {
        var at = Max(_loop.Now + Delay(), link.LastToVenueAt);
        link.LastToVenueAt = at;
        _loop.At(at, () =>
        {
            if (link.IsVenueOpen && at <= link.ToVenueCutAt)
                arrive();
        });
    }

    private void ToClient(SimulatedLink link, Action arrive)
    {
        var at = Max(_loop.Now + Delay(), link.LastToClientAt);
        link.LastToClientAt = at;
        _loop.At(at, () =>
        {
            if (!link.IsClientDone && !link.Node.IsDead && at <= link.ToClientCutAt)
                arrive();
        });
    }

    private void Forget(SimulatedLink link)
    {
        if (link is { IsClientDone: true, IsVenueOpen: false })
            _links.Remove(link.Id);
    }

    private TimeSpan Delay() =>
        _settings.DelayMin + (_settings.DelayMax - _settings.DelayMin) * _random.NextDouble();

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
