using Slipway.Local.Templates.Evaluation;
using Slipway.Local.Templates.Reading;
using Slipway.Local.Templates.Syntax;

namespace Slipway.Local.Templates;

/// <summary>Reads a SAM template the way a deployment would, so that what is wrong in it is found before AWS finds it.</summary>
public static class TemplateReader
{
    /// <summary>
    /// Reads a file; definition files are looked for relative to it. A file that cannot be opened is a problem like any other.
    /// </summary>
    public static TemplateReading Read(string path, StackSettings? settings = null)
    {
        try
        {
            return ReadText(File.ReadAllText(path), path, settings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var problem = new Problem(
                path, 1, $"the template cannot be read ({fault.Message.TrimEnd('.')})", "give the path of template.yaml");
            return new TemplateReading(Empty(path, settings ?? new StackSettings()), [problem]);
        }
    }

    public static TemplateReading ReadText(string text, string path, StackSettings? settings = null)
    {
        settings ??= new StackSettings();
        var problems = new Problems(path);
        var template = Empty(path, settings);
        if (NodeReader.Read(text, problems) is { } root && Sections.Of(root, problems) is { } sections)
        {
            var evaluator = new Evaluator(sections, settings, problems);
            template = new StackReader(sections, evaluator, settings, problems).Read(template);
        }

        return new TemplateReading(template, problems.InOrder);
    }

    private static Template Empty(string path, StackSettings settings) => new()
    {
        Path = path,
        Settings = settings,
        Resources = [],
        Rules = [],
        Mappings = [],
        Outputs = new Dictionary<string, string>(),
    };
}
