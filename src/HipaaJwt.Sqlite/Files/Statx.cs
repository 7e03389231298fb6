using System.Runtime.InteropServices;

namespace HipaaJwt.Sqlite.Files;

/// <summary>
/// The <c>statx</c> call of Linux, because .NET does not expose the numbers of files. Its result is the same on all architectures.
/// </summary>
internal static class Statx
{
    public const string Library = "libc";

    /// <summary>The size of the result in bytes.</summary>
    public const int ResultSize = 256;

    private const int CurrentFolder = -100;
    private const uint BasicFields = 0x7FF;
    private const int NoEntry = 2;
    private const int NotAFolder = 20;

    /// <summary>Reads the state of a file. The call follows links.</summary>
    /// <param name="path">The path in UTF-8 with a zero at its end.</param>
    /// <param name="result">The result.</param>
    /// <returns>Whether a file exists.</returns>
    /// <exception cref="IOException">The state could not be read.</exception>
    public static bool TryCall(byte[] path, Span<byte> result)
    {
        if (Call(CurrentFolder, path, 0, BasicFields, ref MemoryMarshal.GetReference(result)) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is NoEntry or NotAFolder
            ? false
            : throw new IOException($"The state of the SQLite file could not be read: error {error}.");
    }

    /// <summary>Gets the state of a file from a result.</summary>
    public static FileStamp ToStamp(ReadOnlySpan<byte> result) => new(
        ((ulong)Read<uint>(result, 136) << 32) | Read<uint>(result, 140),
        Read<ulong>(result, 32),
        Read<long>(result, 40),
        ReadTime(result, 112),
        ReadTime(result, 96));

    private static Int128 ReadTime(ReadOnlySpan<byte> result, int offset) =>
        ((Int128)Read<long>(result, offset) * 1_000_000_000) + Read<uint>(result, offset + sizeof(long));

    private static T Read<T>(ReadOnlySpan<byte> result, int offset)
        where T : struct => MemoryMarshal.Read<T>(result[offset..]);

#pragma warning disable SYSLIB1054 // The source generator needs unsafe code. All arguments are blittable, so none is marshalled.
    [DllImport(Library, EntryPoint = "statx", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Call(int folder, byte[] path, int flags, uint fields, ref byte result);
#pragma warning restore SYSLIB1054
}
