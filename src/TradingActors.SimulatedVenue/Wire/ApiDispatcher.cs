using System.Buffers;
using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// Takes a frame of the WebSocket API to its one answer: read, admit, authorize, run, and let the faults have
/// their way with request and answer.
/// </summary>
internal sealed class ApiDispatcher(
    ApiParts venue, TurnOutbox outbox, FaultPlan faults, DelayedWork delayed) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _result = new(4096);
    private readonly JsonText _answer = new();
    private readonly Utf8JsonWriter _json = new(
        Stream.Null, new JsonWriterOptions { SkipValidation = true, Encoder = ApiJson.Encoder });

    /// <summary>Breaks a connection; the core forgets it.</summary>
    public required Action<VenueConnection> Forget { get; init; }

    public void Received(ApiConnection connection, ReadOnlySpan<byte> frame, Instant now)
    {
        var request = ApiRequest.Parse(frame, out var error);
        var fault = error is null ? faults.Draw(request.Method) : null;
        switch (fault?.Kind)
        {
            case FaultKind.LoseRequest:
                return;
            case FaultKind.DelayRequest:
                delayed.Add(now.Monotonic + fault.Value.Delay, connection.Id, isRequest: true, frame);
                return;
            case FaultKind.DropBefore:
                outbox.Abort(connection.Id);
                Forget(connection);
                return;
            case FaultKind.CancelRace:
                RequestFaults.FillBeforeCancel(venue, request, now);
                break;
        }

        Answer(connection, request, error, fault, now);
    }

    /// <summary>Carries out a request that was held up, without drawing a second fault.</summary>
    public void ReceivedLate(ApiConnection connection, ReadOnlySpan<byte> frame, Instant now) =>
        Answer(connection, ApiRequest.Parse(frame, out var error), error, null, now);

    public void Dispose() => _json.Dispose();

    private void Answer(
        ApiConnection connection,
        ApiRequest request,
        VenueError? error,
        FaultStrike? fault,
        Instant now)
    {
        _result.ResetWrittenCount();
        _json.Reset(_result);
        var call = new ApiCall(venue, connection, request, now, _json);
        var retryAtMs = 0L;
        var method = error is null ? ApiMethod.All.GetValueOrDefault(request.Method) : null;
        if (error is null && method is null or { IsRestOnly: true }) error = VenueError.UnsupportedOperation;
        error = RequestFaults.Refusal(venue, fault, connection.Address, now, out retryAtMs)
            ?? error
            ?? ApiRunner.Run(call, method!, out retryAtMs);
        if (RequestFaults.Mask(fault) is { } mask)
        {
            error = mask;
            call.HasErrorData = false;
        }

        _json.Flush();
        Compose(call, method, error, retryAtMs);
        Deliver(connection, fault, now);
        if (error is { Status: 418 } && !connection.IsGone)
        {
            outbox.Close(connection.Id, "Banned"u8);
            Forget(connection);
        }
    }

    private void Compose(ApiCall call, ApiMethod? method, VenueError? error, long retryAtMs)
    {
        _answer.Start("{\"id\":"u8).Raw(call.Request.Id).Raw(",\"status\":"u8).Number(error?.Status ?? 200);
        if (error is null)
        {
            _answer.Raw(",\"result\":"u8).Raw(_result.WrittenSpan);
        }
        else
        {
            _answer.Raw(",\"error\":{\"code\":"u8).Number(error.Code).Raw(",\"msg\":"u8);
            _answer.Raw(JsonSerializer.SerializeToUtf8Bytes(error.Message, RelaxedText));
            if (call.HasErrorData)
                _answer.Raw(",\"data\":"u8).Raw(_result.WrittenSpan);
            else if (error.Status is 418 or 429 && retryAtMs > 0)
                _answer.Raw(",\"data\":{\"serverTime\":"u8).Number(call.NowMs)
                    .Raw(",\"retryAfter\":"u8).Number(retryAtMs).Raw("}"u8);
            _answer.Raw("}"u8);
        }

        if (ShowsLimits(call)) ComposeLimits(call, method);
        _answer.Raw("}"u8);
    }

    private static bool ShowsLimits(ApiCall call) => call.Request["returnRateLimits"] switch
    {
        "true" => true,
        "false" => false,
        _ => call.Connection.ReturnRateLimits,
    };

    private void ComposeLimits(ApiCall call, ApiMethod? method)
    {
        _answer.Raw(",\"rateLimits\":["u8);
        if (method is { CountsOrders: true } && call.IsAuthorized)
            foreach (var window in venue.Limits.OrdersOf(call.Account.Name, call.Now.Wall))
            {
                ComposeLimit(window);
                _answer.Raw(","u8);
            }

        ComposeLimit(venue.Limits.WeightOf(call.Connection.Address, call.Now.Wall));
        _answer.Raw("]"u8);
    }

    private void ComposeLimit(RateWindow window)
    {
        _answer.Raw("{\"rateLimitType\":\""u8).Text(window.Type)
            .Raw("\",\"interval\":\""u8).Text(window.Interval)
            .Raw("\",\"intervalNum\":"u8).Number(window.IntervalNumber)
            .Raw(",\"limit\":"u8).Number(window.Limit)
            .Raw(",\"count\":"u8).Number(window.Count).Raw("}"u8);
    }

    private void Deliver(ApiConnection connection, FaultStrike? fault, Instant now)
    {
        switch (fault?.Kind)
        {
            case FaultKind.LoseAnswer:
                break;
            case FaultKind.DelayAnswer:
                delayed.Add(
                    now.Monotonic + fault.Value.Delay, connection.Id, isRequest: false, _answer.Written);
                break;
            case FaultKind.DropAfter:
                outbox.Abort(connection.Id);
                Forget(connection);
                break;
            case FaultKind.DropMidFrame:
                outbox.SendTorn(connection.Id, _answer.Written);
                Forget(connection);
                break;
            case FaultKind.DuplicateAnswer:
                outbox.Send(connection.Id, _answer.Written);
                outbox.Send(connection.Id, _answer.Written);
                break;
            case FaultKind.GarbleAnswer:
                outbox.Send(connection.Id, _answer.Written[..(_answer.Written.Length / 2)]);
                break;
            default:
                outbox.Send(connection.Id, _answer.Written);
                break;
        }
    }

    private static readonly JsonSerializerOptions RelaxedText = new() { Encoder = ApiJson.Encoder };
}
