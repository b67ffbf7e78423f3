using Spectre.Console;
using TradingActors.Node.Control;
using TradingActors.Node.Hosting;

namespace TradingActors.Node.Terminal;

/// <summary>
/// Shows a running node until it has ended: redrawn in place on a terminal, as lines elsewhere.
/// </summary>
public sealed class NodeTerminal(NodeRun run, TextWriter lines, IAnsiConsole? screen)
{
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(250);

    private volatile string? _notice;

    /// <summary>A line above the picture from here on.</summary>
    public void Notice(string text) => _notice = text;

    public Task ShowAsync(CancellationToken ended) =>
        screen is null ? PrintAsync(ended) : DrawAsync(screen, ended);

    private async Task PrintAsync(CancellationToken ended)
    {
        var plain = new PlainLines(run.Settings.StatusEvery);
        await lines.WriteLineAsync(
            $"listening on {run.Address.GetLeftPart(UriPartial.Authority)}, data in {run.DataPath}");
        string? told = null;
        await foreach (var view in PicturesAsync(ended))
        {
            if (_notice is { } notice && notice != told)
                await lines.WriteLineAsync(told = notice);
            foreach (var line in plain.Next(view))
                await lines.WriteLineAsync(line);
        }
    }

    private async Task DrawAsync(IAnsiConsole console, CancellationToken ended) =>
        await console.Live(new Text("starting")).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            await foreach (var view in PicturesAsync(ended))
                live.UpdateTarget(NodeScreen.Render(view,
                    new ScreenHeader(run.Address, run.DataPath, run.Running, _notice ?? "Ctrl-C stops well",
                        console.Profile.Width)));
        });

    private async IAsyncEnumerable<NodeView> PicturesAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            NodeView? view = null;
            try
            {
                view = await run.Control.GetStateAsync();
            }
            catch (TimeoutException)
            {
                _notice = "the engine does not answer";
            }

            if (view is not null)
                yield return view;
            await Task.Delay(RedrawEvery, CancellationToken.None);
        }
    }
}
