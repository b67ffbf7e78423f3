using TradingActors.Domain;

namespace TradingActors.Engine.Emergency;

/// <summary>
/// The halts that were given on this node, newest last. At the bound the oldest that is done leaves; where
/// none is, the oldest is answered with what it has and leaves, its latch staying in the switch until it is
/// merged.
/// </summary>
internal sealed class HaltBook(Clock clock)
{
    public const int HaltsMax = 256;

    private readonly List<HaltUnderWay> _halts = [];

    public IEnumerable<HaltUnderWay> Unjournaled => _halts.Where(h => !h.IsJournaled);

    public HaltUnderWay? Find(string id) => _halts.Find(h => h.Id == id);

    /// <summary>What the stream should keep of the halts and is not known to have.</summary>
    public IEnumerable<MergeRecord> Unrecorded(Instant now) => _halts.SelectMany(h => h.Unrecorded(now));

    public void Recorded(string recordId)
    {
        foreach (var halt in _halts)
            if (recordId.StartsWith(halt.Id + "/", StringComparison.Ordinal))
                halt.Recorded(recordId);
    }

    public HaltUnderWay Open(Hold hold)
    {
        if (_halts.Count >= HaltsMax)
            DropOldest();
        var halt = new HaltUnderWay(hold);
        _halts.Add(halt);
        return halt;
    }

    private void DropOldest()
    {
        var done = _halts.FindIndex(h => h.IsJournaled && h.Acknowledged is not null);
        var leaving = _halts[Math.Max(done, 0)];
        leaving.EndBarrier();
        leaving.Became(HaltDurability.None, 0);
        leaving.AcknowledgeIfReady(clock.Now.Wall);
        _halts.Remove(leaving);
    }
}
