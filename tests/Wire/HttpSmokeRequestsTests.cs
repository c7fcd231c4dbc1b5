using System.Net;
using System.Net.Sockets;
using System.Text;
using Slipway.Aws;
using Slipway.Domain;
using Slipway.Domain.Rollouts;
using Slipway.Tests.Ports;
using Slipway.Tests.Wire.Peers;

namespace Slipway.Tests.Wire;

public sealed class HttpSmokeRequestsTests : SmokeRequestsContract, IAsyncDisposable
{
    private readonly List<string> _heads = [];
    private readonly ScriptedServer _server;
    private readonly HttpSmokeRequests _requests = new(TimeProvider.System, TimeSpan.FromSeconds(20));

    public HttpSmokeRequestsTests() => _server = new(AnswerAsync);

    protected override ISmokeRequests Requests => _requests;

    [Fact]
    public async Task Slipway_says_who_it_is()
    {
        await SendAsync("/200");
        Assert.Contains("User-Agent: slipway\r\n", Assert.Single(_heads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_followed_five_times()
    {
        Assert.Equal(200, (await SendAsync("/redirect/5")).Status);
        Assert.Equal(6, _heads.Count);
        Assert.Equal(302, (await SendAsync("/redirect/6")).Status);
    }

    [Theory]
    [InlineData("HEAD", null)]
    [InlineData("POST", "{\"order\": \"\u00e9\"}")]
    [InlineData("PUT", "")]
    [InlineData("DELETE", null)]
    public async Task A_request_is_sent_with_its_method_its_headers_and_its_body(string method, string? body)
    {
        var check = new SmokeCheck($"http://{_server.Host}/200", 200) { Method = method, Body = body, Headers = [new("X-Token", "t"), new("User-Agent", "smoke"), new("Cookie", "a=b; c=d")] };
        Assert.Equal(200, (await _requests.SendAsync(check, Token)).Status);

        var head = Assert.Single(_heads);
        Assert.StartsWith($"{method} /200 HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.All(["X-Token: t\r\n", "User-Agent: smoke\r\n", "Cookie: a=b; c=d\r\n"], header => Assert.Contains(header, head, StringComparison.Ordinal));
        Assert.DoesNotContain("User-Agent: slipway", head, StringComparison.Ordinal);
        Assert.Equal(body ?? "", head[(head.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.Equal(body is not null, head.Contains("Content-Type: application/json\r\n", StringComparison.Ordinal));
        Assert.Equal(body is not null, head.Contains($"Content-Length: {Encoding.UTF8.GetByteCount(body ?? "")}\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_has_the_type_that_the_check_says()
    {
        await _requests.SendAsync(new($"http://{_server.Host}/200", 200) { Method = "POST", Body = "a=b", Headers = [new("content-type", "application/x-www-form-urlencoded")] }, Token);

        Assert.Contains("Content-Type: application/x-www-form-urlencoded\r\n", Assert.Single(_heads), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("application/json", _heads[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/say/one%20two", "e t", true, null)]
    [InlineData("/say/one%20two", "three", false, "one two")]
    [InlineData("/far", "needle", false, null)]
    public async Task A_text_is_looked_for_as_far_as_an_answer_is_read(string path, string text, bool found, string? excerpt)
    {
        var result = await _requests.SendAsync(new($"http://{_server.Host}{path}", 200) { Contains = text }, Token);

        Assert.Equal((200, found), (result.Status, result.Found));
        Assert.Equal(excerpt ?? result.Excerpt, result.Excerpt);
        Assert.True(result.Excerpt is null or { Length: < 100 });
    }

    /// <summary>As browsers do: an answer may send on what was sent only where it says so.</summary>
    [Theory]
    [InlineData(301, "GET", false)]
    [InlineData(302, "GET", false)]
    [InlineData(303, "GET", false)]
    [InlineData(307, "POST", true)]
    [InlineData(308, "POST", true)]
    public async Task A_redirect_within_an_origin_takes_along_what_it_may(int status, string method, bool sendsBody)
    {
        Assert.Equal(200, (await _requests.SendAsync(Post($"/to/{status}/200"), Token)).Status);

        Assert.Equal(2, _heads.Count);
        Assert.StartsWith($"{method} /200 ", _heads[1], StringComparison.Ordinal);
        Assert.Contains("X-Token: secret", _heads[1], StringComparison.Ordinal);
        Assert.Equal(sendsBody, _heads[1].EndsWith("secret body", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(302, 2, 200)]
    [InlineData(307, 1, 307)]
    public async Task A_redirect_to_another_origin_takes_along_nothing_that_may_be_secret(int status, int requests, int answer)
    {
        var result = await _requests.SendAsync(Post($"/away/{status}"), Token);

        Assert.Equal((answer, requests), (result.Status, _heads.Count));
        Assert.All(_heads.Skip(1), head => Assert.DoesNotContain("secret", head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_redirect_that_is_expected_is_not_followed()
    {
        Assert.Equal(302, (await SendAsync("/redirect/1", expect: 302)).Status);
        Assert.Single(_heads);
    }

    [Fact]
    public async Task A_redirect_out_of_TLS_is_not_followed()
    {
        var sent = new List<string>();
        using var requests = new HttpSmokeRequests(TimeProvider.System, TimeSpan.FromSeconds(20), new Answers(request =>
        {
            sent.Add(request.RequestUri!.ToString());
            return new(HttpStatusCode.Found) { Headers = { Location = new("http://shop.example/") } };
        }));
        Assert.Equal(302, (await requests.SendAsync(new("https://shop.example/", 200), Token)).Status);
        Assert.Single(sent);
    }

    [Fact]
    public async Task A_body_without_an_end_is_not_read_to_it() => Assert.Equal(200, (await SendAsync("/endless")).Status);

    [Fact]
    public async Task An_answer_that_breaks_off_is_none() => Assert.Equal((null, "the connection ended before the answer"), await ErrorAsync("/broken"));

    [Fact]
    public async Task A_server_that_speaks_something_else_is_told() => Assert.Equal((null, "what answered does not speak HTTP"), await ErrorAsync("/garbage"));

    [Fact]
    public async Task A_server_that_hangs_up_without_a_word_is_told() => Assert.Equal((null, "the connection ended before the answer"), await ErrorAsync("/nothing"));

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time()
    {
        using var requests = new HttpSmokeRequests(TimeProvider.System, TimeSpan.FromSeconds(1));
        var result = await requests.SendAsync(new($"http://{_server.Host}/hang", 200), Token);
        Assert.Equal((null, "no answer within 1 s"), (result.Status, result.Error));
        Assert.True(result.Latency >= TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task When_the_caller_has_no_time_left_nothing_is_known()
    {
        using var over = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var failure = await Assert.ThrowsAsync<UnavailableException>(() => _requests.SendAsync(new($"http://{_server.Host}/hang", 200), over.Token));
        Assert.Equal($"There was no time left to ask http://{_server.Host}/hang.", failure.Message);
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_told() =>
        Assert.Equal("the connection was refused", (await _requests.SendAsync(new($"http://127.0.0.1:{Peer.FreePort()}/", 200), Token)).Error);

    [Fact]
    public async Task A_name_that_nobody_knows_is_told()
    {
        using var requests = new HttpSmokeRequests(TimeProvider.System, TimeSpan.FromSeconds(20), new SocketsHttpHandler
        {
            ConnectCallback = (_, _) => throw new SocketException((int)SocketError.HostNotFound),
        });
        Assert.Equal("the name could not be resolved", (await requests.SendAsync(new("https://shop.example/", 200), Token)).Error);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_told()
    {
        await using var server = new ScriptedServer(AnswerAsync, isTls: true);
        var result = await _requests.SendAsync(new($"https://{server.Host}/200", 200), Token);
        Assert.Null(result.Status);
        Assert.StartsWith("TLS failed: The remote certificate is invalid", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop.example")]
    [InlineData("/health")]
    [InlineData("ftp://shop.example/")]
    public async Task A_URL_that_is_none_of_the_web_is_refused(string url)
    {
        var refused = await Assert.ThrowsAsync<RejectedException>(() => _requests.SendAsync(new(url, 200), Token));
        Assert.Equal($"The smoke request {url} goes nowhere: it takes a URL that begins with https:// or http://.", refused.Message);
    }

    public async ValueTask DisposeAsync()
    {
        _requests.Dispose();
        await _server.DisposeAsync();
    }

    protected override Task<SmokeCheck> HealthyAsync() => Task.FromResult(new SmokeCheck($"http://{_server.Host}/200", 200));

    protected override Task<SmokeCheck> UnhealthyAsync() => Task.FromResult(new SmokeCheck($"http://{_server.Host}/503", 200));

    protected override Task<SmokeCheck> NobodyAsync() => Task.FromResult(new SmokeCheck($"http://127.0.0.1:{Peer.FreePort()}/", 200));

    private Task<SmokeResult> SendAsync(string path, int expect = 200) => _requests.SendAsync(new($"http://{_server.Host}{path}", expect), Token);

    private async Task<(int? Status, string? Error)> ErrorAsync(string path) => await SendAsync(path) is var result ? (result.Status, result.Error) : default;

    private async Task AnswerAsync(Stream stream, CancellationToken over)
    {
        var buffer = new byte[16 * 1024];
        var head = await RequestAsync(stream, buffer, over);
        if (head.Length == 0)
        {
            return;
        }

        _heads.Add(head);
        var path = head.Split(' ')[1].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (path[0] == "hang")
        {
            await Task.Delay(Timeout.Infinite, over);
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(path[0] switch
        {
            "say" => $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{Uri.UnescapeDataString(path[1])}",
            "far" => $"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{new string('x', 256 * 1024)}needle",
            "to" => $"HTTP/1.1 {path[1]} Moved\r\nLocation: /{path[2]}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "away" => $"HTTP/1.1 {path[1]} Moved\r\nLocation: http://localhost:{_server.Host.Split(':')[1]}/200\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "redirect" => $"HTTP/1.1 302 Found\r\nLocation: {(path[1] == "1" ? "/200" : $"/redirect/{int.Parse(path[1], null) - 1}")}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "broken" => "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
            "endless" => "HTTP/1.1 200 OK\r\n\r\n",
            "garbage" => "-ERR unknown command\r\n",
            "nothing" => "",
            var status => $"HTTP/1.1 {status} Status\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{(status == "200" ? "ok" : "no")}",
        }), over);
        while (path[0] == "endless")
        {
            await stream.WriteAsync(buffer, over);
        }
    }

    private SmokeCheck Post(string path) => new($"http://{_server.Host}{path}", 200) { Method = "POST", Body = "secret body", Headers = [new("X-Token", "secret")] };

    /// <summary>The head and the body, which may come after it.</summary>
    private static async Task<string> RequestAsync(Stream stream, byte[] buffer, CancellationToken over)
    {
        var read = await stream.ReadAsync(buffer, over);
        for (var text = Encoding.UTF8.GetString(buffer, 0, read); Missing(text) > 0; text = Encoding.UTF8.GetString(buffer, 0, read))
        {
            read += await stream.ReadAsync(buffer.AsMemory(read), over);
        }

        return Encoding.UTF8.GetString(buffer, 0, read);
    }

    private static int Missing(string text) =>
        text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.Ordinal)) is { } length && text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is >= 0 and var end
            ? int.Parse(length.AsSpan(16), null) - Encoding.UTF8.GetByteCount(text[(end + 4)..])
            : 0;

    private sealed class Answers(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }
}
