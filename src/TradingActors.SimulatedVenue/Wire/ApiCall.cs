using System.Text.Json;
using TradingActors.Domain;

namespace TradingActors.SimulatedVenue;

/// <summary>
/// One request on its way through a method. A method writes its result to <see cref="Json"/> or returns an
/// error; with <see cref="HasErrorData"/> what it wrote becomes the error's data.
/// </summary>
internal sealed class ApiCall(
    ApiParts venue, ApiConnection connection, ApiRequest request, Instant now, Utf8JsonWriter json)
{
    private const string SymbolRange = @"^[\w\-._&&[^a-z]]{1,50}$";
    private const int SymbolLengthMax = 50;

    private VenueAccount? _account;
    private ApiKeys.ApiKey? _key;

    public ApiParts Venue { get; } = venue;

    public ApiConnection Connection { get; } = connection;

    public ApiRequest Request { get; } = request;

    public Instant Now { get; } = now;

    public Utf8JsonWriter Json { get; } = json;

    public bool HasErrorData { get; set; }

    public bool IsAuthorized => _account is not null;

    /// <summary>The account that signed; only signed methods have one.</summary>
    public VenueAccount Account
    {
        get => _account ?? throw new InvalidOperationException("The request is not signed.");
        set => _account = value;
    }

    /// <summary>The key that signed.</summary>
    public ApiKeys.ApiKey Key
    {
        get => _key ?? throw new InvalidOperationException("The request is not signed.");
        set => _key = value;
    }

    public long NowMs => Now.Wall.ToUnixTimeMilliseconds();

    /// <summary>The market that the parameter <c>symbol</c> names.</summary>
    public VenueError? FindMarket(out SymbolMarket market)
    {
        market = null!;
        if (Request["symbol"] is not { } symbol) return VenueError.Missing("symbol");
        if (!IsSymbol(symbol)) return VenueError.IllegalCharacters("symbol", SymbolRange);
        return Venue.Exchange.TryGetMarket(symbol, out market!) ? null : VenueError.InvalidSymbol;
    }

    /// <summary>Letters of any script but lower-case Latin ones: symbols may be Unicode.</summary>
    private static bool IsSymbol(string text) =>
        text.Length <= SymbolLengthMax
        && text.All(c => (char.IsLetterOrDigit(c) && !char.IsAsciiLetterLower(c)) || c is '-' or '.' or '_');
}
