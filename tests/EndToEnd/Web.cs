using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Functions.Approvals;
using Slipway.Local.Hosting;

namespace Slipway.Tests.EndToEnd;

/// <summary>What browsers and scanners of mail send to the page of an installation, as a function URL hands it on.</summary>
internal sealed class Web(Account account)
{
    /// <summary>The token of the last link that was sent to a person.</summary>
    public string TokenOf(string person) =>
        Regex.Match(account.Slipway.Memory.Outbox.Notices.Last(notice => notice.IsPersonal && notice.Channels[0].Name == person).Text, @"\?t=(\S+)$").Groups[1].Value;

    public UrlResponse Get(string token, string method = "GET") => Send(method, "/", $"t={token}", "");

    public UrlResponse Post(string token, string decision = "approve", string reason = "tried it") =>
        Send("POST", "/", "", $"t={token}&decision={decision}&reason={Uri.EscapeDataString(reason)}");

    public UrlResponse Send(string method, string path, string query, string body, IReadOnlyDictionary<string, string>? headers = null)
    {
        string? answer = null;
        var request = new JsonObject
        {
            ["version"] = "2.0",
            ["rawPath"] = path,
            ["rawQueryString"] = query,
            ["headers"] = new JsonObject([new("content-type", "application/x-www-form-urlencoded"), .. (headers ?? new Dictionary<string, string>()).Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value))]),
            ["requestContext"] = new JsonObject { ["http"] = new JsonObject { ["method"] = method, ["path"] = path, ["sourceIp"] = "192.0.2.7" } },
            ["body"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(body)),
            ["isBase64Encoded"] = true,
        };
        account.Slipway.Deployment.Invoke(account.Slipway.Template.Function("AnswerApproval")!, request.ToJsonString(), outcome =>
        {
            Assert.Null(outcome.Error);
            answer = outcome.Answer;
        });
        account.Run(TimeSpan.FromSeconds(5));
        return FunctionCatalog.Serializer.Deserialize<UrlResponse>(new MemoryStream(Encoding.UTF8.GetBytes(answer!)));
    }
}
