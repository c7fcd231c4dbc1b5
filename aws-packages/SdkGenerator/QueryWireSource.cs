namespace AwsPackages.SdkGenerator;

/// <summary>The protocol query.</summary>
internal sealed class QueryWireSource(Service service, Model model, Types types) : WireSource(service, model, types)
{
    // The official exceptions of this protocol have such members, too, but no service in use sends any.
    protected override bool FillsFailure(Shape shape) => false;

    protected override string Operation(Operation operation)
    {
        var write = operation.Input is null ? "static (q, x) => { }" : $"Write{Names.Request(operation)}";
        var read = operation.Output is null ? "static (e, x) => { }" : $"Read{Names.Response(operation)}";
        return $"new QueryOperation<{Names.Request(operation)}, {Names.Response(operation)}>(Service, \"{operation.Name}\", {Literal(operation.ResultWrapper)}, {write}, {read}{Failures(operation)})";
    }

    protected override string WriteMethod(string type, Shape shape, IReadOnlyList<Member> members) =>
        $"\n    private static void Write{type}(QueryForm q, {type} x)\n    {{\n{string.Concat(members.Select(member => $"        {Write($"\"{member.WireName}\"", Value(member), member)};\n"))}    }}\n";

    protected override string ReadMethod(string type, Shape shape, IReadOnlyList<Member> members) =>
        $"\n    private static void Read{type}(XmlTree e, {type} x)\n    {{\n{string.Concat(members.Select(member => $"        x.{Names.Upper(member.Name)} = {Read(member)};\n"))}    }}\n";

    private string Write(string name, string value, Member member)
    {
        var shape = Shapes.Of(member);
        var flattened = shape.IsFlattened || member.IsFlattened;
        switch (shape.Type)
        {
            case "structure":
                return $"q.Structure({name}, {value}, Write{Names.Upper(shape.Name)})";
            case "list":
                // A flattened list goes by the name of its elements, if they have one.
                var list = flattened && shape.Element.LocationName is { } element ? $"\"{element}\"" : name;
                return $"q.List({list}, \"{(flattened ? "" : shape.Element.WireName)}\", {value}, static (q, n, v) => {Write("n", "v", shape.Element)})";
            case "map":
                return $"q.Map({name}, \"{(flattened ? "" : "entry")}\", \"{shape.Key.WireName}\", \"{shape.Value.WireName}\", {value}, static (q, n, v) => {Write("n", "v", shape.Value)})";
            default:
                return $"q.{Shapes.Form("", member, "Iso8601")}({name}, {value})";
        }
    }

    private string Read(Member member)
    {
        var shape = Shapes.Of(member);
        return shape.Type switch
        {
            "structure" => $"e.Structure<{Names.Upper(shape.Name)}>(\"{member.WireName}\", Read{Names.Upper(shape.Name)})",
            "list" or "map" => ReadCollection(member, $"\"{member.WireName}\""),
            "timestamp" => $"e.Moment(\"{member.WireName}\")",
            _ => $"e.{Shapes.Form("", member, "Moment")}(\"{member.WireName}\")",
        };
    }

    private string ReadCollection(Member member, string name)
    {
        var shape = Shapes.Of(member);
        var flattened = shape.IsFlattened || member.IsFlattened;
        return shape.Type == "list"
            ? $"e.List<{Shapes.Element(shape.Element)}>({(flattened ? "null" : name)}, {(flattened ? $"\"{shape.Element.LocationName ?? member.WireName}\"" : $"\"{shape.Element.WireName}\"")}, {ReadElement(shape.Element)})"
            : $"e.Map<{Shapes.Element(shape.Value)}>({(flattened ? "null" : name)}, {(flattened ? $"\"{member.WireName}\"" : "\"entry\"")}, \"{shape.Key.WireName}\", \"{shape.Value.WireName}\", {ReadElement(shape.Value)})";
    }

    private string ReadElement(Member member)
    {
        var shape = Shapes.Of(member);
        return shape.Type switch
        {
            "structure" => $"static e => XmlTree.Structure<{Names.Upper(shape.Name)}>(e, Read{Names.Upper(shape.Name)})",
            "list" or "map" => $"static e => {ReadCollection(member, "null")}",
            "timestamp" => "XmlTree.Moment",
            _ => $"XmlTree.{Shapes.Form("", member, "Moment")}",
        };
    }
}
