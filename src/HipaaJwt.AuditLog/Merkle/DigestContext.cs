using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace HipaaJwt.AuditLog.Merkle;

/// <summary>
/// A context of OpenSSL 3 that computes SHA-256 again and again. The platform looks the algorithm up for each message, which takes several
/// times as long as the hash of a node of the tree.
/// </summary>
internal sealed class DigestContext : SafeHandleZeroOrMinusOneIsInvalid
{
    private const string Library = "libcrypto.so.3";
    private const int Success = 1;

    /// <summary>Other threads may still hash while the process exits. The platform sets the same for its copy of OpenSSL.</summary>
    private const ulong KeepAtExit = 0x80000;

    /// <summary>The algorithm, looked up once; zero if this OpenSSL cannot be used.</summary>
    private static readonly IntPtr Algorithm = FindAlgorithm();

    public DigestContext()
        : base(ownsHandle: true) => SetHandle(NewContext());

    /// <summary>Creates a context.</summary>
    /// <returns>Null on platforms without OpenSSL 3, where the platform's own hash must be used.</returns>
    public static DigestContext? TryCreate() => Algorithm == IntPtr.Zero ? null : CreateStarted(Algorithm);

    public void Hash(ReadOnlySpan<byte> message, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(destination.Length, SHA256.HashSizeInBytes);
        Check(Update(this, in MemoryMarshal.GetReference(message), (nuint)message.Length));
        Check(Finish(this, ref MemoryMarshal.GetReference(destination), IntPtr.Zero));
        Check(Start(this, Algorithm, IntPtr.Zero));
    }

    protected override bool ReleaseHandle()
    {
        FreeContext(handle);
        return true;
    }

    private static DigestContext CreateStarted(IntPtr algorithm)
    {
        var context = new DigestContext();
        Check(context.IsInvalid ? 0 : Start(context, algorithm, IntPtr.Zero));
        return context;
    }

    /// <summary>Looks the algorithm up and compares one hash with the platform's.</summary>
    private static IntPtr FindAlgorithm()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Library, out _))
        {
            return IntPtr.Zero;
        }

        try
        {
            Check(Initialize(KeepAtExit, IntPtr.Zero));
            var algorithm = Fetch(IntPtr.Zero, "SHA2-256", null);
            return algorithm != IntPtr.Zero && IsRight(algorithm) ? algorithm : IntPtr.Zero;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or CryptographicException)
        {
            return IntPtr.Zero;
        }
    }

    private static bool IsRight(IntPtr algorithm)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        using var context = CreateStarted(algorithm);
        Check(Update(context, in MemoryMarshal.GetReference("abc"u8), 3));
        Check(Finish(context, ref MemoryMarshal.GetReference(hash), IntPtr.Zero));
        return hash.SequenceEqual(SHA256.HashData("abc"u8));
    }

    private static void Check(int result)
    {
        if (result != Success)
        {
            throw new CryptographicException("OpenSSL could not compute SHA-256.");
        }
    }

    // The generator of LibraryImport needs unsafe code, which is off.
#pragma warning disable SYSLIB1054
    [DllImport(Library, EntryPoint = "OPENSSL_init_crypto")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Initialize(ulong options, IntPtr settings);

    [DllImport(Library, EntryPoint = "EVP_MD_fetch", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr Fetch(IntPtr library, string name, string? properties);

    [DllImport(Library, EntryPoint = "EVP_MD_CTX_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr NewContext();

    [DllImport(Library, EntryPoint = "EVP_MD_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void FreeContext(IntPtr context);

    [DllImport(Library, EntryPoint = "EVP_DigestInit_ex2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Start(DigestContext context, IntPtr algorithm, IntPtr parameters);

    [DllImport(Library, EntryPoint = "EVP_DigestUpdate")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Update(DigestContext context, in byte message, nuint length);

    [DllImport(Library, EntryPoint = "EVP_DigestFinal_ex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Finish(DigestContext context, ref byte destination, IntPtr length);
#pragma warning restore SYSLIB1054
}
