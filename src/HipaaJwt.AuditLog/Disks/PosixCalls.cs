using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HipaaJwt.AuditLog.Disks;

/// <summary>
/// System calls that .NET does not have, or that hide errors: <c>RandomAccess.FlushToDisk</c> ignores several errors of fsync, and nothing
/// syncs a directory.
/// </summary>
internal static class PosixCalls
{
    private const int FullSync = 51;
    private const int CloseOnExec = 0x80000;
    private const int CloseOnExecMac = 0x1000000;
    private const int CurrentDirectory = -100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStatus = 0x7ff;
    private const int StatusLength = 256;

    public static void Sync(SafeFileHandle file)
    {
        var result = OperatingSystem.IsMacOS() ? FileControl(file, FullSync) : FileSync(file);
        ThrowIf(result, "sync");
    }

    public static void SyncDirectory(string path)
    {
        using var directory = OpenFile(Path0(path), OperatingSystem.IsMacOS() ? CloseOnExecMac : CloseOnExec);
        ThrowIf(directory.IsInvalid ? -1 : 0, "open");
        ThrowIf(FileSync(directory), "sync");
    }

    /// <summary>Reads the status of a name, or of an open file.</summary>
    /// <returns>Null if there is no such name.</returns>
    public static FileIdentity? Status(string? path, SafeFileHandle? file)
    {
        var buffer = new byte[StatusLength];
        var (directory, flags) = file is null ? (CurrentDirectory, 0) : ((int)file.DangerousGetHandle(), EmptyPath);
        if (StatusOf(directory, Path0(path ?? string.Empty), flags, BasicStatus, buffer) != 0)
        {
            const int NoEntry = 2;
            var error = Marshal.GetLastPInvokeError();
            return error == NoEntry ? null : throw Failure("statx", error);
        }

        // The layout of struct statx is the same on all architectures.
        return new FileIdentity(
            BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(136)),
            BinaryPrimitives.ReadUInt64LittleEndian(buffer.AsSpan(32)),
            BinaryPrimitives.ReadUInt32LittleEndian(buffer.AsSpan(16)),
            BinaryPrimitives.ReadInt64LittleEndian(buffer.AsSpan(40)));
    }

    private static byte[] Path0(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    private static void ThrowIf(int result, string call)
    {
        if (result != 0)
        {
            throw Failure(call, Marshal.GetLastPInvokeError());
        }
    }

    private static IOException Failure(string call, int error) =>
        new($"The system call {call} failed: {Marshal.GetPInvokeErrorMessage(error)}.", error);

    // The generator of LibraryImport needs unsafe code, which is off.
#pragma warning disable SYSLIB1054
    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileSync(SafeFileHandle file);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(SafeFileHandle file, int command);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle OpenFile(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatusOf(int directory, byte[] path, int flags, uint mask, [Out] byte[] status);
#pragma warning restore SYSLIB1054
}
