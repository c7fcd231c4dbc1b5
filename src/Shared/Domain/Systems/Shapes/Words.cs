namespace Slipway.Domain.Systems.Shapes;

/// <summary>The words of a manifest for the values of the domain.</summary>
internal sealed record Words<T>(params IReadOnlyList<(string Word, T Value)> All)
    where T : struct
{
    public ScalarShape Shape { get; } = Scalars.Choice([.. All.Select(pair => pair.Word)]);

    public T? Find(string? word) => All.Where(pair => pair.Word == word).Select(pair => (T?)pair.Value).FirstOrDefault();
}
