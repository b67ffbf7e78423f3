using System.Text;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class StreamConnectionTests : IDisposable
{
    private readonly VenueHarness _venue = new();

    public void Dispose() => _venue.Dispose();

    [Theory]
    [InlineData("/stream", "?streams=btcusdt@trade/ethusdt@trade", """["btcusdt@trade","ethusdt@trade"]""")]
    [InlineData("/stream", "", "[]")]
    [InlineData("/ws", "", "[]")]
    [InlineData("/ws/btcusdt@depth", "", """["btcusdt@depth"]""")]
    [InlineData("/stream/ws/0", "", """["0"]""")]
    public void paths_subscribe_to_what_they_name(string path, string query, string streams)
    {
        var id = _venue.Connect(path, query);
        Assert.Equal(
            $$"""{"result":{{streams}},"id":3}""",
            _venue.Answer(id, """{"method":"LIST_SUBSCRIPTIONS","id":3}""").GetRawText());
    }

    [Fact]
    public void other_paths_lead_nowhere() =>
        Assert.Throws<ArgumentException>(() => _venue.Connect("/ws-api/v1"));

    [Fact]
    public void subscribing_and_unsubscribing_take_effect()
    {
        var id = _venue.Connect("/ws");
        Assert.Equal(
            """{"result":null,"id":"a1"}""",
            Say(id, """{"method":"SUBSCRIBE","params":["btcusdt@bookTicker"],"id":"a1"}"""));
        _venue.Wait(TimeSpan.FromSeconds(1));
        Assert.NotEmpty(_venue.TakeTexts(id));
        Assert.Equal(
            """{"result":null,"id":null}""",
            Say(id, """{"method":"UNSUBSCRIBE","params":["btcusdt@bookTicker"],"id":null}"""));
        _venue.Take();
        _venue.Wait(TimeSpan.FromSeconds(1));
        Assert.Empty(_venue.TakeTexts(id));
    }

    [Fact]
    public void the_combined_property_changes_the_shape_of_messages()
    {
        var id = _venue.Connect("/ws/btcusdt@bookTicker");
        Assert.Equal("""{"result":false,"id":1}""", Say(
            id, """{"method":"GET_PROPERTY","params":["combined"],"id":1}"""));
        Say(id, """{"method":"SET_PROPERTY","params":["combined",true],"id":2}""");
        _venue.Take();
        _venue.Wait(TimeSpan.FromSeconds(1));
        Assert.All(_venue.TakeTexts(id), message => Assert.Equal(
            "btcusdt@bookTicker", message.GetProperty("stream").GetString()));
    }

    [Theory]
    [InlineData("""{"method":"SUBSCRIBE","params":["x"]}""", """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":["x"],"id":"a b"}""", """{"code":2,"msg":"Invalid request: request ID must be an unsigned integer"}""")]
    [InlineData("""{"method":"subscribe","id":1}""", """{"code":2,"msg":"Invalid request: unknown variant `subscribe`, expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY` at line 1 column 1","id":1}""")]
    [InlineData("""{"id":1}""", """{"code":2,"msg":"Invalid request: missing field `method` at line 1 column 1","id":1}""")]
    [InlineData("""{"method":"SUBSCRIBE","id":1}""", """{"code":2,"msg":"Invalid request: missing field `params` at line 1 column 1","id":1}""")]
    [InlineData("""{"method":"SUBSCRIBE","params":[1],"id":1}""", """{"code":2,"msg":"Invalid request: stream name must be a string","id":1}""")]
    [InlineData("""{"method":"GET_PROPERTY","params":["wish"],"id":1}""", """{"code":0,"msg":"Unknown property","id":1}""")]
    [InlineData("""{"method":"SET_PROPERTY","params":["combined","yes"],"id":1}""", """{"code":1,"msg":"Invalid value type: expected Boolean","id":1}""")]
    [InlineData("nonsense", """{"code":3,"msg":"Invalid JSON: expected value at line 1 column 2"}""")]
    public void what_is_wrong_is_answered(string frame, string answer) =>
        Assert.Equal(answer, Say(_venue.Connect("/stream"), frame));

    [Fact]
    public void the_sixth_message_within_a_second_ends_the_connection()
    {
        var id = _venue.Connect("/ws");
        for (var i = 0; i < 5; i++) Say(id, """{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        _venue.Take();
        _venue.Send(id, """{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal((id, OutboundKind.Close, "Too many messages"), _venue.Take().Single());
    }

    [Fact]
    public void a_client_that_answers_no_ping_is_dropped_after_a_minute()
    {
        _venue.AnswersPings = false;
        var id = _venue.Connect();
        _venue.Wait(TimeSpan.FromSeconds(19.9));
        Assert.Empty(_venue.Take());
        _venue.Wait(TimeSpan.FromSeconds(0.1));
        Assert.Equal(OutboundKind.Ping, _venue.Take().Single().Kind);
        _venue.Core.ReceivedPong(id, "something else"u8, _venue.Now);
        _venue.Wait(TimeSpan.FromSeconds(59.9));
        Assert.DoesNotContain(_venue.Take(), sent => sent.Kind == OutboundKind.Close);
        _venue.Wait(TimeSpan.FromSeconds(0.1));
        Assert.Contains((id, OutboundKind.Close, "Pong timeout"), _venue.Take());
    }

    [Fact]
    public void a_pong_with_the_pings_payload_keeps_the_connection_alive()
    {
        var id = _venue.Connect();
        _venue.Wait(TimeSpan.FromMinutes(3));
        var sent = _venue.Take();
        Assert.Equal(9, sent.Count(frame => frame.Kind == OutboundKind.Ping && frame.Connection == id));
        Assert.DoesNotContain(sent, frame => frame.Kind == OutboundKind.Close);
    }

    [Fact]
    public void a_clients_ping_is_answered_with_its_payload()
    {
        var id = _venue.Connect("/ws");
        _venue.Core.ReceivedPing(id, Encoding.UTF8.GetBytes("hello"), _venue.Now);
        Assert.Equal((id, OutboundKind.Pong, "hello"), _venue.Take().Single());
    }

    [Fact]
    public void a_shutdown_is_announced_in_each_connections_own_shape()
    {
        var api = _venue.Connect();
        var raw = _venue.Connect("/ws");
        var combined = _venue.Connect("/stream");
        _venue.Core.AnnounceShutdown(_venue.Now);
        const string Event = """{"e":"serverShutdown","E":1767268800000}""";
        Assert.Equal(
            [
                (api, OutboundKind.Text, $$"""{"event":{{Event}}}"""),
                (raw, OutboundKind.Text, Event),
                (combined, OutboundKind.Text, $$"""{"stream":"!serverShutdown","data":{{Event}}}"""),
            ],
            _venue.Take());
    }

    private string Say(long connection, string frame) => _venue.Answer(connection, frame).GetRawText();
}
