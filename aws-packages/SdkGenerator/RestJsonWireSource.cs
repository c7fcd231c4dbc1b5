namespace AwsPackages.SdkGenerator;

/// <summary>The protocol rest-json: JSON for the body, and the places outside of it.</summary>
internal sealed class RestJsonWireSource(Service service, Model model, Types types) : JsonWireSource(service, model, types)
{
    protected override string Operation(Operation operation)
    {
        var (request, response) = (Names.Request(operation), Names.Response(operation));
        var locate = Located(operation.Input).Count > 0 ? $"Locate{request}" : "null";
        var write = HasBody(operation.Input) ? $"Write{request}" : "null";
        var head = Located(operation.Output).Count > 0 ? $"Head{response}" : "null";
        var read = HasBody(operation.Output) ? $"Read{response}" : $"static (ref Utf8JsonReader r, string n, {response} x) => false";
        return $"new RestJsonOperation<{request}, {response}>(Service, \"{operation.Name}\", \"{operation.Method}\", \"{operation.Path}\", {locate}, {write}, {head}, {read}{Failures(operation)})";
    }

    protected override string RequestMethods(Operation operation)
    {
        var (type, located) = (Names.Request(operation), Located(operation.Input));
        var locate = located.Count == 0 ? "" : $"\n    private static void Locate{type}(RestRequest r, {type} x)\n    {{\n{string.Concat(located.Select(member => $"        {Locate(operation, member)};\n"))}    }}\n";
        return locate + (HasBody(operation.Input) ? WriteMethod(type, Model.Shapes[operation.Input!], InBody(operation.Input)) : "");
    }

    protected override string ResponseMethods(Operation operation)
    {
        var (type, located) = (Names.Response(operation), Located(operation.Output));
        var payload = operation.Output is { } output && Model.Shapes[output].Payload is not null;
        var head = located.Count == 0 ? "" : $"\n    private static bool Head{type}(RestResponse r, {type} x)\n    {{\n{string.Concat(located.Select(member => $"        x.{Names.Upper(member.Name)} = {Head(member)};\n"))}        return {(payload ? "true" : "false")};\n    }}\n";
        return head + (HasBody(operation.Output) ? ReadMethod(type, Model.Shapes[operation.Output!], InBody(operation.Output)) : "");
    }

    private bool HasBody(string? shape) => InBody(shape).Count > 0;

    private List<Member> InBody(string? shape) =>
        shape is null || Model.Shapes[shape].Payload is not null ? [] : [.. Model.Shapes[shape].Members.Where(member => member.Location is null)];

    private List<Member> Located(string? shape) =>
        shape is null ? [] : [.. Model.Shapes[shape].Members.Where(member => member.Location is not null || member.Name == Model.Shapes[shape].Payload)];

    private string Locate(Operation operation, Member member)
    {
        var (name, shape, value) = (member.WireName, Shapes.Of(member), Value(member));
        return member.Location switch
        {
            null => shape.Type == "structure" ? $"r.Payload({value}, Write{Names.Upper(shape.Name)})" : $"r.Payload({value})",
            "uri" => $"r.Path(\"{Label(operation, name)}\", \"{Names.Upper(member.Name)}\", {Text(member, value, "Iso8601")})",
            "querystring" when shape.Type == "map" => $"r.Query({value})",
            "querystring" when shape.Type == "list" => $"r.Query(\"{name}\", {value})",
            "querystring" => $"r.Query(\"{name}\", {Text(member, value, "Iso8601")})",
            "headers" => $"r.Headers(\"{name}\", {value})",
            _ => $"r.Header(\"{name}\", {Text(member, value, "Rfc822")})",
        };
    }

    // A label that may hold slashes bears a plus in the path.
    private static string Label(Operation operation, string name) =>
        operation.Path.Contains($"{{{name}+}}", StringComparison.Ordinal) ? $"{{{name}+}}" : $"{{{name}}}";

    private string Text(Member member, string value, string moment)
    {
        var shape = Shapes.Of(member);
        return shape.Type switch
        {
            "string" => shape.IsEnum ? $"{value}?.Value" : value,
            "timestamp" when Shapes.Form("", member, moment) is var form => $"{value} is {{ }} {member.Name}At ? Moments.{(form == "Moment" ? "Seconds" : form)}({member.Name}At) : null",
            _ => $"RestRequest.Text({value})",
        };
    }

    private string Head(Member member)
    {
        var (name, shape) = (member.WireName, Shapes.Of(member));
        return (member.Location, shape.Type) switch
        {
            (null, "structure") => $"r.Payload<{Names.Upper(shape.Name)}>(Read{Names.Upper(shape.Name)})",
            (null, _) => "r.Payload()",
            ("statusCode", _) => "r.Status",
            ("headers", _) => $"r.Headers(\"{name}\")",
            (_, "string") => $"r.Header(\"{name}\")",
            (_, "timestamp") => $"r.Moment(\"{name}\")",
            _ => $"r.Header<{Shapes.Element(member)}>(\"{name}\")",
        };
    }
}
