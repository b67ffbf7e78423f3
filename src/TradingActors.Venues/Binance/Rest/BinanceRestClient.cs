using System.Globalization;
using System.Text;
using System.Text.Json;
using TradingActors.Domain;
using TradingActors.Venues.Binance.Wire;
using TradingActors.Venues.Signing;

namespace TradingActors.Venues.Binance.Rest;

/// <summary>
/// The few requests that have no place in a session: what a key may do, which the WebSocket API does not
/// tell, and the clock and listing that are wanted before there is a session. Never an order.
/// </summary>
public sealed class BinanceRestClient : IDisposable
{
    private const int AnswerBytesMax = 64 * 1024 * 1024;
    private const int ReasonCharsMax = 200;

    private readonly HttpClient _http;
    private readonly Clock _clock;

    /// <summary>
    /// <paramref name="handler"/> carries the requests; null for real ones. Each ends within
    /// <paramref name="patience"/>.
    /// </summary>
    public BinanceRestClient(Uri address, Clock clock, TimeSpan patience, HttpMessageHandler? handler = null)
    {
        _clock = clock;
        _http = new HttpClient(handler ?? new SocketsHttpHandler { UseProxy = !address.IsLoopback })
        {
            BaseAddress = address,
            Timeout = patience,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    /// <summary>The venue's clock, in milliseconds since 1970.</summary>
    public Task<RestAnswer<DateTimeOffset>> GetTimeAsync() => AskAsync(
        () => new HttpRequestMessage(HttpMethod.Get, "/api/v3/time"),
        json => DateTimeOffset.FromUnixTimeMilliseconds(json.GetProperty("serverTime").GetInt64()));

    /// <summary>The names of every symbol that the venue lists.</summary>
    public Task<RestAnswer<IReadOnlySet<string>>> GetListedAsync() => AskAsync<IReadOnlySet<string>>(
        () => new HttpRequestMessage(HttpMethod.Get, "/api/v3/exchangeInfo?permissions=SPOT"),
        json => json.GetProperty("symbols").EnumerateArray()
            .Select(symbol => symbol.GetProperty("symbol").GetString()!)
            .ToHashSet(StringComparer.Ordinal));

    /// <summary>The rules of these symbols; refused as a whole where the venue does not list one.</summary>
    public Task<RestAnswer<IReadOnlyList<Instrument>>> GetInstrumentsAsync(IReadOnlyList<Symbol> symbols) =>
        AskAsync<IReadOnlyList<Instrument>>(
            () => new HttpRequestMessage(
                HttpMethod.Get,
                "/api/v3/exchangeInfo?symbols=" + Uri.EscapeDataString(
                    JsonSerializer.Serialize(symbols.Select(symbol => symbol.Value)))),
            json => InstrumentReader.TryRead(
                Encoding.UTF8.GetBytes(json.GetRawText()), Uncounted.Instance, out var instruments,
                out var fault)
                ? instruments
                : throw new FormatException(fault));

    /// <summary>
    /// What the key may do. <paramref name="venueAhead"/> is how far the venue's clock is ahead of ours.
    /// </summary>
    public Task<RestAnswer<KeyPermissions>> GetPermissionsAsync(
        string apiKey, VenueSecret secret, TimeSpan venueAhead) => AskAsync(
        () => Signed("/sapi/v1/account/apiRestrictions", apiKey, secret, venueAhead),
        ReadPermissions);

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Signed(string path, string apiKey, VenueSecret secret, TimeSpan venueAhead)
    {
        var stamp = (_clock.Now.Wall + venueAhead).ToUnixTimeMilliseconds();
        var query = string.Create(CultureInfo.InvariantCulture, $"recvWindow=5000&timestamp={stamp}");
        using var signer = secret.CreateSigner();
        Span<byte> signature = stackalloc byte[RequestSigner.LengthMax];
        var length = signer.Sign(Encoding.ASCII.GetBytes(query), signature);
        var signed = Uri.EscapeDataString(Encoding.ASCII.GetString(signature[..length]));
        var request = new HttpRequestMessage(HttpMethod.Get, $"{path}?{query}&signature={signed}");
        request.Headers.TryAddWithoutValidation("X-MBX-APIKEY", apiKey);
        return request;
    }

    private static KeyPermissions ReadPermissions(JsonElement json)
    {
        return new KeyPermissions
        {
            // Without these three nothing can be decided: an answer that lacks one is no answer.
            Reading = json.GetProperty("enableReading").GetBoolean(),
            SpotTrading = json.GetProperty("enableSpotAndMarginTrading").GetBoolean(),
            Withdrawals = json.GetProperty("enableWithdrawals").GetBoolean(),
            InternalTransfers = Flag("enableInternalTransfer"),
            UniversalTransfers = Flag("permitsUniversalTransfer"),
            Margin = Flag("enableMargin"),
            Futures = Flag("enableFutures"),
            IsBoundToAddresses = Flag("ipRestrict"),
        };

        bool Flag(string name) => json.TryGetProperty(name, out var flag) && flag.GetBoolean();
    }

    private async Task<RestAnswer<T>> AskAsync<T>(Func<HttpRequestMessage> make, Func<JsonElement, T> read)
    {
        try
        {
            using var request = make();
            using var answer = await _http.SendAsync(request).ConfigureAwait(false);
            var body = await answer.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
            var status = (int)answer.StatusCode;
            if (!answer.IsSuccessStatusCode)
                return Failure<T>(status, body);
            using var json = JsonDocument.Parse(body);
            return new RestAnswer<T>(RestOutcome.Ok, read(json.RootElement), "", "");
        }
        catch (OperationCanceledException)
        {
            return Unreachable<T>(string.Create(
                CultureInfo.InvariantCulture, $"no answer within {_http.Timeout.TotalSeconds:0.#} s"));
        }
        catch (HttpRequestException e)
        {
            return Unreachable<T>(e.InnerException?.Message ?? e.Message);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentOutOfRangeException)
        {
            return Unreachable<T>($"the answer cannot be read: {e.Message}");
        }
    }

    private RestAnswer<T> Unreachable<T>(string reason) =>
        new(RestOutcome.Unreachable, default, "", $"{_http.BaseAddress!.Host}: {reason}");

    private RestAnswer<T> Failure<T>(int status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var code = json.RootElement.GetProperty("code").GetInt32();
            var text = json.RootElement.GetProperty("msg").GetString() ?? "";
            return new RestAnswer<T>(RestOutcome.Refused, default,
                code.ToString(CultureInfo.InvariantCulture), text[..Math.Min(text.Length, ReasonCharsMax)]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            return status == 404
                ? new RestAnswer<T>(RestOutcome.NotOffered, default, "", "the venue does not offer it")
                : Unreachable<T>(string.Create(CultureInfo.InvariantCulture, $"it answered status {status}"));
        }
    }
}
