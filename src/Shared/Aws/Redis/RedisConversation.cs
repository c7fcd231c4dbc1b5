using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Slipway.Domain;

namespace Slipway.Aws.Redis;

/// <summary>Asks a Redis everything in one round trip: password, database and commands go out together, over a connection for this alone.</summary>
/// <param name="trust">The certificate authorities that count; null leaves it to the system.</param>
internal sealed class RedisConversation(TimeProvider clock, TimeSpan timeout, X509Certificate2Collection? trust)
{
    /// <summary>The replies to the commands, refusals for the key's type among them, and then those to the optional ones, with every refusal.</summary>
    /// <param name="failed">What to say when it fails, without a full stop.</param>
    /// <exception cref="RejectedException">It never will: a wrong password, address or certificate.</exception>
    /// <exception cref="UnavailableException">It cannot be reached, did not answer in time, or says that it cannot answer now.</exception>
    public async Task<IReadOnlyList<RedisReply>> AskAsync(
        string failed, RedisUrl url, IReadOnlyList<string[]> commands, IReadOnlyList<string[]> optional, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await ConverseAsync(failed, url, commands, optional, either.Token);
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData)
        {
            throw new RejectedException($"{failed}: the name {url.Host} cannot be resolved; check the URL in the secret.", failure);
        }
        catch (AuthenticationException failure)
        {
            throw new RejectedException($"{failed}: TLS failed: {failure.Message.TrimEnd('.')}; a Redis without TLS takes redis:// in its URL.", failure);
        }
        catch (RedisProtocolException failure)
        {
            throw new RejectedException($"{failed}: what answers there is no Redis ({failure.Message}); check the port, and whether the URL must begin with rediss://.", failure);
        }
        catch (IOException failure)
        {
            throw new UnavailableException($"{failed}: the connection ended before the answer; where TLS is wanted, the URL begins with rediss://.", failure);
        }
        catch (OperationCanceledException failure)
        {
            throw new UnavailableException($"{failed}: no answer came in time.", failure);
        }
        catch (SocketException failure)
        {
            throw new UnavailableException($"{failed}: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    private async Task<IReadOnlyList<RedisReply>> ConverseAsync(
        string failed, RedisUrl url, IReadOnlyList<string[]> commands, IReadOnlyList<string[]> optional, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
        await using var stream = url.IsTls ? await SecureAsync(socket.GetStream(), url.Host, cancellationToken) : socket.GetStream();
        var all = url.Greeting.Concat(commands).ToList();
        await stream.WriteAsync(Encode([.. all, .. optional]), cancellationToken);
        var reader = new RespReader(stream);
        var replies = new List<RedisReply>();
        foreach (var command in all)
        {
            var reply = await reader.ReadAsync(cancellationToken);
            if (reply is RedisError error && error.Code != RedisRefusal.WrongType)
            {
                throw RedisRefusal.Translate(failed, command[0], error);
            }

            replies.Add(reply);
        }

        for (var asked = 0; asked < optional.Count; asked++)
        {
            replies.Add(await reader.ReadAsync(cancellationToken));
        }

        return replies[^(commands.Count + optional.Count)..];
    }

    private async Task<Stream> SecureAsync(Stream plain, string host, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host };
        if (trust is not null)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(trust);
        }

        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(options, cancellationToken);
        return secure;
    }

    private static byte[] Encode(IReadOnlyList<string[]> commands)
    {
        var text = new StringBuilder();
        foreach (var command in commands)
        {
            text.Append(CultureInfo.InvariantCulture, $"*{command.Length}\r\n");
            foreach (var word in command)
            {
                text.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
