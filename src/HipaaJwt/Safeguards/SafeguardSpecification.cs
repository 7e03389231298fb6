namespace HipaaJwt;

/// <summary>How a paragraph of the HIPAA rules binds an organization (45 CFR 164.306(d)).</summary>
public enum SafeguardSpecification
{
    /// <summary>A standard. It must be met.</summary>
    Standard = 1,

    /// <summary>A required implementation specification. It must be implemented.</summary>
    Required = 2,

    /// <summary>An addressable implementation specification. Implement it, or document why not and what is done instead.</summary>
    Addressable = 3,

    /// <summary>A paragraph of the Privacy Rule.</summary>
    PrivacyRule = 4,
}
