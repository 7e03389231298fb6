using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Support;

internal static class Algorithms
{
    public static JwsAlgorithmRow Find(JwsAlgorithm id) =>
        JwsAlgorithms.TryFind(id, out var row) ? row : throw new ArgumentOutOfRangeException(nameof(id));
}
