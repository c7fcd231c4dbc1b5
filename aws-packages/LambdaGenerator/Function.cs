namespace Amazon.Lambda.Annotations.SliceGenerator;

/// <summary>How a function answers.</summary>
internal enum Answer
{
    Nothing,
    Value,
    Task,
    TaskOfValue,
}

/// <summary>A parameter of a function's method; one from services is filled by the wrapper.</summary>
internal sealed record Parameter(string Type, string Name, bool FromServices);

/// <summary>A method with [LambdaFunction], as far as its wrapper needs it; types are fully qualified.</summary>
internal sealed record Function(
    string Namespace,
    string Class,
    string Method,
    Answer Answer,
    string ReturnType,
    Sequence<Parameter> Parameters,
    Sequence<Problem> Problems,
    Place? Place)
{
    public string Wrapper => $"{Class}_{Method}_Generated";

    public string QualifiedClass => Qualify(Class);

    public string QualifiedWrapper => Qualify(Wrapper);

    public IEnumerable<Parameter> Received => Parameters.Where(parameter => !parameter.FromServices);

    private string Qualify(string name) => Namespace.Length == 0 ? $"global::{name}" : $"global::{Namespace}.{name}";
}

/// <summary>A class with [LambdaStartup].</summary>
internal sealed record Startup(string Type, bool Composes, Place? Place);

/// <summary>What the assembly says of all its functions.</summary>
internal sealed record AssemblySettings(string? Serializer, bool GenerateMain);
