using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TradingActors.SimulatedVenue;

/// <summary>What a client may say on a streams connection.</summary>
internal sealed class StreamRequests(StreamHub hub, TurnOutbox outbox, RateLimitSettings limits)
{
    private const int IdLengthMax = 36;

    public void Subscribe(StreamConnection connection, string stream)
    {
        if (connection.Streams.Contains(stream)) return;
        connection.Streams.Add(stream);
        hub.Subscribe(stream, connection.Id, connection.IsCombined);
    }

    public void UnsubscribeAll(StreamConnection connection)
    {
        foreach (var stream in connection.Streams)
            hub.Unsubscribe(stream, connection.Id, connection.IsCombined);
        connection.Streams.Clear();
    }

    public void Received(StreamConnection connection, ReadOnlySpan<byte> frame)
    {
        JsonDocument document;
        try
        {
            if (!Utf8.IsValid(frame)) throw new JsonException("not UTF-8", null, 0, 0);
            var reader = new Utf8JsonReader(frame);
            document = JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException problem)
        {
            var line = (problem.LineNumber ?? 0) + 1;
            var column = (problem.BytePositionInLine ?? 0) + 1;
            Refuse(connection, 3, FormattableString.Invariant(
                $"Invalid JSON: expected value at line {line} column {column}"), null);
            return;
        }

        using (document) Received(connection, document.RootElement);
    }

    private void Received(StreamConnection connection, JsonElement root)
    {
        var id = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("id", out var sentId)
            ? sentId.GetRawText()
            : null;
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("method", out var given)
            || ReadText(given) is not { } method)
        {
            Refuse(connection, 2, "Invalid request: missing field `method` at line 1 column 1", id);
            return;
        }

        if (!IsUsableId(id))
        {
            Refuse(connection, 2, "Invalid request: request ID must be an unsigned integer", null);
            return;
        }

        var parameters = root.TryGetProperty("params", out var sent) ? sent : default;
        switch (method)
        {
            case "SUBSCRIBE": ChangeStreams(connection, parameters, id!, isSubscribe: true); break;
            case "UNSUBSCRIBE": ChangeStreams(connection, parameters, id!, isSubscribe: false); break;
            case "LIST_SUBSCRIPTIONS": List(connection, id!); break;
            case "SET_PROPERTY": SetProperty(connection, parameters, id!); break;
            case "GET_PROPERTY": GetProperty(connection, parameters, id!); break;
            default:
                Refuse(
                    connection,
                    2,
                    $"Invalid request: unknown variant `{method}`, expected one of `SUBSCRIBE`, "
                    + "`UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` "
                    + "at line 1 column 1",
                    id);
                break;
        }
    }

    /// <summary>Null for what is no text, or half a character written as an escape.</summary>
    private static string? ReadText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A whole number, alphanumeric text of at most 36 characters, or null.</summary>
    private static bool IsUsableId(string? id)
    {
        if (id is null) return false;
        if (id == "null") return true;
        if (id[0] != '"') return long.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out _);
        var text = id.AsSpan(1, id.Length - 2);
        if (text.Length > IdLengthMax) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        return true;
    }

    private void ChangeStreams(
        StreamConnection connection, JsonElement parameters, string id, bool isSubscribe)
    {
        if (parameters.ValueKind != JsonValueKind.Array || parameters.GetArrayLength() == 0)
        {
            Refuse(connection, 2, "Invalid request: missing field `params` at line 1 column 1", id);
            return;
        }

        var streams = new List<string>();
        foreach (var name in parameters.EnumerateArray())
        {
            if (ReadText(name) is not { } stream)
            {
                Refuse(connection, 2, "Invalid request: stream name must be a string", id);
                return;
            }

            streams.Add(stream);
        }

        if (isSubscribe && connection.Streams.Count + parameters.GetArrayLength() > limits.StreamsMax)
        {
            Refuse(connection, 2, "Invalid request: too many parameters", id);
            return;
        }

        foreach (var stream in streams)
        {
            if (isSubscribe) Subscribe(connection, stream);
            else if (connection.Streams.Remove(stream))
                hub.Unsubscribe(stream, connection.Id, connection.IsCombined);
        }

        Reply(connection, "null", id);
    }

    private void List(StreamConnection connection, string id) =>
        Reply(connection, JsonSerializer.Serialize(connection.Streams, Relaxed), id);

    private void SetProperty(StreamConnection connection, JsonElement parameters, string id)
    {
        if (!IsCombinedProperty(connection, parameters, id)) return;
        if (parameters.GetArrayLength() < 2
            || parameters[1].ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Refuse(connection, 1, "Invalid value type: expected Boolean", id);
            return;
        }

        string[] streams = [.. connection.Streams];
        UnsubscribeAll(connection);
        connection.IsCombined = parameters[1].GetBoolean();
        foreach (var stream in streams) Subscribe(connection, stream);
        Reply(connection, "null", id);
    }

    private void GetProperty(StreamConnection connection, JsonElement parameters, string id)
    {
        if (IsCombinedProperty(connection, parameters, id))
            Reply(connection, connection.IsCombined ? "true" : "false", id);
    }

    private bool IsCombinedProperty(StreamConnection connection, JsonElement parameters, string id)
    {
        if (parameters.ValueKind != JsonValueKind.Array
            || parameters.GetArrayLength() == 0
            || ReadText(parameters[0]) is not { } name)
        {
            Refuse(connection, 2, "Invalid request: property name must be a string", id);
            return false;
        }

        if (name == "combined") return true;
        Refuse(connection, 0, "Unknown property", id);
        return false;
    }

    private void Reply(StreamConnection connection, string result, string id) =>
        outbox.Send(connection.Id, Encoding.UTF8.GetBytes("{\"result\":" + result + ",\"id\":" + id + "}"));

    private void Refuse(StreamConnection connection, int code, string message, string? id)
    {
        var text = JsonSerializer.Serialize(message, Relaxed);
        var tail = id is null ? "}" : ",\"id\":" + id + "}";
        outbox.Send(
            connection.Id,
            Encoding.UTF8.GetBytes(FormattableString.Invariant($"{{\"code\":{code},\"msg\":{text}") + tail));
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = ApiJson.Encoder };
}
