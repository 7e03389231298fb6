using HipaaJwt.AuditLog.Disks;
using HipaaJwt.AuditLog.Format;

namespace HipaaJwt.AuditLog.Writing;

/// <summary>A stream: its place, its name and its key.</summary>
internal sealed record LogStream(IDisk Disk, string Directory, string Origin, AuditLogSigningKey Key)
{
    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>A file that exists in advance, for the last events on a full disk.</summary>
    public string Spare => PathOf("spare");

    public string SegmentPath(long first) => PathOf(StreamFiles.Segment(first));
}
