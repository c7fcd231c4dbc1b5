using System.Text.Json;
using Slipway.Local.Events.Patterns;

namespace Slipway.Tests.Local.Events;

public sealed class EventPatternTests
{
    private const string Pushed = """
        {"version":"0","id":"1","source":"aws.ecr","detail-type":"ECR Image Action","account":"123456789012","region":"us-east-1","resources":["arn:a","arn:b"],
         "detail":{"result":"SUCCESS","repository-name":"cv-hub/api","image-tag":"v1.2.3","size":300,"ratio":0.5,"signed":true,"note":null,"empty":"","none":[],
                   "ip":"10.0.1.7","ip6":"2001:db8::1","path":"dir/a/file.png","deep":{"er":{"x":1}},
                   "layers":[{"arch":"arm64","os":"linux"},{"arch":"amd64","os":"windows"}]}}
        """;

    [Theory]
    [InlineData("""{"source":["aws.ecr"]}""", true)]
    [InlineData("""{"source":["aws.ecs"]}""", false)]
    [InlineData("""{"source":["aws.ecs","aws.ecr"]}""", true)]
    [InlineData("""{"source":["aws.ecr"],"detail":{"result":["FAILURE"]}}""", false)]
    [InlineData("""{"source":["aws.ecr"],"detail":{"result":["SUCCESS"],"deep":{"er":{"x":[1]}}}}""", true)]
    [InlineData("""{"resources":["arn:b"]}""", true)]
    [InlineData("""{"resources":["arn:c"]}""", false)]
    [InlineData("""{"detail":{"size":[300]}}""", true)]
    [InlineData("""{"detail":{"size":[300.0]}}""", false)]
    [InlineData("""{"detail":{"size":["300"]}}""", false)]
    [InlineData("""{"detail":{"signed":[true]}}""", true)]
    [InlineData("""{"detail":{"note":[null]}}""", true)]
    [InlineData("""{"detail":{"missing":[null]}}""", false)]
    [InlineData("""{"detail":{"empty":[""]}}""", true)]
    [InlineData("""{"detail":{"image-tag":[{"prefix":"v1."}]}}""", true)]
    [InlineData("""{"detail":{"image-tag":[{"prefix":"V1."}]}}""", false)]
    [InlineData("""{"detail":{"image-tag":[{"prefix":{"equals-ignore-case":"V1."}}]}}""", true)]
    [InlineData("""{"detail":{"path":[{"suffix":".png"}]}}""", true)]
    [InlineData("""{"detail":{"path":[{"suffix":{"equals-ignore-case":".PNG"}}]}}""", true)]
    [InlineData("""{"detail":{"result":[{"equals-ignore-case":"success"}]}}""", true)]
    [InlineData("""{"detail":{"result":[{"anything-but":"FAILURE"}]}}""", true)]
    [InlineData("""{"detail":{"result":[{"anything-but":["SUCCESS","FAILURE"]}]}}""", false)]
    [InlineData("""{"detail":{"size":[{"anything-but":[1,2]}]}}""", true)]
    [InlineData("""{"detail":{"image-tag":[{"anything-but":{"prefix":"v"}}]}}""", false)]
    [InlineData("""{"detail":{"image-tag":[{"anything-but":{"prefix":["x","y"]}}]}}""", true)]
    [InlineData("""{"detail":{"path":[{"anything-but":{"suffix":".jpg"}}]}}""", true)]
    [InlineData("""{"detail":{"result":[{"anything-but":{"equals-ignore-case":["success"]}}]}}""", false)]
    [InlineData("""{"detail":{"path":[{"anything-but":{"wildcard":"*/a/*"}}]}}""", false)]
    [InlineData("""{"detail":{"missing":[{"anything-but":"x"}]}}""", false)]
    [InlineData("""{"detail":{"size":[{"numeric":[">",100,"<=",300]}]}}""", true)]
    [InlineData("""{"detail":{"size":[{"numeric":["<",300]}]}}""", false)]
    [InlineData("""{"detail":{"size":[{"numeric":["=",3e2]}]}}""", true)]
    [InlineData("""{"detail":{"result":[{"numeric":[">",0]}]}}""", false)]
    [InlineData("""{"detail":{"image-tag":[{"exists":true}]}}""", true)]
    [InlineData("""{"detail":{"missing":[{"exists":false}]}}""", true)]
    [InlineData("""{"detail":{"missing":[{"exists":true}]}}""", false)]
    [InlineData("""{"detail":{"gone":{"deeper":[{"exists":false}]}}}""", true)]
    [InlineData("""{"detail":{"deep":[{"exists":true}]}}""", false)]
    [InlineData("""{"detail":{"none":[{"exists":true}]}}""", false)]
    [InlineData("""{"detail":{"path":[{"wildcard":"dir/*.png"}]}}""", true)]
    [InlineData("""{"detail":{"path":[{"wildcard":"*/b/*"}]}}""", false)]
    [InlineData("""{"detail":{"repository-name":[{"wildcard":"cv-*/api"}]}}""", true)]
    [InlineData("""{"detail":{"ip":[{"cidr":"10.0.0.0/16"}]}}""", true)]
    [InlineData("""{"detail":{"ip":[{"cidr":"10.0.0.0/24"}]}}""", false)]
    [InlineData("""{"detail":{"ip6":[{"cidr":"2001:db8::/32"}]}}""", true)]
    [InlineData("""{"detail":{"result":[{"cidr":"10.0.0.0/24"}]}}""", false)]
    [InlineData("""{"detail":{"$or":[{"size":[1]},{"signed":[true]}]}}""", true)]
    [InlineData("""{"detail":{"result":["SUCCESS"],"$or":[{"size":[1]},{"signed":[false]}]}}""", false)]
    [InlineData("""{"$or":[{"source":["x"]},{"detail":{"size":[{"numeric":["=",300]}]}}]}""", true)]
    [InlineData("""{"detail":{"layers":{"arch":["arm64"],"os":["linux"]}}}""", true)]
    [InlineData("""{"detail":{"layers":{"arch":["arm64"],"os":["windows"]}}}""", false)]
    [InlineData("""{"detail":{"result":[{"prefix":"X"},"SUCCESS"]}}""", true)]
    public void A_pattern_matches_as_EventBridge_matches(string pattern, bool expected)
    {
        using var pushed = JsonDocument.Parse(Pushed);
        Assert.Equal(expected, EventPattern.Parse(pattern).Matches(pushed.RootElement));
    }

