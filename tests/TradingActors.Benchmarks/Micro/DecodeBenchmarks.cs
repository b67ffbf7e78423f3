using BenchmarkDotNet.Attributes;

namespace TradingActors.Benchmarks.Micro;

/// <summary>The decode of each message beside a bare pass over its bytes.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private DecodeSubjects _subjects = null!;
    private int _subject;

    [ParamsSource(nameof(Messages))]
    public string Message { get; set; } = "";

    public static IEnumerable<string> Messages => DecodeSubjects.Names;

    [GlobalSetup]
    public void Setup()
    {
        _subjects = new DecodeSubjects();
        _subject = Array.IndexOf(DecodeSubjects.Names, Message);
    }

    [GlobalCleanup]
    public void Cleanup() => _subjects.Dispose();

    [Benchmark(Baseline = true)]
    public int BarePass() => _subjects.Bare(_subject);

    [Benchmark]
    public bool Decode() => _subjects.Decode(_subject);
}
