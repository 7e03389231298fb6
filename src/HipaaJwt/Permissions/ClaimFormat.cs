namespace HipaaJwt.Permissions;

/// <summary>The form in which a claim contains values.</summary>
internal enum ClaimFormat
{
    /// <summary>The form depends on the use: blank-separated for scopes, one value for all other claims.</summary>
    Usual,

    /// <summary>A string is one value, and so is each string of an array.</summary>
    OneValue,

    /// <summary>A string is a list separated by blanks (RFC 6749, section 3.3). Each string of an array is one value.</summary>
    BlankSeparated,

    /// <summary>The values are the names of the members of an object.</summary>
    ObjectKeys,

    /// <summary>The claim is <c>true</c>. It has no other value.</summary>
    Flag,
}
