using Hl7.Fhir.Model;
using Hl7.Fhir.Specification.Source;

namespace HipaaJwt.Fhir.Tests.Support;

/// <summary>
/// The constraint ref-1 as later releases of the specification write it. In R4 its expression is empty for a reference that has only an
/// identifier or a text, and the validator takes that for a failure. The validator corrects it too, but only after the snapshots.
/// </summary>
internal sealed class CorrectedSpecification(IAsyncResourceResolver source) : IAsyncResourceResolver
{
    private const string Corrected =
        "reference.exists() implies (reference.startsWith('#').not() or (reference.substring(1) in %rootResource.contained.id))";

    public async Task<Resource?> ResolveByUriAsync(string uri) => (await TryResolveByUriAsync(uri)).Value;

    public async Task<Resource?> ResolveByCanonicalUriAsync(string uri) => (await TryResolveByCanonicalUriAsync(uri)).Value;

    public async Task<ResolverResult> TryResolveByUriAsync(string uri) => Correct(await source.TryResolveByUriAsync(uri));

    public async Task<ResolverResult> TryResolveByCanonicalUriAsync(string uri) => Correct(await source.TryResolveByCanonicalUriAsync(uri));

    private static ResolverResult Correct(ResolverResult result)
    {
        if (result.Value is StructureDefinition { Type: "Reference" } definition)
        {
            var elements = (definition.Snapshot?.Element ?? []).Concat(definition.Differential?.Element ?? []);
            foreach (var constraint in elements.SelectMany(element => element.Constraint).Where(constraint => constraint.Key == "ref-1"))
            {
                constraint.Expression = Corrected;
            }
        }

        return result;
    }
}
