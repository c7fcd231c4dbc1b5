using System.Text;

namespace Slipway.Local.StepFunctions.Documents;

/// <summary>The compact UTF-8 text of a list or map that nobody has looked into yet; a part of the document that it came with.</summary>
internal sealed class JsonSource(byte[] document, int start, int length)
{
    public ReadOnlySpan<byte> Bytes => document.AsSpan(start, length);

    public int Length => length;

    public JsonSource Part(int from, int size) => new(document, start + from, size);

    public void Write(StringBuilder text)
    {
        Span<char> room = stackalloc char[1024];
        var decoder = Encoding.UTF8.GetDecoder();
        for (var rest = Bytes; ;)
        {
            decoder.Convert(rest, room, flush: true, out var used, out var written, out var done);
            text.Append(room[..written]);
            rest = rest[used..];
            if (done)
                return;
        }
    }
}
