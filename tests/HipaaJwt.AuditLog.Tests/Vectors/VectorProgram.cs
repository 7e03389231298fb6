namespace HipaaJwt.AuditLog.Tests.Vectors;

/// <summary>Writes vectors that do not exist yet. Vectors are kept: add new ones and leave the others as they are.</summary>
internal static class VectorProgram
{
    public static async Task<int> RunAsync()
    {
        var existing = File.Exists(Path.Combine(VectorFiles.Folder, VectorFiles.Index)) ? VectorFiles.Read() : [];
        var vectors = new List<Vector>(existing);
        foreach (var (recipe, seed) in VectorRecipes.All.Select((recipe, seed) => (recipe, seed)))
        {
            if (existing.All(vector => vector.Name != recipe.Name))
            {
                var vector = recipe.Write(Path.Combine(VectorFiles.Folder, recipe.Name), seed);
                var actual = await VectorFiles.VerifyAsync(vector);
                (actual.Name, actual.Verdict, actual.Code).Should().Be((vector.Name, vector.Verdict, vector.Code));
                vectors.Add(actual);
            }
        }

        VectorFiles.Write(vectors);
        return 0;
    }
}
