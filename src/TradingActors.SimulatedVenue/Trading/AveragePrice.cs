namespace TradingActors.SimulatedVenue;

/// <summary>
/// The volume weighted price of the last minutes, in whole-minute buckets; the last price when those are
/// empty, or when it is asked for no minutes at all.
/// </summary>
internal sealed class AveragePrice(int minutes)
{
    private readonly Bucket[] _buckets = new Bucket[Math.Max(minutes, 1)];
    private decimal? _last;

    public decimal? Last => _last;

    public void Add(decimal price, decimal quantity, DateTimeOffset at)
    {
        var minute = Minute(at);
        ref var bucket = ref _buckets[minute % _buckets.Length];
        if (bucket.Minute != minute) bucket = new Bucket(minute, 0m, 0m);
        bucket = new Bucket(minute, bucket.Volume + quantity, bucket.Notional + quantity * price);
        _last = price;
    }

    public decimal? At(DateTimeOffset now)
    {
        if (minutes == 0) return _last;
        var oldest = Minute(now) - _buckets.Length + 1;
        decimal volume = 0m, notional = 0m;
        foreach (var bucket in _buckets)
            if (bucket.Minute >= oldest)
            {
                volume += bucket.Volume;
                notional += bucket.Notional;
            }

        return volume > 0m ? notional / volume : _last;
    }

    private static long Minute(DateTimeOffset at) => at.ToUnixTimeSeconds() / 60;

    private readonly record struct Bucket(long Minute, decimal Volume, decimal Notional);
}
