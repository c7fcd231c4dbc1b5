namespace AwsPackages.SdkGenerator;

/// <summary>The C# types of a model's shapes, and which shapes a service's requests, answers and failures are made of.</summary>
internal sealed class Types
{
    private readonly Service service;
    private readonly Model model;

    public Types(Service service, Model model)
    {
        this.service = service;
        this.model = model;
        Written = Reachable(model.Operations.Select(operation => operation.Input));
        Read = Reachable(model.Operations.Select(operation => operation.Output).Concat(model.Operations.SelectMany(operation => operation.Failures)));
        Failures = [.. model.Shapes.Values.Where(shape => shape.IsException)];
        Structures = [.. model.Shapes.Values.Where(shape => (Written.Contains(shape.Name) || Read.Contains(shape.Name)) && shape is { Type: "structure", IsException: false })];
        Enums = [.. model.Shapes.Values.Where(shape => shape.IsEnum)];
    }

    /// <summary>Shapes inside of requests.</summary>
    public IReadOnlySet<string> Written { get; }

    /// <summary>Shapes inside of answers and failures.</summary>
    public IReadOnlySet<string> Read { get; }

    public IReadOnlyList<Shape> Structures { get; }

    public IReadOnlyList<Shape> Failures { get; }

    public IReadOnlyList<Shape> Enums { get; }

    public Shape Of(Member member) => model.Shapes[member.Shape];

    /// <summary>The members that become properties; an exception has its message already.</summary>
    public static IReadOnlyList<Member> Properties(Shape? shape) =>
        shape is null ? [] : [.. shape.Members.Where(member => !shape.IsException || Names.Upper(member.Name) != "Message")];

    /// <summary>The type of a property: a value type is nullable, so that what is not set can be told.</summary>
    public string Property(string owner, Member member)
    {
        if (IsMilliseconds(owner, member))
        {
            return "DateTime?";
        }

        var shape = Of(member);
        var type = Element(member);
        return shape.IsEnum ? Names.Upper(shape.Name) : type is "bool" or "int" or "long" or "float" or "double" or "DateTime" ? $"{type}?" : type;
    }

    /// <summary>The type of an element of a list or map, where a constant is a string.</summary>
    public string Element(Member member)
    {
        var shape = Of(member);
        return shape.Type switch
        {
            "string" => "string",
            "character" => "string",
            "boolean" => "bool",
            "integer" => "int",
            "long" => "long",
            "float" => "float",
            "double" => "double",
            "timestamp" => "DateTime",
            "blob" => "MemoryStream",
            "list" => $"List<{Element(shape.Element)}>",
            "map" => $"Dictionary<{Element(shape.Key)}, {Element(shape.Value)}>",
            "structure" => Names.Upper(shape.Name),
            var other => throw new InvalidDataException($"{service.Model}: {shape.Name} is a {other}, which the generator does not know yet"),
        };
    }

    /// <summary>What the runtime calls the way in which a scalar is written and read.</summary>
    public string Form(string owner, Member member, string moment)
    {
        if (IsMilliseconds(owner, member))
        {
            return "Milliseconds";
        }

        var shape = Of(member);
        return shape.Type switch
        {
            "string" or "character" => "Text",
            "boolean" => "Boolean",
            "integer" => "Integer",
            "timestamp" => (member.TimestampFormat ?? shape.TimestampFormat) switch { null => moment, "iso8601" => "Iso8601", "rfc822" => "Rfc822", _ => "Moment" },
            var type => Names.Upper(type),
        };
    }

    private bool IsMilliseconds(string owner, Member member) => service.EpochMilliseconds?.Contains($"{owner}.{member.Name}") == true;

    private HashSet<string> Reachable(IEnumerable<string?> roots)
    {
        var found = new HashSet<string>();
        var open = new Stack<string>(roots.OfType<string>().SelectMany(Uses));
        while (open.TryPop(out var name))
        {
            if (found.Add(name))
            {
                Uses(name).ForEach(open.Push);
            }
        }

        return found;
    }

    private List<string> Uses(string name)
    {
        var shape = model.Shapes[name];
        return shape.Type switch
        {
            "structure" => [.. shape.Members.Select(member => member.Shape)],
            "list" => [shape.Element.Shape],
            "map" => [shape.Key.Shape, shape.Value.Shape],
            _ => [],
        };
    }
}
