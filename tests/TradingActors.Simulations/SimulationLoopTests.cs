using TradingActors.Simulation;
using Xunit;

namespace TradingActors.Simulations;

public sealed class SimulationLoopTests
{
    private readonly List<string> _ran = [];

    [Fact]
    public void runs_by_time_and_then_by_the_order_of_asking()
    {
        var loop = new SimulationLoop(1);
        loop.At(Seconds(2), () => _ran.Add("late"));
        loop.At(Seconds(1), () => _ran.Add("first"));
        loop.At(Seconds(1), () => _ran.Add("second"));

        loop.RunUntil(Seconds(1));

        Assert.Equal(["first", "second"], _ran);
        Assert.Equal(Seconds(1), loop.Now);
        loop.RunUntil(Seconds(5));
        Assert.Equal(["first", "second", "late"], _ran);
        Assert.Equal(Seconds(5), loop.Now);
    }

    [Fact]
    public void what_is_ready_runs_before_time_moves()
    {
        var loop = new SimulationLoop(1);
        loop.At(Seconds(1), () =>
        {
            loop.Post(() => _ran.Add($"posted at {loop.Now.TotalSeconds}"));
            loop.At(Seconds(0), () => _ran.Add($"overdue at {loop.Now.TotalSeconds}"));
        });
        loop.At(Seconds(2), () => _ran.Add("later"));

        loop.RunUntil(Seconds(2));

        Assert.Equal(["posted at 1", "overdue at 1", "later"], _ran);
    }

    [Fact]
    public void the_seed_alone_decides_the_order_of_what_is_ready()
    {
        var orders = Enumerable.Range(0, 20).Select(seed => Order((ulong)seed)).ToArray();

        Assert.Equal(orders, Enumerable.Range(0, 20).Select(seed => Order((ulong)seed)));
        Assert.True(orders.Distinct().Count() > 10, "the seed does not shuffle");

        static string Order(ulong seed)
        {
            var loop = new SimulationLoop(seed);
            var order = "";
            foreach (var name in "abcdef")
                loop.Post(() => order += name);
            loop.RunUntil(TimeSpan.Zero);
            return order;
        }
    }

    [Fact]
    public void work_from_another_thread_is_counted_and_its_origin_kept()
    {
        var loop = new SimulationLoop(1);
        var foreign = new Thread(() => loop.Post(() => _ran.Add("foreign")));
        foreign.Start();
        foreign.Join();

        loop.RunUntil(Seconds(1));

        Assert.Equal(1, loop.ForeignPosts);
        Assert.Contains(nameof(work_from_another_thread_is_counted_and_its_origin_kept), loop.FirstForeign);
        Assert.Equal(["foreign"], _ran);
    }

    [Fact]
    public void a_livelock_is_an_error()
    {
        var loop = new SimulationLoop(1);
        void Again() => loop.Post(Again);
        Again();

        var livelock = Assert.Throws<InvalidOperationException>(() => loop.RunUntil(Seconds(1)));

        Assert.Contains("livelock", livelock.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ends_early_when_the_condition_holds()
    {
        var loop = new SimulationLoop(1);
        loop.At(Seconds(1), () => _ran.Add("wanted"));
        loop.At(Seconds(2), () => _ran.Add("not reached"));

        Assert.True(loop.RunUntil(Seconds(9), () => _ran.Count == 1));
        Assert.Equal(Seconds(1), loop.Now);
        Assert.False(loop.RunUntil(Seconds(9), () => _ran.Count == 3));
        Assert.Equal(Seconds(9), loop.Now);
    }

    [Fact]
    public void virtual_time_tells_both_clocks_and_runs_timers()
    {
        var loop = new SimulationLoop(1);
        var time = new VirtualTime(loop);
        using var timer = time.CreateTimer(
            _ => _ran.Add($"{loop.Now.TotalSeconds}"), null, Seconds(1), Seconds(2));

        loop.RunUntil(Seconds(4));
        timer.Change(Seconds(5), Timeout.InfiniteTimeSpan);
        loop.RunUntil(Seconds(20));

        Assert.Equal(["1", "3", "9"], _ran);
        Assert.Equal(VirtualTime.Epoch + Seconds(20), time.GetUtcNow());
        Assert.Equal(Seconds(20), time.GetElapsedTime(0));
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
