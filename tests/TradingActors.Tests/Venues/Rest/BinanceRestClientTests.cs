using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using TradingActors.Domain;
using TradingActors.Venues.Binance.Rest;
using TradingActors.Venues.Signing;
using Xunit;

namespace TradingActors.Tests.Venues.Rest;

public sealed class BinanceRestClientTests : IDisposable
{
    private const string Rights = """
        {"ipRestrict":true,"enableReading":true,"enableSpotAndMarginTrading":true,"enableWithdrawals":false}
        """;

    private readonly Exchange _exchange = new();
    private readonly BinanceRestClient _rest;

    public BinanceRestClientTests()
    {
        var time = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000));
        _rest = new BinanceRestClient(
            new Uri("https://api.test"), new Clock(time), TimeSpan.FromSeconds(5), _exchange);
    }

    public void Dispose() => _rest.Dispose();

    [Fact]
    public async Task what_a_key_may_do_is_asked_with_a_signature_over_the_query_as_sent()
    {
        _exchange.Body = Rights;

        var answer = await _rest.GetPermissionsAsync(
            "the-key", VenueSecret.FromText("the-secret"), TimeSpan.FromMilliseconds(250));

        Assert.Equal(RestOutcome.Ok, answer.Outcome);
        Assert.Null(answer.Value!.Objection());
        Assert.Empty(answer.Value.Excess());
        const string query = "recvWindow=5000&timestamp=1700000000250";
        var signature = Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(
            "the-secret"u8, Encoding.ASCII.GetBytes(query)));
        Assert.Equal(
            $"https://api.test/sapi/v1/account/apiRestrictions?{query}&signature={signature}",
            _exchange.Asked);
        Assert.Equal("the-key", _exchange.Key);
    }

    [Theory]
    [InlineData("\"enableWithdrawals\":false", "\"enableWithdrawals\":true", "may withdraw")]
    [InlineData("AndMarginTrading\":true", "AndMarginTrading\":false", "may not trade spot")]
    [InlineData("\"enableReading\":true", "\"enableReading\":false", "may not read")]
    public async Task a_key_that_must_not_be_traded_with_is_told(string was, string now, string objection)
    {
        _exchange.Body = Rights.Replace(was, now, StringComparison.Ordinal);

        Assert.Contains(objection, (await Ask()).Value!.Objection(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task an_answer_that_does_not_tell_of_withdrawals_is_no_answer()
    {
        _exchange.Body = """{"enableReading":true,"enableSpotAndMarginTrading":true}""";

        Assert.Equal(RestOutcome.Unreachable, (await Ask()).Outcome);
    }

    [Theory]
    [InlineData(401, """{"code":-2015,"msg":"Invalid API-key."}""", RestOutcome.Refused, "-2015")]
    [InlineData(404, "<html>", RestOutcome.NotOffered, "")]
    [InlineData(502, "<html>", RestOutcome.Unreachable, "")]
    [InlineData(200, "{\"enableRead", RestOutcome.Unreachable, "")]
    public async Task what_is_no_permission_is_classified(
        int status, string body, RestOutcome outcome, string code)
    {
        (_exchange.Status, _exchange.Body) = (status, body);

        var answer = await Ask();

        Assert.Equal((outcome, code), (answer.Outcome, answer.Code));
        Assert.Null(answer.Value);
        Assert.DoesNotContain("the-secret", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_rights_that_trading_does_not_need_are_told()
    {
        _exchange.Body = """
            {"enableReading":true,"enableSpotAndMarginTrading":true,"enableWithdrawals":false,
            "enableInternalTransfer":true,"enableFutures":true}
            """;

        Assert.Equal(3, (await Ask()).Value!.Excess().Count());
    }

    private Task<RestAnswer<KeyPermissions>> Ask() =>
        _rest.GetPermissionsAsync("the-key", VenueSecret.FromText("the-secret"), TimeSpan.Zero);

    private sealed class Exchange : HttpMessageHandler
    {
        public string Body { get; set; } = "{}";

        public int Status { get; set; } = 200;

        public string? Asked { get; private set; }

        public string? Key { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked = request.RequestUri!.ToString();
            Key = string.Join(",", request.Headers.TryGetValues("X-MBX-APIKEY", out var keys) ? keys : []);
            return Task.FromResult(new HttpResponseMessage((HttpStatusCode)Status)
            {
                Content = new StringContent(Body),
            });
        }
    }
}
