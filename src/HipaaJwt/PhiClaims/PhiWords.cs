using HipaaJwt.Text;

namespace HipaaJwt.PhiClaims;

/// <summary>Words in names of claims that say what a claim is about.</summary>
internal static class PhiWords
{
    /// <summary>
    /// The last word of a name that begins like an identifier and is none: <c>phone_number_verified</c>, <c>mobile-app</c>,
    /// <c>medical-records-api</c>.
    /// </summary>
    private static readonly Utf8Table<string> NoIdentifiers = Table(
        "app", "apps", "application", "applications", "api", "apis", "bff", "gateway", "gateways", "gw", "service", "services", "svc",
        "server", "servers", "client", "clients", "portal", "platform", "system", "systems", "backend", "frontend", "web", "site", "bot",
        "agent", "connector", "adapter", "bridge", "proxy", "worker", "job", "jobs", "sync", "loader", "feed", "hub", "registry",
        "directory", "book", "index", "catalog", "archive", "store", "database", "db", "queue", "topic", "board", "desk", "pool", "team",
        "unit", "center", "centre", "clinic", "department", "dept", "office", "group", "groups", "role", "roles", "permission",
        "permissions", "scope", "scopes", "access", "admin", "admins", "reader", "writer", "viewer", "editor", "manager", "operator",
        "clerk", "staff", "user", "users", "verified", "verification", "validated", "enabled", "disabled", "required", "allowed",
        "supported", "optional", "available", "confirmed", "consent", "consented", "opted", "status", "state", "type", "types", "kind",
        "format", "version", "count", "total", "limit", "quota", "order", "priority", "preference", "preferences", "locale", "language",
        "endpoint", "at", "provider", "providers", "carrier", "vendor", "issuer", "idp", "source", "label", "title", "template",
        "templates", "schema", "field", "fields", "policy", "policies", "module", "feature", "features", "workflow", "exporter",
        "importer", "lookup", "search", "reviewer", "auditor", "line", "lines", "plan", "plans", "enrolled", "needed", "banner");

    /// <summary>
    /// A word that makes a name that of software, wherever it is after the first word: <c>medical_records_api_version</c>.
    /// </summary>
    private static readonly Utf8Table<string> Software = Table(
        "app", "apps", "application", "api", "apis", "bff", "gateway", "gw", "service", "services", "server", "client", "portal",
        "platform", "system", "backend", "frontend", "connector", "adapter", "bridge", "proxy", "worker", "registry", "directory");

    /// <summary>Words for organizations, applications and other things that have names and addresses and are no persons.</summary>
    private static readonly Utf8Table<string> Things = Table(
        "organization", "organizations", "organisation", "organisations", "org", "orgs", "tenant", "tenants", "facility", "facilities",
        "clinic", "clinics", "hospital", "hospitals", "practice", "department", "departments", "company", "institution", "site", "sites",
        "location", "locations", "client", "clients", "application", "applications", "app", "apps", "api", "service", "services",
        "serviceaccount", "node", "pod", "namespace", "cluster", "issuer", "payer", "payor", "employer", "vendor", "project", "projects",
        "realm", "resourceowner", "product", "products", "program", "programme", "group", "groups", "team", "teams", "unit", "units",
        "ward", "wards", "role", "roles", "permission", "permissions", "scope", "scopes", "access", "resource", "resources", "system",
        "server", "portal", "pharmacy", "laboratory", "lab", "insurer", "agency", "authority", "network", "device", "devices",
        "workstation", "workspace", "environment", "software", "feature", "features", "entitlements", "subscription", "plan", "support",
        "helpdesk", "developer", "vhost", "instance", "zone", "region", "policy", "policies", "branch", "store", "school", "university",
        "business", "entity", "operator", "custodian",
        "ehr", "workflow", "idp", "provider", "providers", "license", "licence", "gateway", "bff", "backend", "proxy", "bot", "bridge",
        "connector", "platform", "module", "model", "schema", "dashboard", "report", "form", "forms", "questionnaire", "template",
        "templates", "job", "package", "tier", "category", "country", "brand", "channel", "version", "repository", "image", "container",
        "deployment", "database", "queue", "topic", "event", "study", "trial", "registry", "specialty", "speciality", "profession",
        "qualification", "position", "room", "building", "campus", "desk", "printer", "scanner", "kiosk", "browser", "os", "certificate",
        "key", "manufacturer", "supplier", "contract", "course", "surgery", "trust", "office", "scheme", "directory", "desks", "tool",
        "tools", "integration", "library", "server", "host", "machine", "worker", "sponsor", "consortium", "union", "federation");

