using System.Diagnostics;
using System.Text;

namespace TradingActors.Scenarios.Processes;

/// <summary>One process of the node's program, with everything that it printed.</summary>
internal sealed class NodeProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private NodeProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(_errors, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    public static NodeProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TradingActors.Node.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return new NodeProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs to its end and returns the exit code.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return (await process.EndAsync(TimeSpan.FromSeconds(90)), process.Output, process.Errors);
    }

    public async Task<int> EndAsync(TimeSpan deadline)
    {
        using var late = new CancellationTokenSource(deadline);
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"the process did not end within {deadline}:\n{Output}\n{Errors}");
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>The first line of output that satisfies the test, waited for.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted)
    {
        for (var deadline = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < deadline; await Task.Delay(20))
        {
            var found = Output.Split('\n').FirstOrDefault(wanted);
            if (found is not null)
                return found;
            if (HasExited)
                break;
        }

        throw new TimeoutException($"the line did not come:\n{Output}\n{Errors}");
    }

    /// <summary>kill -9.</summary>
    public void KillHard()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
    }

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            KillHard();
        _process.Dispose();
    }

    private static void Keep(StringBuilder to, string? line)
    {
        if (line is null)
            return;

        lock (to)
            to.Append(line).Append('\n');
    }

    private static string Read(StringBuilder from)
    {
        lock (from)
            return from.ToString();
    }
}
