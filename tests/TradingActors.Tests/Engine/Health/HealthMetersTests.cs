using TradingActors.Engine.Health;
using Xunit;

namespace TradingActors.Tests.Engine.Health;

public class HealthMetersTests
{
    [Fact]
    public async Task loses_no_record_of_many_threads_while_intervals_are_taken()
    {
        var meters = new HealthMeters();
        long taken = 0;
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 50_000; i++)
                meters.Record(Meter.OrderToWire, TimeSpan.FromMicroseconds(10));
        })).ToArray();

        while (!writers.All(w => w.IsCompleted))
            taken += meters.TakeInterval(Meter.OrderToWire).TotalCount;
        await Task.WhenAll(writers);
        taken += meters.TakeInterval(Meter.OrderToWire).TotalCount;

        Assert.Equal(200_000, taken);
    }

    [Theory]
    [InlineData(-5, 1)]
    [InlineData(0, 1)]
    [InlineData(7, 7)]
    public void a_duration_below_a_microsecond_counts_as_one(long microseconds, long recorded)
    {
        var meters = new HealthMeters();
        meters.Record(Meter.VenuePing, TimeSpan.FromMicroseconds(microseconds));

        Assert.Equal(recorded, meters.TakeInterval(Meter.VenuePing).GetValueAtPercentile(100));
    }
}
