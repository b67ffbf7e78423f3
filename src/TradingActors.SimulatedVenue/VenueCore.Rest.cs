using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The REST API of the venue.</summary>
public sealed partial class VenueCore
{
    /// <summary>Answers one request; an address that leads nowhere is answered as well.</summary>
    public RestAnswer Rest(RestRequest request, Instant now)
    {
        AdvanceMarket(now);
        var answer = _rest.Answer(request, now);
        EndTurn(now);
        return answer;
    }
}
