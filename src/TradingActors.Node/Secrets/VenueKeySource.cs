using TradingActors.Engine;
using TradingActors.Venues.Signing;

namespace TradingActors.Node.Secrets;

/// <summary>Where the two halves of one account's key are kept.</summary>
public sealed record VenueKeySource(string Path, SecretSource ApiKey, SecretSource Secret)
{
    /// <summary>
    /// Reads where they are kept. What stands in the configuration itself is checked at once.
    /// </summary>
    public static VenueKeySource Read(ConfigReader reader, bool mayBeText)
    {
        var isText = mayBeText && !reader.IsSection("secret");
        var source = new VenueKeySource(
            reader.Path,
            SecretSource.Read(reader, "api-key", mayBeText),
            SecretSource.Read(reader, "secret", mayBeText));
        reader.Finish();
        if (isText && VenueSecret.TryCreate(reader.Text("secret"), out var why) is null)
            throw new ConfigKeyException($"{reader.Path}.secret", why);
        return source;
    }

    /// <summary>The key as it is kept now.</summary>
    /// <exception cref="SecretUnavailableException">A half cannot be had or is no key.</exception>
    public VenueKey Load()
    {
        var apiKey = ApiKey.ReadText();
        if (apiKey.Any(c => c is < '!' or > '~' or '"' or '\\'))
            throw new SecretUnavailableException(
                $"configuration key '{Path}.api-key': {ApiKey} has characters that no key has");
        var text = Secret.ReadText();
        return VenueSecret.TryCreate(text, out var why) is { } secret
            ? new VenueKey(apiKey, secret, text)
            : throw new SecretUnavailableException($"configuration key '{Path}.secret': {Secret}: {why}");
    }
}
