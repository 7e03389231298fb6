using HipaaJwt.Tool.Reports.Figures;

namespace HipaaJwt.Tool.Reports.Sections;

/// <summary>Users and clients by the number of distinct patients whose data they received.</summary>
internal sealed class UserSection : IReportSection
{
    private const int MaxUsers = 20_000;
    private const int MaxClients = 5_000;

    private readonly ReportScope _scope;
    private readonly PatientCounter _users = new(MaxUsers, "users");
    private readonly PatientCounter _clients = new(MaxClients, "clients");

    public UserSection(ReportScope scope) => _scope = scope;

    public static string GroupOf(IReadOnlyList<string> roles) => roles.Count switch
    {
        0 => string.Empty,
        1 => roles[0],
        _ => string.Join(", ", roles.Order(StringComparer.Ordinal)),
    };

    public void Add(in ReportEntry entry)
    {
        if (!entry.IsPatientAccess)
        {
            return;
        }

        if (entry.User is { } user)
        {
            _users.Add(user, GroupOf(entry.Event.Roles), entry);
        }

        if (entry.Event.ClientId is { } client)
        {
            _clients.Add(client, string.Empty, entry);
        }
    }

    public ReportSection Complete()
    {
        var (ofUsers, ofClients) = (new PatientCountTable(_users.Counts), new PatientCountTable(_clients.Counts));
        var users = ofUsers.ToTable("users", "User", _scope.Rows);
        var clients = ofClients.ToTable("clients", "Client", _scope.Rows);
        return new("users", "Users and clients by patients", PatientCountTable.Method + " Clients are one group.")
        {
            Findings = [.. Finding.OfMarked(users, "User"), .. Finding.OfMarked(clients, "Client")],
            Tables = [users, ofUsers.ToDays("userDays", "User", users), clients, ofClients.ToDays("clientDays", "Client", clients)],
            Limits = [.. _users.Limits, .. _clients.Limits],
        };
    }
}
