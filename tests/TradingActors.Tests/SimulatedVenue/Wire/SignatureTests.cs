using System.Text;
using System.Text.Json;
using NSec.Cryptography;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

public sealed class SignatureTests
{
    private const string DocumentationSecret = "NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j";
    private const string DocumentationKey = "vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A";

    [Theory]
    [InlineData("BTCUSDT", "SELL", "52000.00", "0.01000000", 100, "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24")]
    [InlineData("１２３４５６", "BUY", "0.10000000", "1.00000000", 5000, "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd")]
    public void the_documentations_examples_verify(
        string symbol, string side, string price, string quantity, int recvWindow, string signature)
    {
        var request = ApiRequest.Parse(
            Encoding.UTF8.GetBytes($$"""
            {
              "id": "4885f793-e5ad-4c3b-8f6c-55d891472b71", "method": "order.place",
              "params": {
                "symbol": "{{symbol}}", "side": "{{side}}", "type": "LIMIT", "timeInForce": "GTC",
                "quantity": "{{quantity}}", "price": "{{price}}", "recvWindow": {{recvWindow}},
                "timestamp": 1645423376532, "apiKey": "{{DocumentationKey}}", "signature": "{{signature}}"
              }
            }
            """),
            out var error);
        Assert.Null(error);
        var key = new ApiKeys.ApiKey(
            "main", new VenueKeySettings(DocumentationKey) { Secret = DocumentationSecret });
        Assert.True(key.Verifies(request.SignedPayload(), signature));
        Assert.True(key.Verifies(request.SignedPayload(), signature.ToUpperInvariant()));
        Assert.False(key.Verifies(request.SignedPayload(), signature[..^1] + (signature[^1] == '0'
            ? '1'
            : '0')));
        Assert.False(key.Verifies(request.SignedPayload(), signature[..^2]));
    }

