using System.Diagnostics;
using Xunit;

namespace TradingActors.Scenarios.Processes;

/// <summary>A file system of a few megabytes in memory, which a test can fill.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int Megabytes = 48;

    private readonly string _filler;

    private SmallDisk(string path)
    {
        Path = path;
        _filler = System.IO.Path.Combine(path, "filler");
    }

    public string Path { get; }

    /// <summary>Why none can be made here; null when one can.</summary>
    public static string? WhyNot { get; } = Try();

    public static SmallDisk Mount()
    {
        var path = Directory.CreateTempSubdirectory("trading-actors-disk-").FullName;
        return Tool.Run("mount", "-t", "tmpfs", "-o", $"size={Megabytes}m", "tmpfs", path) is { } problem
            ? throw new InvalidOperationException(problem)
            : new SmallDisk(path);
    }

    /// <summary>Leaves not one byte.</summary>
    public void Fill()
    {
        using var file = new FileStream(_filler, FileMode.Create, FileAccess.Write, FileShare.Read, 0);
        for (var size = 1 << 20; size > 0; size >>= 4)
            while (TryWrite(file, new byte[size]))
            {
            }
    }

    public void MakeRoom() => File.Delete(_filler);

    public void Dispose()
    {
        Tool.Run("umount", "--lazy", Path);
        Directory.Delete(Path);
    }

    private static bool TryWrite(FileStream file, byte[] bytes)
    {
        try
        {
            file.Write(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
            return "there is no tmpfs";

        try
        {
            Mount().Dispose();
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            return $"no file system can be mounted here: {e.Message}";
        }
    }
}

/// <summary>A file that cannot be written any more, not even by whoever has it open.</summary>
internal static class Immutable
{
    public static string? WhyNot { get; } = Try();

    public static void Set(string file) => Change("+i", file);

    public static void Clear(string file) => Change("-i", file);

    private static void Change(string how, string file)
    {
        if (Tool.Run("chattr", how, file) is { } problem)
            throw new InvalidOperationException(problem);
    }

    private static string? Try()
    {
        if (!OperatingSystem.IsLinux())
            return "there is no chattr";

        var file = Path.GetTempFileName();
        try
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
            Set(file);
            try
            {
                open.Write([1]);
                return "a file that is open can still be written when it is immutable";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
            finally
            {
                Clear(file);
            }
        }
        catch (InvalidOperationException e)
        {
            return $"no file can be made immutable here: {e.Message}";
        }
        finally
        {
            File.Delete(file);
        }
    }
}

/// <summary>A program of the system's; null when it did its work, else what it said.</summary>
internal static class Tool
{
    public static string? Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {errors.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{program}: {e.Message}";
        }
    }
}

/// <summary>Skipped, with the reason, where no small disk can be mounted.</summary>
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute() => Skip = SmallDisk.WhyNot!;
}

/// <summary>Skipped, with the reason, where no file can be made immutable.</summary>
internal sealed class ImmutableFactAttribute : FactAttribute
{
    public ImmutableFactAttribute() => Skip = Immutable.WhyNot!;
}
