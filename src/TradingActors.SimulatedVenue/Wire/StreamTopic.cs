using System.Text;

namespace TradingActors.SimulatedVenue;

/// <summary>One stream name and who reads it.</summary>
internal sealed class StreamTopic(string name)
{
    public string Name { get; } = name;

    /// <summary>True for a topic that some market publishes to, whether anybody reads it or not.</summary>
    public bool IsFed { get; set; }

    /// <summary>What a combined connection gets in front of the payload.</summary>
    public byte[] CombinedPrefix { get; } =
        Encoding.UTF8.GetBytes("{\"stream\":\"" + ApiJson.Encoder.Encode(name) + "\",\"data\":");

    public List<long> RawReaders { get; } = [];

    public List<long> CombinedReaders { get; } = [];

    public bool HasSubscribers => RawReaders.Count > 0 || CombinedReaders.Count > 0;
}
