using CsCheck;
using HipaaJwt.Jws;

namespace HipaaJwt.Tests.Jws;

public sealed class AlgorithmListTests
{
    private static readonly Gen<JwsAlgorithm> Algorithms = Gen.Enum<JwsAlgorithm>();

    [Fact]
    public void It_does_what_the_list_of_the_framework_does() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 8], Algorithms).Array[0, 40].Sample(steps =>
        {
            var list = new AlgorithmList();
            var model = new List<JwsAlgorithm>();
            foreach (var (operation, index, algorithm) in steps)
            {
                Apply(list, operation, index, algorithm).Should().Be(Apply(model, operation, index, algorithm));
                list.Should().Equal(model);
                list.Count.Should().Be(model.Count);
                list.IndexOf(algorithm).Should().Be(model.IndexOf(algorithm));
                list.Contains(algorithm).Should().Be(model.Contains(algorithm));
            }

            var copy = new JwsAlgorithm[model.Count + 1];
            list.CopyTo(copy, 1);
            copy[1..].Should().Equal(model);
        });

    [Fact]
    public void It_can_be_changed() => new AlgorithmList().IsReadOnly.Should().BeFalse();

    /// <summary>Changes a list.</summary>
    /// <returns>What the list returns, or the type of its exception.</returns>
    private static object? Apply(IList<JwsAlgorithm> list, int operation, int index, JwsAlgorithm algorithm)
    {
        try
        {
            switch (operation)
            {
                case 0 or 1:
                    list.Add(algorithm);
                    return null;
                case 2:
                    list.Insert(index, algorithm);
                    return null;
                case 3:
                    list.RemoveAt(index);
                    return null;
                case 4:
                    return list.Remove(algorithm);
                case 5:
                    return list[index] = algorithm;
                default:
                    list.Clear();
                    return null;
            }
        }
        catch (ArgumentOutOfRangeException exception)
        {
            return exception.GetType();
        }
    }
}
