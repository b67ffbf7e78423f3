using System.Buffers;
using System.Globalization;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Takes a request of the REST API to its answer. The methods, their rules and their limits are those of the
/// WebSocket API; only the edge is another.
/// </summary>
internal sealed class RestDispatcher(ApiParts venue, FaultPlan faults) : IDisposable
{
    /// <summary>No WebSocket has this id: a REST request is a connection of its own to nobody.</summary>
    private const long NoConnection = 0;

    private readonly ArrayBufferWriter<byte> _result = new(4096);
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = ApiJson.Encoder });

    /// <summary>Answers a request, or lets a fault have its way with it.</summary>
    public RestAnswer Answer(RestRequest sent, Instant now)
    {
        var fault = RestRoutes.TryFind(sent.Verb, sent.Path, out var method, out _)
            ? faults.Draw(method.Name)
            : null;
        switch (fault?.Kind)
        {
            case FaultKind.LoseRequest:
                return RestAnswer.None(RestFate.Lost);
            case FaultKind.DelayRequest:
                return RestAnswer.None(RestFate.Held, fault.Value.Delay);
            case FaultKind.DropBefore:
                return RestAnswer.None(RestFate.Broken);
            case FaultKind.CancelRace:
                RequestFaults.FillBeforeCancel(venue, ApiRequest.FromRest(sent, out _), now);
                break;
        }

        var answer = CarryOut(sent, fault, now);
        return fault?.Kind switch
        {
            FaultKind.DelayAnswer => answer with { Delay = fault.Value.Delay },
            FaultKind.LoseAnswer => answer with { Fate = RestFate.Lost },
            FaultKind.DropAfter => answer with { Fate = RestFate.Broken },
            FaultKind.DropMidFrame => answer with { Fate = RestFate.Torn },
            FaultKind.GarbleAnswer => answer with { Body = answer.Body[..(answer.Body.Length / 2)] },
            _ => answer,
        };
    }

    /// <summary>Carries out a request that was held up, without drawing a second fault.</summary>
    public RestAnswer AnswerLate(RestRequest sent, Instant now) => CarryOut(sent, null, now);

    private RestAnswer CarryOut(RestRequest sent, FaultStrike? fault, Instant now)
    {
        _result.ResetWrittenCount();
        _json.Reset(_result);
        var retryAtMs = 0L;
        var request = ApiRequest.FromRest(sent, out var malformed);
        var call = new ApiCall(
            venue, new ApiConnection(NoConnection, sent.Address, now, false), request, now, _json);
        var error = RestRoutes.TryFind(sent.Verb, sent.Path, out var method, out var notFound)
            ? RequestFaults.Refusal(venue, fault, sent.Address, now, out retryAtMs)
                ?? malformed
                ?? ApiRunner.Run(call, method, out retryAtMs)
            : notFound;
        if (RequestFaults.Mask(fault) is { } mask)
        {
            error = mask;
            call.HasErrorData = false;
        }

        _json.Flush();
        return new RestAnswer(
            error?.Status ?? 200, Body(call, error), Headers(call, method, error, retryAtMs));
    }

    public void Dispose() => _json.Dispose();

    private byte[] Body(ApiCall call, VenueError? error)
    {
        if (error is null) return _result.WrittenSpan.ToArray();
        var data = call.HasErrorData ? _result.WrittenSpan.ToArray() : null;
        _result.ResetWrittenCount();
        _json.Reset(_result);
        _json.WriteStartObject();
        _json.WriteNumber("code"u8, error.Code);
        _json.WriteString("msg"u8, error.Message);
        if (data is not null)
        {
            _json.WritePropertyName("data"u8);
            _json.WriteRawValue(data, skipInputValidation: true);
        }

        _json.WriteEndObject();
        _json.Flush();
        return _result.WrittenSpan.ToArray();
    }

    private List<KeyValuePair<string, string>> Headers(
        ApiCall call, ApiMethod? method, VenueError? error, long retryAtMs)
    {
        var headers = new List<KeyValuePair<string, string>>();
        var weight = venue.Limits.WeightOf(call.Connection.Address, call.Now.Wall);
        Add("X-MBX-USED-WEIGHT", weight.Count);
        Add("X-MBX-USED-WEIGHT-" + weight.Letters, weight.Count);
        if (method is { CountsOrders: true } && call.IsAuthorized)
            foreach (var window in venue.Limits.OrdersOf(call.Account.Name, call.Now.Wall))
                Add("X-MBX-ORDER-COUNT-" + window.Letters, window.Count);
        if (error is { Status: 418 or 429 })
            Add("Retry-After", Math.Max(1, (retryAtMs - call.NowMs + 999) / 1_000));
        if (error is { Allow: { } allow }) headers.Add(new KeyValuePair<string, string>("Allow", allow));
        return headers;

        void Add(string name, long value) => headers.Add(
            new KeyValuePair<string, string>(name, value.ToString(CultureInfo.InvariantCulture)));
    }
}
