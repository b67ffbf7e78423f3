using TradingActors.Engine;

namespace TradingActors.Node.Configuration;

/// <summary>Where a venue answers: REST, the WebSocket API and the combined streams.</summary>
public sealed record VenueEndpoints(Uri Rest, Uri Api, Uri Streams)
{
    private const string RealMoney = "mainnet";

    /// <summary>
    /// The environment's addresses; those under <c>endpoints</c> win over them. Signed requests leave this
    /// machine encrypted or not at all, and a venue that calls itself anything but mainnet never leads there.
    /// </summary>
    public static VenueEndpoints Read(ConfigReader venue, string environment)
    {
        var environments = venue.Section("environments");
        if (!environments.Names().Contains(environment, StringComparer.Ordinal))
            throw new ConfigKeyException($"{venue.Path}.environment",
                $"'{environment}' is not one of {string.Join(", ", environments.Names())}");
        var known = environments.Section(environment);
        var section = venue.SectionOrNull("endpoints") is { } own ? own.Over(known) : known;
        var endpoints = ReadAddresses(section);
        section.Finish();
        if (environment != RealMoney && environments.Names().Contains(RealMoney, StringComparer.Ordinal))
            RefuseHosts(endpoints, ReadAddresses(environments.Section(RealMoney)), section.Path, environment);
        return endpoints;
    }

    private static VenueEndpoints ReadAddresses(ConfigReader section) => new(
        Address(section, "rest", "https", "http"),
        Address(section, "api", "wss", "ws"),
        Address(section, "streams", "wss", "ws"));

    private static Uri Address(ConfigReader section, string key, string secure, string plain)
    {
        var text = section.Text(key);
        var path = $"{section.Path}.{key}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address)
            || (address.Scheme != secure && address.Scheme != plain))
            throw new ConfigKeyException(path, $"'{text}' is not an address: write {secure}://HOST/PATH");
        if (address.UserInfo.Length > 0)
            throw new ConfigKeyException(path, "an address carries no user name or password");
        return address.Scheme == secure || address.IsLoopback
            ? address
            : throw new ConfigKeyException(
                path, $"'{text}' is not encrypted: {plain}:// is for this machine's loopback alone");
    }

    private static void RefuseHosts(
        VenueEndpoints own, VenueEndpoints mainnet, string path, string environment)
    {
        string[] hosts = [mainnet.Rest.Host, mainnet.Api.Host, mainnet.Streams.Host];
        foreach (var address in (Uri[])[own.Rest, own.Api, own.Streams])
            if (hosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase)
                || address.Host.EndsWith(".binance.com", StringComparison.OrdinalIgnoreCase))
                throw new ConfigKeyException(path,
                    $"{address.Host} is mainnet's and the environment is called '{environment}'");
    }
}