    [Fact]
    public void booleans_and_numbers_are_signed_as_they_were_sent()
    {
        var request = ApiRequest.Parse(
            """{"id":1,"method":"x","params":{"b":true,"a":1.50,"signature":"s","c":"ü"}}"""u8, out _);
        Assert.Equal("a=1.50&b=true&c=ü", Encoding.UTF8.GetString(request.SignedPayload()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void an_ed25519_key_logs_a_session_on(bool asPem)
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var text = asPem
            ? Encoding.ASCII.GetString(key.PublicKey.Export(KeyBlobFormat.PkixPublicKeyText))
            : Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
        var account = new VenueAccountSettings { ApiKey = "ed", Secret = null, Ed25519PublicKey = text };
        using var venue = new VenueHarness(new SimulatedVenueSettings { Accounts = [account] });
        var api = venue.Connect();
        var timestamp = venue.NowMs;
        var signature = Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(
            key, Encoding.UTF8.GetBytes($"apiKey=ed&timestamp={timestamp}")));
        Assert.Equal(-1022, Code(LogOn(timestamp, "AAAA" + signature[4..])));
        var session = LogOn(timestamp, signature).GetProperty("result");
        Assert.Equal("ed", session.GetProperty("apiKey").GetString());
        Assert.Equal(timestamp, session.GetProperty("authorizedSince").GetInt64());

        var status = venue.AskUnsigned(api, "account.status", ("timestamp", $"{timestamp}"));
        Assert.Equal(200, status.GetProperty("status").GetInt32());
        Assert.Equal(-1102, Code(venue.AskUnsigned(api, "account.status")));
        Assert.Equal(0, venue.AskUnsigned(api, "userDataStream.subscribe")
            .GetProperty("result").GetProperty("subscriptionId").GetInt32());

        venue.Core.RevokeKey("ed");
        var revoked = venue.AskUnsigned(api, "account.status", ("timestamp", $"{timestamp}"));
        Assert.Equal((JsonValueKind.Null, 401), (
            revoked.GetProperty("id").ValueKind, revoked.GetProperty("status").GetInt32()));

        JsonElement LogOn(long at, string sign) => venue.AskUnsigned(
            api, "session.logon", ("apiKey", "ed"), ("timestamp", $"{at}"), ("signature", sign));
    }

    [Fact]
    public void logging_out_ends_the_logons_own_subscription_alone()
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519);
        var ed = new VenueAccountSettings
        {
            Name = "second",
            ApiKey = "ed",
            Ed25519PublicKey = Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)),
        };
        using var venue = new VenueHarness(
            new SimulatedVenueSettings { Accounts = [VenueAccountSettings.Default, ed] });
        var api = venue.Connect();
        var payload = $"apiKey=ed&timestamp={venue.NowMs}";
        var signature = Convert.ToBase64String(
            SignatureAlgorithm.Ed25519.Sign(key, Encoding.UTF8.GetBytes(payload)));
        venue.AskUnsigned(
            api, "session.logon", (
                "apiKey", "ed"), ("timestamp", $"{venue.NowMs}"), ("signature", signature));
        venue.AskUnsigned(api, "userDataStream.subscribe");
        venue.Ask(api, "userDataStream.subscribe.signature");
        venue.Take();
        var answer = venue.AskUnsigned(api, "session.logout").GetProperty("result");
        Assert.True(answer.GetProperty("userDataStream").GetBoolean());
        var events = venue.TakeTexts(api).Where(json => json.TryGetProperty("event", out _)).ToList();
        Assert.Equal(
            "eventStreamTerminated", events.Single().GetProperty("event").GetProperty("e").GetString());
        Assert.Equal(0, events.Single().GetProperty("subscriptionId").GetInt32());
    }

    [Theory]
    [InlineData(999, null, null)]
    [InlineData(1000, null, "Timestamp for this request was 1000ms ahead of the server's time.")]
    [InlineData(-5000, null, null)]
    [InlineData(-5001, null, "Timestamp for this request is outside of the recvWindow.")]
    [InlineData(-100, "100", null)]
    [InlineData(-101, "100", "Timestamp for this request is outside of the recvWindow.")]
    [InlineData(-101, "100.999", "Timestamp for this request is outside of the recvWindow.")]
    [InlineData(-101, "101.001", null)]
    [InlineData(0, "60000", null)]
    [InlineData(0, "60001", "'recvWindow' contains unexpected value. Cannot be greater than 60000.")]
    [InlineData(0, "5.0001", "Mandatory parameter 'recvWindow' was not sent, was empty/null, or malformed.")]
    public void a_timestamp_must_lie_within_the_window(int offsetMs, string? window, string? message)
    {
        using var venue = new VenueHarness();
        List<(string, string)> parameters = [("timestamp", $"{venue.NowMs + offsetMs}")];
        if (window is not null) parameters.Add(("recvWindow", window));
        var answer = venue.Ask(venue.Connect(), "account.status", [.. parameters]);
        Assert.Equal(message, answer.TryGetProperty("error", out var error)
            ? error.GetProperty("msg").GetString()
            : null);
    }

    [Fact]
    public void a_timestamp_may_come_in_microseconds()
    {
        using var venue = new VenueHarness();
        var api = venue.Connect();
        Assert.Equal(200, venue.Ask(api, "account.status", ("timestamp", $"{venue.NowMs}999"))
            .GetProperty("status").GetInt32());
        Assert.Equal(-1021, Code(venue.Ask(
            api, "account.status", ("timestamp", $"{venue.NowMs - 1}999"), ("recvWindow", "0"))));
    }

    [Fact]
    public void a_request_without_a_good_key_or_signature_is_refused()
    {
        using var venue = new VenueHarness();
        var api = venue.Connect();
        var at = ("timestamp", $"{venue.NowMs}");
        Assert.Equal(-1102, Code(venue.AskUnsigned(api, "account.status", at)));
        Assert.Equal(-2014, Code(venue.AskUnsigned(api, "account.status", at, ("apiKey", "not a key"))));
        Assert.Equal(-2015, Code(venue.AskUnsigned(api, "account.status", at, ("apiKey", "unknown"))));
        Assert.Equal(-1102, Code(venue.AskUnsigned(api, "account.status", at, ("apiKey", "simulated-key"))));
        Assert.Equal(-1022, Code(venue.AskUnsigned(
            api, "account.status", at, ("apiKey", "simulated-key"), ("signature", "00"))));
        Assert.Equal(-2015, Code(venue.AskUnsigned(api, "userDataStream.subscribe")));
        Assert.Equal(-4056, Code(venue.Ask(api, "session.logon")));
    }

    private static int Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();
}
