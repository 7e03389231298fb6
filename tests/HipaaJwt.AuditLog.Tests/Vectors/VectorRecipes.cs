namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>All test vectors.</summary>
internal static class VectorRecipes
{
    public static IReadOnlyList<VectorRecipe> All { get; } =
        [.. ValidRecipes.All, .. DirectoryRecipes.All, .. SegmentRecipes.All, .. CheckpointRecipes.All, .. AnchorRecipes.All];
}
