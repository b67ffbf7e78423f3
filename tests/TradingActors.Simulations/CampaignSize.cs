using System.Globalization;

namespace TradingActors.Simulations;

/// <summary>
/// A few seeds with every build; as many as an environment variable says in a campaign.
/// </summary>
internal static class CampaignSize
{
    public static IEnumerable<ulong> Seeds(string variable, int usual) =>
        Enumerable.Range(1, Of(variable, usual)).Select(i => 9_000 + (ulong)i);

    public static int Of(string variable, int usual) =>
        Environment.GetEnvironmentVariable(variable) is { } text
        && int.TryParse(text, CultureInfo.InvariantCulture, out var wanted)
            ? wanted
            : usual;
}
