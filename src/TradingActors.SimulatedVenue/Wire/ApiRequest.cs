using System.Text;
using System.Text.Json;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One request as it came: the id raw, to be echoed, and the parameters as text, in the order sent.
/// </summary>
internal sealed class ApiRequest
{
    private readonly List<KeyValuePair<string, string>> _parameters = [];

    private string? _headerKey;
    private string? _signedText;

    private ApiRequest()
    {
    }

    public bool IsRest { get; private init; }

    /// <summary>The key that the request names: over REST in a header, otherwise a parameter.</summary>
    public string? ApiKey => IsRest ? _headerKey : this["apiKey"];

    /// <summary>The id as JSON.</summary>
    public byte[] Id { get; private set; } = "null"u8.ToArray();

    /// <summary>Without the version that may stand in front of it.</summary>
    public string Method { get; private set; } = "";

    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>A parameter's text, or null when it was not sent or is empty.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _parameters)
                if (key == name) return value.Length == 0 ? null : value;
            return null;
        }
    }

    /// <summary>Makes the answer one to nobody.</summary>
    public void Disown() => Id = "null"u8.ToArray();

    public bool Has(string name) => this[name] is not null;

    /// <summary>Reads a frame; an error leaves the id filled in where there is a usable one.</summary>
    public static ApiRequest Parse(ReadOnlySpan<byte> frame, out VenueError? error)
    {
        var request = new ApiRequest();
        error = null;
        var reader = new Utf8JsonReader(frame, new JsonReaderOptions { MaxDepth = 8 });
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.ParseValue(ref reader);
            if (reader.BytesConsumed != frame.Length && !IsBlank(frame[(int)reader.BytesConsumed..]))
                throw new JsonException();
            error = request.Fill(document.RootElement);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            error = VenueError.InvalidJson;
        }
        finally
        {
            document?.Dispose();
        }

        return request;
    }

    /// <summary>
    /// A request that came as an address of the REST API: a parameter in the query wins over one in the body.
    /// </summary>
    public static ApiRequest FromRest(RestRequest sent, out VenueError? error)
    {
        var query = sent.Query.TrimStart('?');
        var request = new ApiRequest
        {
            Method = sent.Path,
            IsRest = true,
            _headerKey = string.IsNullOrEmpty(sent.ApiKey) ? null : sent.ApiKey,
            _signedText = QueryText.Without(query, "signature") + QueryText.Without(sent.Body, "signature"),
        };
        error = request.AddPairs(query, winner: null) ?? request.AddPairs(sent.Body, winner: query);
        return request;
    }

    /// <summary>
    /// What a signature covers. Over a WebSocket all parameters but itself, by name, joined as they are; over
    /// REST the query and the body as they were sent, one behind the other, without it.
    /// </summary>
    public byte[] SignedPayload()
    {
        if (_signedText is not null) return Encoding.UTF8.GetBytes(_signedText);
        var sorted = new List<KeyValuePair<string, string>>(_parameters.Count);
        foreach (var parameter in _parameters)
            if (parameter.Key != "signature") sorted.Add(parameter);
        sorted.Sort(static (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var text = new StringBuilder();
        foreach (var (name, value) in sorted)
        {
            if (text.Length > 0) text.Append('&');
            text.Append(name).Append('=').Append(value);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private VenueError? AddPairs(string text, string? winner)
    {
        foreach (var part in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) continue;
            var name = QueryText.Decode(part[..at]);
            if (winner is not null && QueryText.Value(winner, name) is not null) continue;
            foreach (var (known, _) in _parameters)
                if (known == name) return VenueError.DuplicateParameter;
            _parameters.Add(new KeyValuePair<string, string>(name, QueryText.Decode(part[(at + 1)..])));
        }

        return null;
    }

    private VenueError? Fill(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return VenueError.InvalidJson;
        if (root.TryGetProperty("id", out var id))
        {
            var isId = id.ValueKind is JsonValueKind.String or JsonValueKind.Null
                || (id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out _));
            if (!isId) return VenueError.InvalidJson;
            Id = Encoding.UTF8.GetBytes(id.GetRawText());
        }

        if (!root.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String)
            return VenueError.InvalidJson;
        Method = method.GetString()!;
        if (Method.StartsWith("v3/", StringComparison.Ordinal)) Method = Method[3..];
        return root.TryGetProperty("params", out var parameters) ? FillParameters(parameters) : null;
    }

    private VenueError? FillParameters(JsonElement parameters)
    {
        // Clients send an empty list, or null, where there are no parameters.
        if (parameters.ValueKind == JsonValueKind.Null) return null;
        if (parameters.ValueKind == JsonValueKind.Array && parameters.GetArrayLength() == 0) return null;
        if (parameters.ValueKind != JsonValueKind.Object) return VenueError.InvalidJson;
        foreach (var parameter in parameters.EnumerateObject())
        {
            foreach (var (name, _) in _parameters)
                if (name == parameter.Name) return VenueError.DuplicateParameter;
            var value = parameter.Value.ValueKind switch
            {
                JsonValueKind.String => parameter.Value.GetString()!,
                JsonValueKind.Null => "",
                _ => parameter.Value.GetRawText(),
            };
            _parameters.Add(new KeyValuePair<string, string>(parameter.Name, value));
        }

        return null;
    }

    private static bool IsBlank(ReadOnlySpan<byte> rest) => rest.Trim(" \t\r\n"u8).IsEmpty;
}
