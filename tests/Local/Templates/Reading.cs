using Slipway.Local.Templates;

namespace Slipway.Tests.Local.Templates;

/// <summary>Reads templates that tests write: as the text of a file that is nowhere, or of a folder with definitions beside it.</summary>
internal static class Reading
{
    public const string Sam = "Transform: AWS::Serverless-2016-10-31\n";

    /// <summary>A resource that lets EventBridge send to the queue.</summary>
    public static string Open(string queue) =>
        $"\n  {queue}Policy: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref {queue}], PolicyDocument: {{Statement: [{{Effect: Allow, Principal: {{Service: events.amazonaws.com}}, Action: sqs:SendMessage, Resource: '*'}}]}}}}}}";

    public static TemplateReading Of(string text, params (string Name, string Value)[] parameters) =>
        TemplateReader.ReadText(text, "template.yaml", new StackSettings { Parameters = parameters.ToDictionary(pair => pair.Name, pair => pair.Value) });

    public static Template Sound(string text, params (string Name, string Value)[] parameters) => Of(text, parameters).Required();

    /// <summary>Each problem as "line: message; remedy".</summary>
    public static string[] Problems(string text) =>
        [.. Of(text).Problems.Select(problem => $"{problem.Line}: {problem.Message}; {problem.Remedy}")];

    public static TemplateReading InFolder(string template, params (string Name, string Text)[] files)
    {
        var folder = Directory.CreateTempSubdirectory("slipway-template-").FullName;
        try
        {
            foreach (var (name, text) in files)
            {
                File.WriteAllText(Path.Combine(folder, name), text);
            }

            var path = Path.Combine(folder, "template.yaml");
            File.WriteAllText(path, template);
            return TemplateReader.Read(path);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
