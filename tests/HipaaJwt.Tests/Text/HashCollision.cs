using System.Globalization;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

/// <summary>
/// Finds two names with the same hash. The hash has 32 bits, so among half a million names there are some thirty pairs;
/// only who may compute the hash, as a test may, can look for them.
/// </summary>
internal static class HashCollision
{
    public static (string One, string Other) Find()
    {
        Dictionary<uint, string> seen = [];
        for (var number = 0; number < 2_000_000; number++)
        {
            var name = number.ToString("x", CultureInfo.InvariantCulture);
            var hash = Utf8Hash.Compute(Encoding.ASCII.GetBytes(name));
            if (!seen.TryAdd(hash, name))
            {
                return (seen[hash], name);
            }
        }

        throw new InvalidOperationException("No two of two million names collide, which a hash of 32 bits cannot do.");
    }
}
