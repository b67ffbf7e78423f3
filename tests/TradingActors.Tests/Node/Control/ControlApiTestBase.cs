using Microsoft.Extensions.Logging.Abstractions;
using TradingActors.Node.Control;
using Xunit;

namespace TradingActors.Tests.Node.Control;

/// <summary>A control address on a free port, with a node behind it that answers what a test says.</summary>
public abstract class ControlApiTestBase : IAsyncLifetime
{
    private ControlApi _api = null!;

    internal FakeControl Fake { get; } = new();

    protected Uri Address => _api.Address;

    protected HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _api = await ControlApi.StartAsync(Fake, new Uri("http://127.0.0.1:0"), NullLoggerFactory.Instance);
        Http = new HttpClient { BaseAddress = _api.Address };
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _api.DisposeAsync();
    }
}