    /// <summary>Words for containers whose member names are names of clients, roles or organizations, and no claims.</summary>
    private static readonly Utf8Table<string> KeyContainers = Table(
        "access", "organization", "organizations", "organisation", "organisations", "orgs", "tenants", "clients", "applications", "apps",
        "services", "projects", "groups", "teams", "roles", "permissions", "scopes", "resources", "features", "entitlements", "policies",
        "facilities", "clinics", "hospitals", "departments", "sites", "locations", "authorities", "grants", "flags");

    private static readonly Utf8Table<string> Patients = Table(
        "patient", "patients", "subscriber", "subscribers", "beneficiary", "beneficiaries", "insured", "veteran", "resident", "enrollee",
        "dependent", "dependents", "newborn", "donor");

    private static readonly Utf8Table<string> Persons = Table(
        "person", "persons", "people", "member", "members", "guardian", "child", "children", "mother", "father", "spouse", "partner",
        "caregiver", "relative", "relatives", "kin", "contact", "contacts", "recipient", "citizen", "owner", "individual", "user",
        "users", "userinfo", "profile", "identity", "demographics", "subject", "actor", "practitioner", "physician", "clinician",
        "employee", "author", "representative");

    /// <summary>First words that do not change what the rest of a name is: <c>patient_name</c>, <c>child-name</c>.</summary>
    private static readonly Utf8Table<string> Qualifiers = Table(
        "patient", "subscriber", "beneficiary", "insured", "veteran", "resident", "dependent", "person", "member", "guardian", "child",
        "mother", "father", "spouse", "partner", "caregiver", "relative", "recipient", "citizen", "enrollee", "newborn", "donor", "my");

    /// <summary>Last words that do not change what the rest of a name is: <c>mrn_number</c>, <c>dob-value</c>.</summary>
    private static readonly Utf8Table<string> Suffixes = Table(
        "number", "numbers", "no", "nr", "num", "value", "values", "text", "string", "raw", "full", "masked", "formatted");

    /// <summary>Members with which an object describes access and holds no data.</summary>
    private static readonly Utf8Table<string> Grants = Table(
        "roles", "role", "permissions", "scopes", "scope", "groups", "actions", "privileges", "authorities", "rights");

    /// <summary>Members with which an object describes an organization.</summary>
    private static readonly Utf8Table<string> OrganizationMembers = Table(
        "organizationname", "organisationname", "orgname", "orgid", "organizationid", "legalform", "legalname", "facilitycode",
        "facilitytype", "tenantid", "hpio", "npi");

    private static readonly Utf8Table<string> Identifiers = Table("id", "identifier", "number", "value", "reference", "fhirid", "uuid");

    /// <summary>Members that say what the value beside them is: <c>{"type":"MRN","value":"…"}</c>.</summary>
    private static readonly Utf8Table<string> Labels = Table("type", "system", "name", "key", "kind", "label", "attribute", "claim", "use");

    private static readonly Utf8Table<string> LabeledValues = Table("value", "values", "number", "val", "content");

    /// <summary>The parts of a person's name inside an object about a person.</summary>
    private static readonly Utf8Table<string> NameParts = Table("family", "given", "first", "last", "middle");

    public static bool IsSoftware(ReadOnlySpan<byte> word) => Contains(Software, word);

    public static bool IsLabel(ReadOnlySpan<byte> normalized) => Contains(Labels, normalized);

    public static bool IsLabeledValue(ReadOnlySpan<byte> normalized) => Contains(LabeledValues, normalized);

    public static bool IsNamePart(ReadOnlySpan<byte> normalized) => Contains(NameParts, normalized);

    public static bool IsNoIdentifier(ReadOnlySpan<byte> word) => Contains(NoIdentifiers, word);

    public static bool IsThing(ReadOnlySpan<byte> word) => Contains(Things, word);

    public static bool IsKeyContainer(ReadOnlySpan<byte> word) => Contains(KeyContainers, word);

    public static bool IsPatient(ReadOnlySpan<byte> word) => Contains(Patients, word);

    public static bool IsPerson(ReadOnlySpan<byte> word) => Contains(Persons, word);

    public static bool IsQualifier(ReadOnlySpan<byte> word) => Contains(Qualifiers, word);

    public static bool IsSuffix(ReadOnlySpan<byte> word) => Contains(Suffixes, word);

    public static bool IsGrant(ReadOnlySpan<byte> normalized) => Contains(Grants, normalized);

    public static bool IsOrganizationMember(ReadOnlySpan<byte> normalized) => Contains(OrganizationMembers, normalized);

    public static bool IsIdentifier(ReadOnlySpan<byte> normalized) => Contains(Identifiers, normalized);

    private static bool Contains(Utf8Table<string> table, ReadOnlySpan<byte> word) => table.TryGetValue(word, out _);

    private static Utf8Table<string> Table(params string[] words) => words.ToUtf8Table();
}
