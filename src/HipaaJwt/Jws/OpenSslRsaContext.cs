using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace HipaaJwt.Jws;

/// <summary>
/// A context of OpenSSL 3 that verifies signatures of one RSA key again and again. The platform creates a context for each signature and
/// looks its algorithms up, which takes a fifth of the time of a verification. Not thread-safe.
/// </summary>
internal sealed class OpenSslRsaContext : SafeHandleZeroOrMinusOneIsInvalid
{
    private const string Library = "libcrypto.so.3";
    private const int Success = 1;
    private const int Pkcs1Padding = 1;
    private const int PssPadding = 6;
    private const int SaltAsLongAsHash = -1;

    /// <summary>Other threads may still verify while the process exits. The platform sets the same for its copy.</summary>
    private const ulong KeepAtExit = 0x80000;

    private static readonly bool IsAvailable = IsLibraryOfPlatform();

    private OpenSslRsaContext(IntPtr key)
        : base(ownsHandle: true) => SetHandle(NewContext(IntPtr.Zero, key, IntPtr.Zero));

    /// <summary>Creates a context for the public part of the key.</summary>
    /// <returns>Null if the platform does not use OpenSSL 3, or if OpenSSL cannot use the key. Then the platform must verify.</returns>
    public static OpenSslRsaContext? TryCreate(RSA key, JwsAlgorithmRow algorithm)
    {
        if (!IsAvailable)
        {
            return null;
        }

        OpenSslRsaContext? context = null;
        try
        {
            context = Open(key.ExportSubjectPublicKeyInfo());
            if (!context.IsInvalid && context.Prepare(algorithm))
            {
                return context;
            }
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or CryptographicException)
        {
            // Neither is expected. The platform can still verify.
            context?.Dispose();
            return null;
        }

        context.Dispose();
        ClearErrors();
        return null;
    }

    /// <summary>Verifies a signature over a hash (RFC 8017, sections 8.1.2 and 8.2.2).</summary>
    public bool Verify(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        var verified = Verify(
            this,
            in MemoryMarshal.GetReference(signature),
            (nuint)signature.Length,
            in MemoryMarshal.GetReference(hash),
            (nuint)hash.Length) == Success;
        if (!verified)
        {
            // Other code of the thread, such as TLS, must not find the reasons of this failure.
            ClearErrors();
        }

        return verified;
    }

    protected override bool ReleaseHandle()
    {
        FreeContext(handle);
        return true;
    }

    /// <summary>
    /// Whether calls reach the copy of OpenSSL that the platform uses. Another copy may be configured differently, for example without the
    /// FIPS provider. A program that links OpenSSL statically is not recognized: then the shared copy of the same version verifies.
    /// </summary>
    private static bool IsLibraryOfPlatform()
    {
        try
        {
            // Reading the version first loads the copy of the platform.
            return OperatingSystem.IsLinux()
                && SafeEvpPKeyHandle.OpenSslVersion is var version
                && NativeLibrary.TryLoad(Library, out var loaded)
                && NativeLibrary.TryLoad(
                    Library, typeof(OpenSslRsaContext).Assembly, DllImportSearchPath.SafeDirectories, out var called)
                && loaded == called
                && Version() == (nuint)version
                && Initialize(KeepAtExit, IntPtr.Zero) == Success;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Reads the key anew. The platform's own belongs to another copy of OpenSSL if a program links that statically.</summary>
    private static OpenSslRsaContext Open(byte[] subjectPublicKeyInfo)
    {
        var encoded = Marshal.AllocHGlobal(subjectPublicKeyInfo.Length);
        var key = IntPtr.Zero;
        try
        {
            Marshal.Copy(subjectPublicKeyInfo, 0, encoded, subjectPublicKeyInfo.Length);
            var cursor = encoded;
            key = ReadPublicKey(IntPtr.Zero, ref cursor, subjectPublicKeyInfo.Length);
            return new OpenSslRsaContext(key);
        }
        finally
        {
            FreeKey(key);
            Marshal.FreeHGlobal(encoded);
        }
    }

    private bool Prepare(JwsAlgorithmRow algorithm)
    {
        var isPss = algorithm.Padding == RSASignaturePadding.Pss;
        return BeginVerification(this) == Success
            && SetHash(this, FindHash(algorithm.Hash.Name!)) == Success
            && SetPadding(this, isPss ? PssPadding : Pkcs1Padding) == Success
            && (!isPss || SetSaltLength(this, SaltAsLongAsHash) == Success);
    }

    // The generator of LibraryImport needs unsafe code, which is off.
#pragma warning disable SYSLIB1054
    [DllImport(Library, EntryPoint = "OpenSSL_version_num")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nuint Version();

    [DllImport(Library, EntryPoint = "OPENSSL_init_crypto")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Initialize(ulong options, IntPtr settings);

    [DllImport(Library, EntryPoint = "ERR_clear_error")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void ClearErrors();

    [DllImport(Library, EntryPoint = "d2i_PUBKEY")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr ReadPublicKey(IntPtr target, ref IntPtr cursor, nint length);

    [DllImport(Library, EntryPoint = "EVP_PKEY_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void FreeKey(IntPtr key);

    [DllImport(Library, EntryPoint = "EVP_PKEY_CTX_new_from_pkey")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr NewContext(IntPtr library, IntPtr key, IntPtr properties);

    [DllImport(Library, EntryPoint = "EVP_PKEY_CTX_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void FreeContext(IntPtr context);

    [DllImport(Library, EntryPoint = "EVP_PKEY_verify_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BeginVerification(OpenSslRsaContext context);

    [DllImport(Library, EntryPoint = "EVP_PKEY_CTX_set_rsa_padding")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPadding(OpenSslRsaContext context, int padding);

    [DllImport(Library, EntryPoint = "EVP_PKEY_CTX_set_rsa_pss_saltlen")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetSaltLength(OpenSslRsaContext context, int length);

    [DllImport(Library, EntryPoint = "EVP_get_digestbyname", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr FindHash(string name);

    [DllImport(Library, EntryPoint = "EVP_PKEY_CTX_set_signature_md")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetHash(OpenSslRsaContext context, IntPtr hash);

    [DllImport(Library, EntryPoint = "EVP_PKEY_verify")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Verify(
        OpenSslRsaContext context, in byte signature, nuint signatureLength, in byte hash, nuint hashLength);
#pragma warning restore SYSLIB1054
}
