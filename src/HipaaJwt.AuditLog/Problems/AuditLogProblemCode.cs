namespace HipaaJwt;

/// <summary>
/// What is wrong with an audit log. The numbers never change and are never used again: 1xx directory, 2xx segments, 3xx checkpoints,
/// 4xx anchors, 5xx requests.
/// </summary>
public enum AuditLogProblemCode
{
    /// <summary>The directory does not exist.</summary>
    DirectoryMissing = 101,

    /// <summary>The directory contains no stream.</summary>
    NoStream = 102,

    /// <summary>A trusted key or an anchor names a stream that the directory does not contain.</summary>
    StreamMissing = 103,

    /// <summary>Two directories contain the same stream, so one of them is a copy.</summary>
    DuplicateOrigin = 104,

    /// <summary>A file cannot be read.</summary>
    Unreadable = 105,

    /// <summary>No key is trusted, so no signature can be checked.</summary>
    KeyMissing = 106,

    /// <summary>The file <c>vkey</c> is malformed, or none of the trusted keys.</summary>
    VerifierKeyMismatch = 107,

    /// <summary>A stream has no segment.</summary>
    SegmentsMissing = 201,

    /// <summary>Segments are missing at the start of a stream, and no trusted record says that they were pruned.</summary>
    RecordsMissing = 202,

    /// <summary>The first line of a segment is not a header.</summary>
    HeaderMalformed = 203,

    /// <summary>The header of a segment names another stream or another first index than expected.</summary>
    HeaderMismatch = 204,

    /// <summary>The hashes in the header of a segment are not those of the records before.</summary>
    FrontierMismatch = 205,

    /// <summary>A segment is shorter or longer than the header of the next one says.</summary>
    LengthMismatch = 206,

    /// <summary>A segment ended with a failure, and the first record of the next one does not say so.</summary>
    EndUnexplained = 207,

    /// <summary>A line is not a record in its only form.</summary>
    LineMalformed = 208,

    /// <summary>The index of a record is not the expected one: a record was deleted, inserted or moved.</summary>
    IndexMismatch = 209,

    /// <summary>A record does not have the hash in its line: the record or the hash was changed.</summary>
    LeafMismatch = 210,

    /// <summary>The file with the hashes of a segment does not have those of its records.</summary>
    HashesMismatch = 211,

    /// <summary>The stream has no signed checkpoint.</summary>
    CheckpointMissing = 301,

    /// <summary>A checkpoint is malformed or names another stream.</summary>
    CheckpointMalformed = 302,

    /// <summary>The signature of a checkpoint is not by a trusted key.</summary>
    SignatureInvalid = 303,

    /// <summary>A checkpoint is smaller than the one before.</summary>
    CheckpointOrder = 304,

    /// <summary>The file <c>checkpoint</c> is not the newest of <c>checkpoints</c>.</summary>
    CheckpointNotNewest = 305,

    /// <summary>The records do not have the root of a signed checkpoint: records were changed, deleted, inserted or moved.</summary>
    RootMismatch = 306,

    /// <summary>A signed checkpoint covers more records than there are: the end of the stream was cut off.</summary>
    Truncated = 307,

    /// <summary>No signed checkpoint covers a record, so nothing was checked.</summary>
    NothingSigned = 308,

    /// <summary>An anchor is demanded, and there is none for the stream.</summary>
    AnchorMissing = 401,

    /// <summary>The signature of an anchor is not by a trusted key.</summary>
    AnchorSignatureInvalid = 402,

    /// <summary>The records do not have the root of an anchor: the stream was written anew.</summary>
    AnchorMismatch = 403,

    /// <summary>An anchor covers more records than there are: the end of the stream was cut off.</summary>
    AnchorTruncated = 404,

    /// <summary>All anchors are older than the first record that is left, so none can be checked.</summary>
    AnchorTooOld = 405,

    /// <summary>The stream has no record with the index.</summary>
    RecordNotFound = 501,

    /// <summary>The newest checkpoint does not cover the record yet.</summary>
    RecordNotCovered = 502,

    /// <summary>The target cannot be written.</summary>
    TargetUnwritable = 503,
}
