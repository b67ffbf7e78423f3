using System.Globalization;
using Akka.Configuration;

namespace TradingActors.Engine;

/// <summary>
/// A HOCON key that is missing, unknown or malformed; the message names the key and what was found.
/// </summary>
public sealed class ConfigKeyException(string key, string problem) : Exception($"configuration key '{key}': {problem}");

/// <summary>
/// Reads one HOCON object strictly: every key must be known, every value well formed. Call <see
/// cref="Finish"/> after
/// the last read; it refuses keys that nobody asked for, which are usually misspelt.
/// </summary>
public sealed class ConfigReader
{
    private readonly Config _config;
    private readonly HashSet<string> _asked = [];

    public ConfigReader(Config config, string path)
    {
        Path = path;
        _config = config.GetConfig(path) ?? throw new ConfigKeyException(path, "is missing");
        if (_config.IsEmpty)
            throw new ConfigKeyException(path, "is missing");
    }

    private ConfigReader(string path, Config config)
    {
        Path = path;
        _config = config;
    }

    public string Path { get; }

    public string Text(string key) => Raw(key) ?? throw Missing(key);

    public string? TextOrNull(string key) => Raw(key);

    public decimal Decimal(string key) => ParseDecimal(key, Text(key));

    public decimal? DecimalOrNull(string key) => Raw(key) is { } text ? ParseDecimal(key, text) : null;

    public int Whole(string key, int min = 0, int max = int.MaxValue)
    {
        var text = Text(key);
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            throw Malformed(key, text, "a whole number");
        return value >= min && value <= max
            ? value
            : throw new ConfigKeyException($"{Path}.{key}", $"{value} is outside {min} to {max}");
    }

    public bool Switch(string key) => Text(key) switch
    {
        "on" or "true" or "yes" => true,
        "off" or "false" or "no" => false,
        var text => throw Malformed(key, text, "on or off"),
    };

    /// <summary>A span like <c>250ms</c>, <c>10s</c>, <c>5m</c>, <c>24h</c>.</summary>
    public TimeSpan Span(string key)
    {
        var text = Text(key).Replace(" ", "", StringComparison.Ordinal);
        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        var unit = text[digits..] switch
        {
            "us" => TimeSpan.FromMicroseconds(1),
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => throw Malformed(key, text, "a time span such as 250ms, 10s, 5m"),
        };
        return double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n)
            ? unit * n
            : throw Malformed(key, text, "a time span such as 250ms, 10s, 5m");
    }

    /// <summary>A time of day as <c>HH:mm</c>, from 00:00 to 23:59.</summary>
    public TimeSpan TimeOfDay(string key)
    {
        var text = Text(key);
        return TimeOnly.TryParseExact(
                text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? time.ToTimeSpan()
            : throw Malformed(key, text, "a time of day such as 00:00 or 17:30");
    }

    public T Choice<T>(string key, params (string Text, T Value)[] choices)
    {
        var text = Text(key);
        foreach (var choice in choices)
            if (choice.Text == text)
                return choice.Value;
        throw Malformed(key, text, "one of " + string.Join(", ", choices.Select(c => c.Text)));
    }

    public IReadOnlyList<string> List(string key)
    {
        _asked.Add(key);
        if (!_config.HasPath(key))
            throw Missing(key);
        return [.. _config.GetStringList(key)];
    }

    public ConfigReader Section(string key)
    {
        _asked.Add(key);
        return new ConfigReader(_config, key).At($"{Path}.{key}");
    }

    /// <summary>True where the key holds an object, false where it holds a value or nothing.</summary>
    public bool IsSection(string key) => _config.HasPath(key) && _config.GetValue(key).IsObject();

    /// <summary>This section with what it leaves out taken from <paramref name="defaults"/>.</summary>
    public ConfigReader Over(ConfigReader defaults) => new(Path, _config.WithFallback(defaults._config));

    public ConfigReader? SectionOrNull(string key) => _config.HasPath(key) ? Section(key) : null;

    /// <summary>
    /// The names directly below, for a section whose keys are names (accounts, instruments).
    /// </summary>
    public IReadOnlyList<string> Names()
    {
        var names = _config.Root.GetObject().Items.Keys.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    /// <summary>Refuses keys that were never read.</summary>
    public void Finish()
    {
        foreach (var name in Names())
            if (!_asked.Any(a => a == name || a.StartsWith(name + ".", StringComparison.Ordinal)))
                throw new ConfigKeyException($"{Path}.{name}", "is not a known key");
    }

    private ConfigReader At(string path) => new(path, _config);

    private string? Raw(string key)
    {
        _asked.Add(key);
        return _config.HasPath(key) ? _config.GetString(key) : null;
    }

    private decimal ParseDecimal(string key, string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Malformed(key, text, "a plain decimal number");

    private ConfigKeyException Missing(string key) => new($"{Path}.{key}", "is missing");

    private ConfigKeyException Malformed(string key, string text, string wanted) =>
        new($"{Path}.{key}", $"'{text}' is not {wanted}");
}
