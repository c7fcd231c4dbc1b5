using System.Globalization;

namespace Slipway.Local.Templates;

/// <summary>One thing that AWS or the local account would refuse: where it stands, what is wrong, and what to write instead.</summary>
public sealed record Problem(string File, int Line, string Message, string Remedy)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Message}; {Remedy}.");
}

/// <summary>
/// What came of reading a template: as much of it as could be read, and everything that is wrong with it, in the order of the file.
/// </summary>
public sealed record TemplateReading(Template Template, IReadOnlyList<Problem> Problems)
{
    public bool IsSound => Problems.Count == 0;

    /// <summary>The template, or every problem at once as an <see cref="InvalidTemplateException"/>.</summary>
    public Template Required() => IsSound ? Template : throw new InvalidTemplateException(Problems);
}

/// <summary>A template that cannot be deployed; the message is the list of its problems, one per line.</summary>
public sealed class InvalidTemplateException(IReadOnlyList<Problem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<Problem> Problems { get; } = problems;
}
