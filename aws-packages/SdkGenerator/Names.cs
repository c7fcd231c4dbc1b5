namespace AwsPackages.SdkGenerator;

/// <summary>The official names of what a model calls otherwise.</summary>
internal static class Names
{
    public static string Upper(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    public static string Request(Operation operation) => $"{operation.Name}Request";

    public static string Response(Operation operation) => $"{operation.Name}Response";

    public static string Exception(string shape) =>
        shape.EndsWith("Exception", StringComparison.Ordinal) ? Upper(shape)
        : shape.EndsWith("Fault", StringComparison.Ordinal) ? $"{Upper(shape[..^"Fault".Length])}Exception"
        : $"{Upper(shape)}Exception";

    /// <summary>A constant: its words run together, each with a capital; underscores stay.</summary>
    public static string Constant(string value)
    {
        var words = value.Split(value.Where(character => !char.IsAsciiLetterOrDigit(character) && character != '_').Distinct().ToArray(), StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(Upper));
        return char.IsAsciiDigit(name[0]) ? $"_{name}" : name;
    }
}
