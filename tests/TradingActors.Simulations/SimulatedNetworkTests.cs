using System.Globalization;
using System.Text;
using TradingActors.Domain;
using TradingActors.SimulatedVenue;
using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

public sealed class SimulatedNetworkTests : IDisposable
{
    private readonly SimulationLoop _loop = new(1);
    private readonly Trace _trace = new();
    private readonly VenueEnd _venue = new();

    [Fact]
    public void frames_arrive_whole_in_order_and_never_at_once()
    {
        var (network, client, transport) = Open(SimulatedNetworkSettings.Calm with { PendingShare = 0 });
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(WriteResult.Written, transport.Write(Bytes($"up {i}")));
            ((IVenueOutput)network).Send(1, OutboundKind.Text, Bytes($"down {i}"));
        }

        _loop.RunUntil(_loop.Now + SimulatedNetworkSettings.Calm.DelayMin - TimeSpan.FromTicks(1));
        Assert.Empty(client.Heard);
        _loop.RunUntil(_loop.Now + TimeSpan.FromSeconds(1));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => Text($"up {i}")), _venue.Heard);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => Text($"down {i}")), client.Heard);
    }

    [Fact]
    public void a_pending_write_is_finished_later_and_forbids_another()
    {
        var (_, client, transport) = Open(SimulatedNetworkSettings.Calm with { PendingShare = 1 });

        Assert.Equal(WriteResult.Pending, transport.Write("a"u8));
        Assert.Throws<InvalidOperationException>(() => transport.Write("b"u8));
        _loop.RunUntil(_loop.Now + TimeSpan.FromSeconds(1));

        Assert.Equal(1, client.Written);
        Assert.Equal(["a"], _venue.Heard);
    }

    [Fact]
    public void a_break_ends_both_ends_once_and_what_is_under_way_is_lost()
    {
        var settings = SimulatedNetworkSettings.Calm with
        {
            BreakEvery = TimeSpan.FromSeconds(1),
            PendingShare = 0,
        };
        var (network, client, transport) = Open(settings);
        var sent = 0;
        while (client.Closed.Count == 0)
        {
            if (transport.Write(Bytes(Text($"{sent}"))) == WriteResult.Written)
                sent++;
            _loop.RunUntil(_loop.Now + TimeSpan.FromMilliseconds(1));
        }

        _loop.RunUntil(_loop.Now + TimeSpan.FromMinutes(1));

        Assert.Equal(["the connection was reset"], client.Closed);
        Assert.Equal(1, _venue.Disconnects);
        Assert.Equal(1, network.Breaks);
        Assert.InRange(_venue.Heard.Count, 1, sent - 1);
        Assert.Equal(Enumerable.Range(0, _venue.Heard.Count).Select(i => Text($"{i}")), _venue.Heard);
        Assert.Equal(WriteResult.Failed, transport.Write("late"u8));
    }

    [Fact]
    public void a_refused_connection_is_told_as_closed()
    {
        _venue.Takes = false;
        var (_, client, transport) = Open(SimulatedNetworkSettings.Calm);

        Assert.Equal(["the venue refused the connection"], client.Closed);
        Assert.False(client.IsOpen);
        Assert.Equal(WriteResult.Failed, transport.Write("a"u8));
    }

    [Fact]
    public void pings_of_the_venue_are_answered_by_the_clients_end()
    {
        var (network, _, _) = Open(SimulatedNetworkSettings.Calm);

        ((IVenueOutput)network).Send(1, OutboundKind.Ping, "42"u8);
        _loop.RunUntil(_loop.Now + TimeSpan.FromSeconds(1));

        Assert.Equal(["42"], _venue.Pongs);
    }

    [Fact]
    public void closing_delivers_what_was_written_before_and_nothing_comes_back()
    {
        var (network, client, transport) = Open(SimulatedNetworkSettings.Calm with { PendingShare = 0 });

        transport.Write("last"u8);
        ((IVenueOutput)network).Send(1, OutboundKind.Text, "unheard"u8);
        transport.Close("done");
        _loop.RunUntil(_loop.Now + TimeSpan.FromSeconds(1));

        Assert.Equal(["last"], _venue.Heard);
        Assert.Empty(client.Heard);
        Assert.Equal(["done"], client.Closed);
        Assert.Equal(1, _venue.Disconnects);
    }

    [Fact]
    public void a_dead_node_hears_nothing_and_the_venue_finds_out()
    {
        var node = new SimulatedNode(_loop, new SimulatedJournalStore(1, TimeSpan.Zero));
        var (network, client, _) = Open(SimulatedNetworkSettings.Calm, node);
        ((IVenueOutput)network).Send(1, OutboundKind.Text, "unheard"u8);

        node.Die();
        network.Lose(node);
        _loop.RunUntil(_loop.Now + TimeSpan.FromSeconds(1));

        Assert.Empty(client.Heard);
        Assert.Empty(client.Closed);
        Assert.Equal(1, _venue.Disconnects);
    }

    public void Dispose() => _trace.Dispose();

    private (SimulatedNetwork Network, Client Client, IVenueTransport Transport) Open(
        SimulatedNetworkSettings settings, SimulatedNode? node = null)
    {
        var network = new SimulatedNetwork(_loop, settings, 5, _trace);
        network.Attach(_venue);
        var client = new Client();
        var owner = node ?? new SimulatedNode(_loop, new SimulatedJournalStore(1, TimeSpan.Zero));
        var transport = network.TransportsOf(owner).Create(new Uri("ws://venue/stream"));
        transport.Open(client);
        _loop.RunUntil(_loop.Now + settings.DelayMax * 2);
        return (network, client, transport);
    }

    private static byte[] Bytes(FormattableString text) => Bytes(Text(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed class Client : IVenueTransportListener
    {
        public List<string> Heard { get; } = [];

        public List<string> Closed { get; } = [];

        public bool IsOpen { get; private set; }

        public int Written { get; private set; }

        public void OnOpened() => IsOpen = true;

        public void OnFrame(ReadOnlySpan<byte> frame) => Heard.Add(Encoding.UTF8.GetString(frame));

        public void OnWritten() => Written++;

        public void OnClosed(string reason) => Closed.Add(reason);
    }

    private sealed class VenueEnd : SimulatedNetwork.IVenueEnd
    {
        public bool Takes { get; set; } = true;

        public List<string> Heard { get; } = [];

        public List<string> Pongs { get; } = [];

        public int Disconnects { get; private set; }

        public bool Connected(long id, Uri address) => Takes;

        public void Received(long id, ReadOnlySpan<byte> frame) => Heard.Add(Encoding.UTF8.GetString(frame));

        public void ReceivedPong(long id, ReadOnlySpan<byte> payload) =>
            Pongs.Add(Encoding.UTF8.GetString(payload));

        public void Disconnected(long id) => Disconnects++;
    }
}
