namespace HipaaJwt.Fuzz.Targets;

/// <summary>A part of the library with the properties that must hold for any input.</summary>
internal abstract class FuzzTarget
{
    /// <summary>The initial inputs of the fuzzer. They reach the branches that a fuzzer would not find by chance.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Checks the properties for one input.</summary>
    /// <exception cref="InvalidOperationException">A property does not hold.</exception>
    public abstract void Check(ReadOnlySpan<byte> input);
}