    [Theory]
    [InlineData("""{}""", "", "empty")]
    [InlineData("""{"source":"aws.ecr"}""", "source", "not in a list")]
    [InlineData("""{"source":[]}""", "source", "would match nothing")]
    [InlineData("""{"detail":{"a":[["x"]]}}""", "detail.a.0", "list stands inside a list")]
    [InlineData("""{"detail":{"a":["x",{"starts":"y"}]}}""", "detail.a.1.starts", "not an operator")]
    [InlineData("""{"detail":{"a":[{"prefix":"x","suffix":"y"}]}}""", "detail.a.0", "not one operator")]
    [InlineData("""{"detail":{"a":[{"prefix":5}]}}""", "detail.a.0.prefix", "cannot take 5")]
    [InlineData("""{"detail":{"a":[{"exists":"yes"}]}}""", "detail.a.0.exists", "cannot take")]
    [InlineData("""{"detail":{"a":[{"numeric":[">","5"]}]}}""", "detail.a.0.numeric", "cannot take")]
    [InlineData("""{"detail":{"a":[{"numeric":["<",5,">",1]}]}}""", "detail.a.0.numeric", "cannot take")]
    [InlineData("""{"detail":{"a":[{"wildcard":"a**b"}]}}""", "detail.a.0.wildcard", "cannot take")]
    [InlineData("""{"detail":{"a":[{"cidr":"10.0.0.0/99"}]}}""", "detail.a.0.cidr", "cannot take")]
    [InlineData("""{"detail":{"a":[{"anything-but":["x",1]}]}}""", "detail.a.0.anything-but", "cannot take")]
    [InlineData("""{"detail":{"a":[{"anything-but":{"numeric":["=",1]}}]}}""", "detail.a.0.anything-but", "cannot take")]
    public void A_pattern_that_EventBridge_refuses_is_told_with_its_place(string pattern, string path, string message)
    {
        using var document = JsonDocument.Parse(pattern);
        Assert.Null(EventPattern.TryParse(document.RootElement, out var faults));
        var fault = Assert.Single(faults);
        Assert.Equal(path, string.Join('.', fault.Path));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*b*c", "axxbyyc", true)]
    [InlineData("a*b*c", "acb", false)]
    [InlineData("a\\\\*", "a\\x", true)]
    [InlineData("a\\*", "a*", true)]
    [InlineData("a\\*", "ab", false)]
    public void A_star_stands_for_anything_and_an_escaped_star_for_itself(string wildcard, string text, bool expected)
    {
        var pattern = JsonSerializer.Serialize(new Dictionary<string, object[]> { ["source"] = [new Dictionary<string, string> { ["wildcard"] = wildcard }] });
        var given = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["source"] = text });
        Assert.Equal(expected, EventPattern.Parse(pattern).Matches(given));
    }
}
