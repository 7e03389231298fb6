using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace HipaaJwt.Tool.Reports.Counting;

/// <summary>The first 64 bits of the SHA-256 of a patient. Two of a million patients collide with a probability below 10⁻⁷.</summary>
internal static class PatientHash
{
    public static ulong Of(string patient)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(patient.AsSpan()), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }
}
