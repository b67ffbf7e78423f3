using System.Globalization;
using TradingActors.Domain;

namespace TradingActors.Node.Direct;

/// <summary>
/// Opens the combined streams with the quotes of the symbols and waits for the first frame.
/// </summary>
public sealed class StreamProbe(IVenueTransportFactory transports) : IStreamProbe
{
    public async Task<string?> ProbeAsync(Uri streams, IReadOnlyList<Symbol> symbols, TimeSpan patience)
    {
        if (symbols.Count == 0)
            return "no symbols to listen to";
        var names = string.Join('/', symbols.Select(s => $"{s.Value.ToLowerInvariant()}@bookTicker"));
        var address = new UriBuilder(streams) { Query = $"streams={Uri.EscapeDataString(names)}" }.Uri;
        using var transport = transports.Create(address);
        var ear = new Ear();
        transport.Open(ear);
        try
        {
            return await ear.Heard.Task.WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"nothing was heard within {patience.TotalSeconds:0.#} s");
        }
    }

    private sealed class Ear : IVenueTransportListener
    {
        public TaskCompletionSource<string?> Heard { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnOpened()
        {
        }

        public void OnFrame(ReadOnlySpan<byte> frame) => Heard.TrySetResult(null);

        public void OnWritten()
        {
        }

        public void OnClosed(string reason) => Heard.TrySetResult(reason);
    }
}
