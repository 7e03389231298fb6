using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>What the members of an object are about.</summary>
internal enum PhiSubject : byte
{
    Unknown,
    Thing,
    Person,
    Patient,
}

/// <summary>Where in the claims a member is.</summary>
/// <param name="Subject">What the innermost container with a telling name is about.</param>
/// <param name="HasKeys">Whether the member names are names of clients, roles or organizations.</param>
internal readonly record struct PhiContext(PhiSubject Subject, bool HasKeys)
{
    /// <summary>The context of the claims themselves. They are about the subject of the token.</summary>
    public static PhiContext Root => default;

    /// <summary>The context inside a member.</summary>
    /// <param name="name">The name of the member, without the earlier parts of a URI.</param>
    /// <param name="earlier">The part of a URI before the name; empty if there is none.</param>
    public PhiContext Inside(PhiName name, PhiName earlier)
    {
        var subject = SubjectOf(name);
        subject = subject == PhiSubject.Unknown ? SubjectOf(earlier) : subject;
        return new PhiContext(
            subject == PhiSubject.Unknown ? Subject : subject, !HasKeys && PhiWords.IsKeyContainer(name.LastWord));
    }

    /// <summary>What a value is about: the words of its name before the last, otherwise its container.</summary>
    public PhiSubject SubjectOfValue(PhiName name, PhiName earlier)
    {
        var qualifier = name.HasWords ? SubjectOfWords(name.WithoutLastWord()) : PhiSubject.Unknown;
        qualifier = qualifier == PhiSubject.Unknown ? SubjectOf(earlier) : qualifier;
        return qualifier == PhiSubject.Unknown ? Subject : qualifier;
    }

    /// <summary>The context inside an object that says itself what it describes.</summary>
    public PhiContext Of(ReadOnlySpan<byte> json, JsonValue value)
    {
        var members = new JsonArray(json, value);
        var isOrganization = false;
        while (members.MoveNext())
        {
            var name = members.Current;
            members.MoveNext();
            if (JsonText.AreEqual(json, name, "resourceType"u8) && members.Current.Kind == JsonKind.String)
            {
                return this with { Subject = SubjectOfResource(members.Current.RawIn(json)) };
            }

            isOrganization |= name.Length is > 2 and < 32
                && members.Current.Kind == JsonKind.String
                && IsOrganizationMember(name.RawIn(json));
        }

        return isOrganization && Subject == PhiSubject.Unknown ? this with { Subject = PhiSubject.Thing } : this;
    }

    private static bool IsOrganizationMember(ReadOnlySpan<byte> name)
    {
        Span<byte> buffer = stackalloc byte[32];
        return PhiWords.IsOrganizationMember(PhiName.Read(name, buffer).Normalized);
    }

    private static PhiSubject SubjectOfResource(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("Patient"u8) ? PhiSubject.Patient
        : type.SequenceEqual("Person"u8) || type.SequenceEqual("RelatedPerson"u8) || type.StartsWith("Practitioner"u8) ? PhiSubject.Person
        : type.SequenceEqual("Organization"u8) || type.SequenceEqual("Location"u8) || type.SequenceEqual("HealthcareService"u8)
            ? PhiSubject.Thing
        : PhiSubject.Unknown;

    /// <summary>The last word decides: a patient portal is a thing. Otherwise any word that names a person does.</summary>
    private static PhiSubject SubjectOf(PhiName name) =>
        name.Normalized.IsEmpty ? PhiSubject.Unknown
        : PhiWords.IsThing(name.LastWord) || PhiWords.IsThing(name.Normalized) ? PhiSubject.Thing
        : SubjectOfWords(name);

    private static PhiSubject SubjectOfWords(PhiName name)
    {
        var subject = PhiSubject.Unknown;
        while (!name.Normalized.IsEmpty)
        {
            subject = Max(subject, SubjectOfWord(name.FirstWord));
            name = name.WithoutFirstWord();
        }

        return subject;
    }

    private static PhiSubject SubjectOfWord(ReadOnlySpan<byte> word) =>
        PhiWords.IsPatient(word) ? PhiSubject.Patient
        : PhiWords.IsPerson(word) ? PhiSubject.Person
        : PhiWords.IsThing(word) ? PhiSubject.Thing
        : PhiSubject.Unknown;

    private static PhiSubject Max(PhiSubject left, PhiSubject right) => left > right ? left : right;
}
