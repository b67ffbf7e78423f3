using System.Text.Json;
using NSec.Cryptography;
using TradingActors.SimulatedVenue;
using Xunit;

namespace TradingActors.Tests.SimulatedVenue.Wire;

/// <summary>Several keys of one account: what each may do, and what becomes of one that is revoked.</summary>
public sealed class KeyTests : IDisposable
{
    private readonly Key _ed25519 = Key.Create(SignatureAlgorithm.Ed25519);
    private readonly VenueHarness _venue;
    private readonly long _api;

    public KeyTests()
    {
        _venue = new VenueHarness(new SimulatedVenueSettings
        {
            Accounts =
            [
                new VenueAccountSettings
                {
                    MoreKeys =
                    [
                        new VenueKeySettings("reader") { Secret = "simulated-secret", CanTrade = false },
                        new VenueKeySettings("second") { Secret = "simulated-secret" },
                        new VenueKeySettings("signer")
                        {
                            Ed25519PublicKey = Convert.ToBase64String(
                                _ed25519.PublicKey.Export(KeyBlobFormat.RawPublicKey)),
                        },
                    ],
                },
            ],
        });
        _api = _venue.Connect();
    }

    public void Dispose()
    {
        _venue.Dispose();
        _ed25519.Dispose();
    }

    [Fact]
    public void a_key_that_may_not_trade_asks_but_does_not_order()
    {
        Assert.Equal(200, Status(_venue.Ask(_api, "account.status", ("apiKey", "reader"))));
        var refused = _venue.Ask(
            _api, "order.cancel", ("apiKey", "reader"), ("symbol", "BTCUSDT"), ("orderId", "1"));
        Assert.Equal((401, -2015), (Status(refused), Code(refused)));
    }

    [Fact]
    public void a_second_key_sees_and_cancels_what_the_first_placed_and_shares_its_counts()
    {
        Place("simulated-key", "first");
        var placed = Place("second", "next");
        Assert.Equal(2, placed.GetProperty("rateLimits")[0].GetProperty("count").GetInt32());
        Assert.Equal(200, Status(_venue.Ask(
            _api, "order.cancel", ("apiKey", "second"), ("symbol", "BTCUSDT"), ("origClientOrderId", "first"))));
    }

    [Fact]
    public void a_session_whose_key_is_revoked_ends_with_an_answer_to_nobody()
    {
        LogOn();
        _venue.AskUnsigned(_api, "userDataStream.subscribe");
        Assert.Null(_venue.Core.RevokeKey("signer"));
        _venue.Take();
        var answer = _venue.AskUnsigned(_api, "order.place", ("timestamp", Timestamp));
        Assert.Equal(
            ("null", 401, -2015), (answer.GetProperty("id").GetRawText(), Status(answer), Code(answer)));
        Assert.Equal(
            "eventStreamTerminated",
            _venue.TakeTexts(_api)[^1].GetProperty("event").GetProperty("e").GetString());
        var session = _venue.AskUnsigned(_api, "session.status").GetProperty("result");
        Assert.Equal(JsonValueKind.Null, session.GetProperty("apiKey").ValueKind);
        Assert.Equal(200, Status(Place("second", "others go on")));
    }

    [Fact]
    public void a_key_can_be_added_while_the_venue_runs_but_not_twice()
    {
        var key = new VenueKeySettings("fresh") { Secret = "simulated-secret" };
        Assert.Equal(-2015, Code(_venue.Ask(_api, "account.status", ("apiKey", "fresh"))));
        Assert.Null(_venue.Core.AddKey("main", key));
        Assert.Equal(200, Status(_venue.Ask(_api, "account.status", ("apiKey", "fresh"))));
        Assert.Equal("The key fresh exists already.", _venue.Core.AddKey("main", key)!.Message);
        Assert.Equal(404, _venue.Core.AddKey("nobody", key)!.Status);
        Assert.NotNull(_venue.Core.AddKey("main", new VenueKeySettings("mute")));
    }

    [Fact]
    public void a_key_of_two_accounts_does_not_start()
    {
        var settings = new SimulatedVenueSettings
        {
            Accounts = [new VenueAccountSettings(), new VenueAccountSettings { Name = "other" }],
        };
        Assert.Throws<ArgumentException>(() => new VenueHarness(settings));
    }

    private string Timestamp => _venue.NowMs.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private void LogOn()
    {
        var payload = System.Text.Encoding.UTF8.GetBytes("apiKey=signer&timestamp=" + Timestamp);
        var signature = Convert.ToBase64String(SignatureAlgorithm.Ed25519.Sign(_ed25519, payload));
        Assert.Equal(200, Status(_venue.AskUnsigned(
            _api, "session.logon", ("apiKey", "signer"), ("timestamp", Timestamp), ("signature", signature))));
    }

    private JsonElement Place(string key, string id) => _venue.Ask(
        _api, "order.place", ("apiKey", key), ("symbol", "BTCUSDT"), ("side", "BUY"), ("type", "LIMIT"),
        ("timeInForce", "GTC"), ("price", "50000"), ("quantity", "0.002"),
        ("newClientOrderId", id.Replace(' ', '-')));

    private static int Status(JsonElement answer) => answer.GetProperty("status").GetInt32();

    private static int Code(JsonElement answer) => answer.GetProperty("error").GetProperty("code").GetInt32();
}
