using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>The REST API of the venue.</summary>
public sealed partial class VenueCore
{
    private static readonly byte[] ClosedBody =
        """{"code":-1016,"msg":"This service is no longer available."}"""u8.ToArray();

    /// <summary>Answers one request; an address that leads nowhere is answered as well.</summary>
    public RestAnswer Rest(RestRequest request, Instant now)
    {
        if (now.Monotonic < _closedUntil) return new RestAnswer(503, ClosedBody, []);
        if (now.Monotonic < _readsAgainAt)
            return RestAnswer.None(RestFate.Held, _readsAgainAt - now.Monotonic);
        AdvanceMarket(now);
        var answer = _rest.Answer(request, now);
        EndTurn(now);
        return answer;
    }

    /// <summary>Carries out a request that a fault held up.</summary>
    public RestAnswer RestLate(RestRequest request, Instant now)
    {
        AdvanceMarket(now);
        var answer = _rest.AnswerLate(request, now);
        EndTurn(now);
        return answer;
    }
}
