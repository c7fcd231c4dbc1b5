using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Slipway.Domain;
using Slipway.Domain.Notifications;
using Slipway.Domain.Snapshots;

namespace Slipway.Local.Records;

/// <summary>
/// The memory of the account: one append-only file of JSON lines, each handed to the operating system as it is written,
/// so that a kill loses nothing but the line it cuts. Without a file it remembers nothing and costs nothing.
/// </summary>
public sealed class Journal : IDisposable
{
    private readonly TimeProvider _clock;
    private readonly FileStream? _file;
    private readonly MemoryStream _line = new();

    private Journal(TimeProvider clock, FileStream? file) => (_clock, _file) = (clock, file);

    /// <summary>A journal that keeps no file.</summary>
    public static Journal InMemory(TimeProvider clock) => new(clock, null);

    /// <summary>Begins a new file; the folder is made when it is not there, and a file that is there already is replaced.</summary>
    public static Journal Create(string path, TimeProvider clock) => Open(path, clock, FileMode.Create);

    /// <summary>Goes on with a file; a last line that a kill cut off is removed first.</summary>
    public static Journal Append(string path, TimeProvider clock)
    {
        var journal = Open(path, clock, FileMode.OpenOrCreate);
        journal.Guarded(file => file.SetLength(JournalLines.EndOfLastWhole(file)));
        journal.Guarded(file => file.Seek(0, SeekOrigin.End));
        return journal;
    }

    /// <summary>The latest state of every record in a file.</summary>
    public static JournalReading Read(string path) => JournalReading.Read(path);

    public void Write<T>(string kind, T record, JsonTypeInfo<T> type) => Write(kind, json => JsonSerializer.Serialize(json, record, type));

    public void Header(AccountHeader header) => Write("account", header, RecordsJson.Default.AccountHeader);

    public void Input(AccountInput input) => Write("input", input, RecordsJson.Default.AccountInput);

    public void Notice(Notice notice) => Write("notice", notice, DomainJson.Default.Notice);

    public void Snapshot(Snapshot snapshot) => Write("snapshot", snapshot, RecordsJson.Default.Snapshot);

    public void Report(ReportEntry report) => Write("report", report, RecordsJson.Default.ReportEntry);

    /// <summary>Keeps an event as it was sent: JSON text.</summary>
    public void Event(string json) => Write("event", writer =>
    {
        using var document = JsonDocument.Parse(json);
        document.WriteTo(writer);
    });

    public void Dispose()
    {
        _file?.Dispose();
        _line.Dispose();
    }

    private void Write(string kind, Action<Utf8JsonWriter> writeRecord)
    {
        if (_file is null)
        {
            return;
        }

        _line.SetLength(0);
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteString("at", _clock.GetUtcNow());
            json.WritePropertyName("record");
            writeRecord(json);
            json.WriteEndObject();
        }

        _line.WriteByte((byte)'\n');
        Guarded(file =>
        {
            file.Write(_line.GetBuffer(), 0, (int)_line.Length);
            file.Flush();
        });
    }

    private static Journal Open(string path, TimeProvider clock, FileMode mode)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new(clock, new FileStream(path, mode, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal {path} cannot be opened: {exception.Message}", exception);
        }
    }

    private void Guarded(Action<FileStream> write)
    {
        try
        {
            write(_file!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"The journal {_file!.Name} cannot be written: {exception.Message}", exception);
        }
    }
}
