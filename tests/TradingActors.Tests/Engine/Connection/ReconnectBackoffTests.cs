using Akka.Configuration;
using TradingActors.Domain;
using TradingActors.Engine;
using TradingActors.Engine.Connection;
using Xunit;

namespace TradingActors.Tests.Engine.Connection;

public sealed class ReconnectBackoffTests
{
    private static readonly Instant Start = new(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1));

    [Fact]
    public void tries_at_once_then_doubles_to_its_maximum()
    {
        var backoff = Make(ReconnectSettings.Default with { Jitter = 0 });

        var delays = Enumerable.Range(0, 9).Select(_ => backoff.NextDelay(Start).TotalMilliseconds);

        Assert.Equal([0, 250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000], delays);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void varies_each_delay_by_its_jitter_and_no_more(int seed)
    {
        var backoff = Make(ReconnectSettings.Default, seed);
        for (var i = 0; i < 7; i++)
            backoff.NextDelay(Start);

        var delays = Enumerable.Range(0, 100).Select(_ => backoff.NextDelay(Start).TotalSeconds).ToArray();

        Assert.All(delays, d => Assert.InRange(d, 8, 12));
        Assert.True(delays.Max() - delays.Min() > 2, "the jitter does not spread the delays");
    }

    [Fact]
    public void the_same_seed_gives_the_same_delays()
    {
        var one = Make(ReconnectSettings.Default, seed: 5);
        var two = Make(ReconnectSettings.Default, seed: 5);

        Assert.Equal(
            Enumerable.Range(0, 20).Select(_ => one.NextDelay(Start)),
            Enumerable.Range(0, 20).Select(_ => two.NextDelay(Start)));
    }

    [Theory]
    [InlineData(29.9, false)]
    [InlineData(30, true)]
    public void forgives_earlier_failures_only_after_a_stable_time(double readySeconds, bool forgiven)
    {
        var backoff = Make(ReconnectSettings.Default);
        for (var i = 0; i < 5; i++)
            backoff.NextDelay(Start);

        backoff.Ready(Start);
        var delay = backoff.NextDelay(Start.Plus(TimeSpan.FromSeconds(readySeconds)));

        Assert.Equal(forgiven, delay == TimeSpan.Zero);
        Assert.Equal(forgiven ? 1 : 6, backoff.Attempt);
    }

    [Fact]
    public void a_connection_that_was_never_ready_forgives_nothing()
    {
        var backoff = Make(ReconnectSettings.Default);
        backoff.NextDelay(Start);

        Assert.NotEqual(TimeSpan.Zero, backoff.NextDelay(Start.Plus(TimeSpan.FromHours(1))));
    }

    [Fact]
    public void those_who_wait_for_the_same_moment_come_at_or_after_it()
    {
        var backoff = Make(ReconnectSettings.Default);
        var ten = TimeSpan.FromSeconds(10);
        var waits = Enumerable.Range(0, 100).Select(_ => backoff.Spread(ten).TotalSeconds).ToArray();

        Assert.All(waits, w => Assert.InRange(w, 10, 12));
        Assert.True(waits.Max() - waits.Min() > 1, "they all come at once");
    }

    [Fact]
    public void reads_its_settings_and_names_a_key_that_makes_no_sense()
    {
        const string Good = """
            r { delay-first = 250ms, delay-max = 10s, jitter-percent = 20
                stable-after = 30s }
            """;
        var bad = Good.Replace("delay-max = 10s", "delay-max = 10ms", StringComparison.Ordinal);

        var settings = ReconnectSettings.Read(Reader(Good));
        var refusal = Assert.Throws<ConfigKeyException>(() => ReconnectSettings.Read(Reader(bad)));

        Assert.Equal(ReconnectSettings.Default, settings);
        Assert.Contains("r.delay-max", refusal.Message, StringComparison.Ordinal);
    }

    private static ConfigReader Reader(string hocon) => new(ConfigurationFactory.ParseString(hocon), "r");

    private static ReconnectBackoff Make(ReconnectSettings settings, int seed = 1) =>
        new(settings, new Random(seed));
}
