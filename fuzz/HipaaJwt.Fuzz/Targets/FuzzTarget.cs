namespace HipaaJwt.Fuzz.Targets;

/// <summary>A part of the library, with what must be true of it for any input whatever.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Where a fuzzer begins: inputs that lead into each branch that would be hard to guess.</summary>
    public abstract IEnumerable<byte[]> Seeds { get; }

    /// <summary>Throws where the input shows a fault of the library.</summary>
    public abstract void Check(ReadOnlySpan<byte> input);
}
