using System.Globalization;
using System.Text;
using HipaaJwt.Text;

namespace HipaaJwt.Tests.Text;

/// <summary>
/// Finds two names with the same hash. With 32 bits, half a million names contain about thirty colliding pairs. Only code that can
/// compute the keyed hash can find them.
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

        throw new InvalidOperationException("Two million names have no collision, which is not plausible for a 32-bit hash.");
    }
}
