using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace TradingActors.Scenarios.ThirdParty;

/// <summary>Runs the scripts of this folder with Node.js and reads the checks that they print.</summary>
internal static class ClientScript
{
    private const int MajorMin = 20;
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ScriptPatience = TimeSpan.FromMinutes(3);

    internal sealed record Check(string Name, bool Ok, string Why);

    public static string Folder { get; } = Find();

    /// <summary>Why the scripts cannot run here; null when they can. Installs the packages where missing.</summary>
    public static async Task<string?> WhyNotAsync()
    {
        if (await TryRunAsync("node", ["--version"]) is not { ExitCode: 0 } node)
            return "Node.js is not installed";
        var version = node.Output.Trim().TrimStart('v');
        if (!int.TryParse(version.Split('.')[0], out var major) || major < MajorMin)
            return $"Node.js {version} is too old: {MajorMin} is needed";
        if (Directory.Exists(Path.Combine(Folder, "node_modules", "ccxt"))) return null;
        var install = await TryRunAsync(
            "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], patience: InstallPatience);
        return install is { ExitCode: 0 } ? null : $"npm ci did not work: {install?.Errors ?? "there is no npm"}";
    }

    /// <summary>Every check of a script; throws when it broke off or ran for too long.</summary>
    public static async Task<IReadOnlyList<Check>> RunAsync(
        string script, IReadOnlyDictionary<string, string> environment)
    {
        var run = await TryRunAsync("node", [script], environment, ScriptPatience)
            ?? throw new InvalidOperationException("node cannot be started");
        var checks = new List<Check>();
        var isDone = false;
        foreach (var line in run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith('{')) continue;
            using var json = JsonDocument.Parse(line);
            isDone |= json.RootElement.TryGetProperty("done", out _);
            if (json.RootElement.TryGetProperty("check", out var name))
                checks.Add(new Check(
                    name.GetString()!, json.RootElement.GetProperty("ok").GetBoolean(),
                    json.RootElement.TryGetProperty("why", out var why) ? why.GetString()! : ""));
        }

        return isDone && run.ExitCode == 0
            ? checks
            : throw new InvalidOperationException(
                $"{script} broke off with {run.ExitCode}:\n{run.Output}\n{run.Errors}");
    }

    private static async Task<(int ExitCode, string Output, string Errors)?> TryRunAsync(
        string program, string[] arguments, IReadOnlyDictionary<string, string>? environment = null,
        TimeSpan? patience = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            using var late = new CancellationTokenSource(patience ?? TimeSpan.FromSeconds(30));
            await using (late.Token.Register(() => process.Kill(entireProcessTree: true)))
                await process.WaitForExitAsync();
            return (process.ExitCode, await output, await errors);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "TradingActors.sln"))) at = at.Parent;
        var root = at?.FullName
            ?? throw new InvalidOperationException("TradingActors.sln is nowhere above the tests");
        return Path.Combine(root, "tests", "TradingActors.Scenarios", "ThirdParty");
    }
}
