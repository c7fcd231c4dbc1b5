namespace AwsPackages.SdkGenerator;

/// <summary>The protocols json 1.0 and 1.1.</summary>
internal class JsonWireSource(Service service, Model model, Types types) : WireSource(service, model, types)
{
    protected override string Operation(Operation operation)
    {
        var write = operation.Input is null ? "static (w, x) => { }" : $"Write{Names.Request(operation)}";
        var read = operation.Output is null ? $"static (ref Utf8JsonReader r, string n, {Names.Response(operation)} x) => false" : $"Read{Names.Response(operation)}";
        return $"new JsonOperation<{Names.Request(operation)}, {Names.Response(operation)}>(Service, \"{operation.Name}\", {write}, {read}{Failures(operation)})";
    }

    protected override string WriteMethod(string type, Shape shape, IReadOnlyList<Member> members) =>
        $"\n    private static void Write{type}(Utf8JsonWriter w, {type} x)\n    {{\n{string.Concat(members.Select(member => $"        {Write(shape, member)};\n"))}    }}\n";

    protected override string ReadMethod(string type, Shape shape, IReadOnlyList<Member> members) => $$"""

            private static bool Read{{type}}(ref Utf8JsonReader r, string n, {{type}} x)
            {
                switch (n)
                {
        {{string.Concat(members.Select(member => $"            case \"{member.WireName}\": x.{Names.Upper(member.Name)} = {Read(shape, member)}; return true;\n"))}}            default: return false;
                }
            }

        """;

    private string Write(Shape owner, Member member)
    {
        var shape = Shapes.Of(member);
        var start = $"\"{member.WireName}\", {Value(member)}";
        return shape.Type switch
        {
            "structure" => $"w.Structure({start}, Write{Names.Upper(shape.Name)})",
            "list" => $"w.List({start}, {WriteElement(shape.Element)})",
            "map" => $"w.Map({start}, {WriteElement(shape.Value)})",
            _ => $"w.{Shapes.Form(owner.Name, member, "Moment")}({start})",
        };
    }

    private string WriteElement(Member member)
    {
        var shape = Shapes.Of(member);
        return shape.Type switch
        {
            "structure" => $"static (w, v) => JsonWriting.Structure(w, v, Write{Names.Upper(shape.Name)})",
            "list" => $"static (w, v) => JsonWriting.List(w, v, {WriteElement(shape.Element)})",
            "map" => $"static (w, v) => JsonWriting.Map(w, v, {WriteElement(shape.Value)})",
            _ => $"JsonWriting.{Shapes.Form("", member, "Moment")}",
        };
    }

    private string Read(Shape owner, Member member)
    {
        var shape = Shapes.Of(member);
        return shape.Type switch
        {
            "structure" or "list" or "map" => ReadNested(member),
            "timestamp" => "JsonReading.Moment(ref r)",
            _ => $"JsonReading.{Shapes.Form(owner.Name, member, "Moment")}(ref r)",
        };
    }

    private string ReadNested(Member member)
    {
        var shape = Shapes.Of(member);
        return shape.Type switch
        {
            "structure" => $"JsonReading.Structure<{Names.Upper(shape.Name)}>(ref r, Read{Names.Upper(shape.Name)})",
            "list" => $"JsonReading.List<{Shapes.Element(shape.Element)}>(ref r, {ReadElement(shape.Element)})",
            _ => $"JsonReading.Map<{Shapes.Element(shape.Value)}>(ref r, {ReadElement(shape.Value)})",
        };
    }

    private string ReadElement(Member member) => Shapes.Of(member).Type switch
    {
        "string" or "blob" => $"JsonReading.{Shapes.Form("", member, "Moment")}",
        "structure" or "list" or "map" => $"static (ref Utf8JsonReader r) => {ReadNested(member)}",
        "timestamp" => "static (ref Utf8JsonReader r) => JsonReading.Moment(ref r).GetValueOrDefault()",
        _ => $"static (ref Utf8JsonReader r) => JsonReading.{Shapes.Form("", member, "Moment")}(ref r).GetValueOrDefault()",
    };
}
