using System.Text;
using TradingActors.Venues.Binance;
using TradingActors.Venues.Signing;
using Xunit;

namespace TradingActors.Tests.Venues;

/// <summary>The examples of the venue's documentation, and that a secret never shows.</summary>
public class RequestSigningTests
{
    private const string Hmac = SpotSessionHarness.HmacSecret;

    [Theory]
    [InlineData(
        "apiKey=vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A&price=52000.00" +
        "&quantity=0.01000000&recvWindow=100&side=SELL&symbol=BTCUSDT&timeInForce=GTC" +
        "&timestamp=1645423376532&type=LIMIT",
        "aa1b5712c094bc4e57c05a1a5c1fd8d88dcd628338ea863fec7b88e59fe2db24")]
    [InlineData(
        "apiKey=vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A&price=0.10000000" +
        "&quantity=1.00000000&recvWindow=5000&side=BUY&symbol=１２３４５６&timeInForce=GTC" +
        "&timestamp=1645423376532&type=LIMIT",
        "b33892ae8e687c939f4468c6268ddd4c40ac1af18ad19a064864c47bae0752cd")]
    public void hmac_signs_as_the_documentation_does(string payload, string signature)
    {
        using var signer = VenueSecret.FromText(Hmac).CreateSigner();

        Assert.Equal(signature, Sign(signer, payload));
        Assert.Equal(signature, Sign(signer, payload));
    }

    [Fact]
    public void ed25519_signs_as_the_documentation_does()
    {
        using var signer = VenueSecret.FromText(SpotSessionHarness.Ed25519Secret).CreateSigner();

        var payload = string.Join('\u0001', "A", "EXAMPLE", "SPOT", "1", "20240627-11:17:25.223");

        Assert.Equal(
            "4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==",
            Sign(signer, payload));
    }

    [Fact]
    public void a_secret_never_prints()
    {
        var secret = VenueSecret.FromText(Hmac);
        var settings = new BinanceSpotSettings(
            SpotSessionHarness.ApiKey, secret, [SpotSessionHarness.BtcUsdt]);

        Assert.Equal("(redacted)", secret.ToString());
        Assert.DoesNotContain(Hmac, settings.ToString());
        Assert.DoesNotContain(SpotSessionHarness.ApiKey, settings.ToString());
        Assert.Contains("BTCUSDT", settings.ToString());
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("  ", "empty")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "Ed25519")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----", "Ed25519")]
    public void an_unusable_secret_is_refused_without_repeating_it(string? text, string why)
    {
        Assert.Null(VenueSecret.TryCreate(text, out var reason));
        Assert.Contains(why, reason);
        Assert.DoesNotContain("AAAA", reason);
    }

    private static string Sign(RequestSigner signer, string payload)
    {
        var text = new byte[RequestSigner.LengthMax];
        return Encoding.UTF8.GetString(text, 0, signer.Sign(Encoding.UTF8.GetBytes(payload), text));
    }
}
