namespace HipaaJwt.AspNetCore.Bearer;

/// <summary>The parameters of an authentication ticket, which only applications use.</summary>
internal sealed class TicketParameters : DictionaryOnDemand<object?>
{
    protected override IDictionary<string, object?> Create() => new Dictionary<string, object?>(StringComparer.Ordinal);
}
