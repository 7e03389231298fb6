using System.Security.Cryptography;

namespace HipaaJwt.Tests.Support;

internal static class OpenSsl
{
    public static void SkipUnlessVersion3() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && SafeEvpPKeyHandle.OpenSslVersion >> 28 == 3,
        "The platform uses OpenSSL 3 on Linux only, if it is installed.");
}
