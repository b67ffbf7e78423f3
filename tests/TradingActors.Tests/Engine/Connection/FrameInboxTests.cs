using System.Text;
using Akka.Actor;
using TradingActors.Domain;
using TradingActors.Engine.Connection;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

public sealed class FrameInboxTests : PatientTestKit
{
    private readonly SilentTransport _transport = new();

    [Fact]
    public void announces_many_frames_with_one_message_and_hands_them_over_whole_and_in_order()
    {
        var inbox = Inbox();

        inbox.OnFrame("one"u8);
        inbox.OnFrame(""u8);
        inbox.OnFrame("three"u8);

        ExpectMsg(new FramesArrived(7));
        ExpectNoMsg(TimeSpan.Zero);
        Assert.Equal(["one", "", "three"], Drain(inbox));
        Assert.Empty(Drain(inbox));
    }

    [Fact]
    public void announces_again_once_the_owner_has_drained()
    {
        var inbox = Inbox();
        inbox.OnFrame("a"u8);
        Drain(inbox);
        inbox.OnFrame("b"u8);

        ExpectMsg(new FramesArrived(7));
        ExpectMsg(new FramesArrived(7));
        Assert.Equal(["b"], Drain(inbox));
    }

    [Fact]
    public void frames_that_arrive_during_a_drain_wait_for_the_next()
    {
        var inbox = Inbox();
        inbox.OnFrame("a"u8);
        var seen = new List<string>();

        inbox.Drain(seen, (frame, list) =>
        {
            list.Add(Encoding.UTF8.GetString(frame));
            inbox.OnFrame("later"u8);
        });

        Assert.Equal(["a"], seen);
        ExpectMsg(new FramesArrived(7));
        ExpectMsg(new FramesArrived(7));
        Assert.Equal(["later"], Drain(inbox));
    }

    [Fact]
    public void frames_larger_than_the_first_buffer_survive_its_growth()
    {
        var inbox = Inbox();
        var expected = Enumerable.Range(0, 2_000).Select(i => new string((char)('a' + i % 26), i)).ToArray();

        foreach (var frame in expected)
            inbox.OnFrame(Encoding.UTF8.GetBytes(frame));

        Assert.Equal(expected, Drain(inbox));
    }

    [Fact]
    public void tells_every_signal_with_the_generation_in_the_order_of_the_transport()
    {
        var inbox = Inbox();

        inbox.OnOpened();
        inbox.OnFrame("a"u8);
        inbox.OnWritten();
        inbox.OnClosed("gone");

        ExpectMsg(new TransportOpened(7));
        ExpectMsg(new FramesArrived(7));
        ExpectMsg(new TransportWritten(7));
        ExpectMsg(new TransportClosed(7, "gone"));
        Assert.Equal(["a"], Drain(inbox));
    }

    [Fact]
    public void nothing_follows_the_end_of_the_connection()
    {
        var inbox = Inbox();

        inbox.OnClosed("gone");
        inbox.OnClosed("twice");
        inbox.OnFrame("late"u8);
        inbox.OnWritten();

        ExpectMsg(new TransportClosed(7, "gone"));
        ExpectNoMsg(TimeSpan.Zero);
        Assert.Empty(Drain(inbox));
    }

    [Theory]
    [InlineData(1_000, 2, "limits 2 and 1000")]
    [InlineData(7, 100, "limits 100 and 7")]
    public void at_its_bound_it_closes_the_transport_and_delivers_nothing_behind_the_gap(
        int bytes, int frames, string limits)
    {
        var inbox = new FrameInbox(_transport, TestActor, 7, bytes, frames);
        _transport.Listener = inbox;

        inbox.OnFrame("abc"u8);
        inbox.OnFrame("def"u8);
        inbox.OnFrame("gap"u8);
        inbox.OnFrame(""u8);

        ExpectMsg(new FramesArrived(7));
        var closed = ExpectMsg<TransportClosed>();
        Assert.StartsWith(
            "the consumer is too slow: 2 frames with 6 bytes wait", closed.Reason, StringComparison.Ordinal);
        Assert.Contains(limits, closed.Reason, StringComparison.Ordinal);
        Assert.Equal(["abc", "def"], Drain(inbox));
        Assert.Single(_transport.CloseReasons);
    }

    [Fact]
    public void a_disposed_inbox_keeps_and_tells_nothing()
    {
        var inbox = Inbox();
        inbox.OnFrame("a"u8);
        ExpectMsg(new FramesArrived(7));

        inbox.Dispose();
        inbox.OnFrame("b"u8);
        inbox.OnClosed("gone");

        ExpectNoMsg(TimeSpan.Zero);
        Assert.Empty(Drain(inbox));
    }

    [Fact]
    public void an_owner_that_disposes_it_from_within_a_drain_sees_no_further_frame()
    {
        var inbox = Inbox();
        inbox.OnFrame("a"u8);
        inbox.OnFrame("b"u8);
        var seen = new List<string>();

        var handed = inbox.Drain(seen, (frame, list) =>
        {
            inbox.Dispose();
            list.Add(Encoding.UTF8.GetString(frame));
        });

        Assert.Equal(1, handed);
        Assert.Equal(["a"], seen);
    }

    [Fact]
    public void frames_of_a_receive_thread_arrive_once_each_and_in_order()
    {
        const int Total = 20_000;
        var inbox = Inbox();
        var receiver = new Thread(() =>
        {
            for (var i = 0; i < Total; i++)
                inbox.OnFrame(BitConverter.GetBytes(i));
            inbox.OnClosed("end");
        });
        var seen = new List<int>();

        receiver.Start();
        while (ExpectMsg<TransportSignal>() is not TransportClosed)
            inbox.Drain(seen, static (frame, list) => list.Add(BitConverter.ToInt32(frame)));
        receiver.Join();

        Assert.Equal(Enumerable.Range(0, Total), seen);
    }

    [Fact]
    public void allocates_nothing_per_frame_in_the_steady_state()
    {
        var inbox = new FrameInbox(_transport, ActorRefs.Nobody, 7);
        var frame = new byte[150];
        void Round()
        {
            for (var i = 0; i < 1_000; i++)
                inbox.OnFrame(frame);
            inbox.Drain(0, static (_, _) => { });
        }

        Round();
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Round();
        Round();

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    private FrameInbox Inbox() => new(_transport, TestActor, generation: 7);

    private static List<string> Drain(FrameInbox inbox)
    {
        var frames = new List<string>();
        inbox.Drain(frames, static (frame, list) => list.Add(Encoding.UTF8.GetString(frame)));
        return frames;
    }

    private sealed class SilentTransport : IVenueTransport
    {
        public List<string> CloseReasons { get; } = [];

        public IVenueTransportListener? Listener { get; set; }

        public void Open(IVenueTransportListener listener) => Listener = listener;

        public WriteResult Write(ReadOnlySpan<byte> frame) => WriteResult.Written;

        public void Close(string reason)
        {
            CloseReasons.Add(reason);
            Listener?.OnClosed("closed by us");
        }

        public void Dispose() => Listener = null;
    }
}
