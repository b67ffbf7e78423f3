using System.Globalization;
using System.Net;
using TradingActors.SimulatedVenue;

namespace TradingActors.Node.CommandLine;

/// <summary>Reads the values of options; each returns false with what is wrong.</summary>
public static class OptionText
{
    /// <summary>
    /// A span such as <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>2h</c>, above zero and at most 30 days.
    /// </summary>
    public static bool TryDuration(string text, out TimeSpan duration, out string why)
    {
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        TimeSpan? unit = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => null,
        };
        duration = default;
        why = $"'{text}' is not a duration: write 500ms, 30s, 5m or 2h, at most 30d";
        if (unit is not { } one
            || !double.TryParse(
                text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n)
            || n <= 0 || n * one.TotalDays > 30)
            return false;

        duration = one * n;
        why = "";
        return true;
    }

    /// <summary>A port; 0 stands for any free one.</summary>
    public static bool TryPort(string text, out int port, out string why)
    {
        why = $"'{text}' is not a port: write a number from 0 to 65535";
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port <= ushort.MaxValue;
    }

    /// <summary>A speed above zero; <c>max</c> plays as fast as it can be read.</summary>
    public static bool TrySpeed(string text, out double speed, out string why)
    {
        why = $"'{text}' is not a speed: write a number above 0 and at most 100000, or max";
        if (text == "max")
        {
            speed = double.PositiveInfinity;
            return true;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out speed)
            && speed is > 0 and <= 100_000;
    }

    /// <summary>An address of this machine's loopback: the control interface has no credentials.</summary>
    public static bool TryLoopback(string text, out Uri address, out string why)
    {
        address = null!;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != "http"
            || uri.PathAndQuery != "/")
        {
            why = $"'{text}' is not an address: write http://127.0.0.1:8080";
            return false;
        }

        if (uri.Host != "localhost"
            && !(IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)))
        {
            why = $"'{text}' is not on loopback: the control interface has no credentials and listens to "
                + "this machine alone";
            return false;
        }

        address = uri;
        why = "";
        return true;
    }

    public static bool TryAddress(string text, out Uri address, out string why)
    {
        why = $"'{text}' is not an address: write http://HOST:PORT";
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "ws"
            or "wss")
        {
            address = uri;
            return true;
        }

        address = null!;
        return false;
    }

    /// <summary>Amounts by asset: <c>BTC=1,USDT=100000</c>.</summary>
    public static bool TryBalances(
        string text, out IReadOnlyDictionary<string, decimal> balances, out string why)
    {
        var read = new Dictionary<string, decimal>(StringComparer.Ordinal);
        balances = read;
        why = "";
        foreach (var part in text.Split(','))
        {
            var pair = part.Split('=');
            why = $"'{part}' is not a balance: write ASSET=AMOUNT, for example BTC=1,USDT=100000";
            if (pair.Length != 2 || pair[0].Length == 0 || !pair[0].All(char.IsAsciiLetterOrDigit)
                || !decimal.TryParse(
                    pair[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
                return false;

            why = $"'{pair[0]}' stands there twice";
            if (!read.TryAdd(pair[0].ToUpperInvariant(), amount)) return false;
        }

        return true;
    }

    /// <summary>Names of symbols: <c>BTCUSDT,ETHUSDT</c>, each base and quote asset in one word.</summary>
    public static bool TrySymbols(
        string text, out IReadOnlyList<GeneratedSymbolSettings> symbols, out string why)
    {
        var read = new List<GeneratedSymbolSettings>();
        symbols = read;
        why = "";
        foreach (var part in text.Split(','))
        {
            var name = part.Trim().ToUpperInvariant();
            if (!GeneratedSymbolSettings.TryCreate(name, out var symbol, out why)) return false;
            why = $"'{name}' stands there twice";
            if (read.Exists(other => other.Listing.Symbol == name)) return false;
            read.Add(symbol);
        }

        return true;
    }
}
