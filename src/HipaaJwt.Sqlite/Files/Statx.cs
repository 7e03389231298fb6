using System.Runtime.InteropServices;

namespace HipaaJwt.Sqlite.Files;

/// <summary>The <c>statx</c> call of Linux. Its layout is the same on all architectures; .NET does not expose numbers of files.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct Statx
{
    public const string Library = "libc";
    public const int CurrentFolder = -100;
    public const uint BasicStats = 0x7FF;
    public const int NoEntry = 2;
    public const int NotAFolder = 20;

    [FieldOffset(32)]
    public ulong Inode;

    [FieldOffset(40)]
    public ulong Size;

    [FieldOffset(96)]
    public StatxTime ChangedAt;

    [FieldOffset(112)]
    public StatxTime ModifiedAt;

    [FieldOffset(136)]
    public uint DeviceMajor;

    [FieldOffset(140)]
    public uint DeviceMinor;

#pragma warning disable SYSLIB1054 // The source generator needs unsafe code. All arguments are blittable, so none is marshalled.
    [DllImport(Library, EntryPoint = "statx", SetLastError = true, ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Call(int folder, byte[] path, int flags, uint mask, ref Statx buffer);
#pragma warning restore SYSLIB1054
}

/// <summary>A time in a <see cref="Statx"/>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StatxTime
{
    public long Seconds;
    public uint Nanoseconds;
    public int Reserved;
}
