namespace TradingActors.SimulatedVenue;

/// <summary>Is told of topics that no market publishes to, from their first reader to their last.</summary>
internal interface IUnfedTopics
{
    void Began(StreamTopic topic);

    void Ended(StreamTopic topic);
}
