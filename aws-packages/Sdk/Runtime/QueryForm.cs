using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.Util;

namespace AwsPackages.Sdk;

/// <summary>The form of the query protocol: nested members get names joined by dots, elements are counted from 1.</summary>
public sealed class QueryForm
{
    private readonly StringBuilder form;
    private readonly string prefix;

    public QueryForm()
        : this(new StringBuilder(), "")
    {
    }

    private QueryForm(StringBuilder form, string prefix)
    {
        this.form = form;
        this.prefix = prefix;
    }

    public void Text(string name, string value)
    {
        if (value is not null)
        {
            Add(prefix + name, value);
        }
    }

    public void Text(string name, ConstantClass value) => Text(name, value?.Value);

    public void Boolean(string name, bool? value) => Text(name, value is { } set ? (set ? "true" : "false") : null);

    public void Integer(string name, int? value) => Text(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Long(string name, long? value) => Text(name, value?.ToString(CultureInfo.InvariantCulture));

    public void Double(string name, double? value) => Text(name, value?.ToString("R", CultureInfo.InvariantCulture));

    public void Float(string name, float? value) => Text(name, value?.ToString("R", CultureInfo.InvariantCulture));

    public void Iso8601(string name, DateTime? value) => Text(name, value is { } set ? Moments.Iso8601(set) : null);

    public void Moment(string name, DateTime? value) => Text(name, value is { } set ? Moments.Seconds(set) : null);

    public void Blob(string name, MemoryStream value) => Text(name, value is null ? null : Convert.ToBase64String(value.ToArray()));

    public void Structure<T>(string name, T value, Action<QueryForm, T> write)
        where T : class
    {
        if (value is not null)
        {
            write(new QueryForm(form, $"{prefix}{name}."), value);
        }
    }

    /// <summary>A list whose elements are called name.element.1, or name.1 where the model flattens it and element is empty.</summary>
    public void List<T>(string name, string element, List<T> values, Action<QueryForm, string, T> write)
    {
        if (values is { Count: 0 })
        {
            Add(prefix + name, "");
        }

        var stem = element.Length == 0 ? name : $"{name}.{element}";
        for (var index = 0; index < values?.Count; index++)
        {
            write(this, string.Create(CultureInfo.InvariantCulture, $"{stem}.{index + 1}"), values[index]);
        }
    }

    /// <summary>A map whose entries are called name.entry.1.key, or name.1.key where the model flattens it.</summary>
    public void Map<T>(string name, string entry, string key, string value, Dictionary<string, T> values, Action<QueryForm, string, T> write)
    {
        var stem = entry.Length == 0 ? name : $"{name}.{entry}";
        var index = 0;
        foreach (var (entryKey, entryValue) in values ?? [])
        {
            index++;
            Text(string.Create(CultureInfo.InvariantCulture, $"{stem}.{index}.{key}"), entryKey);
            write(this, string.Create(CultureInfo.InvariantCulture, $"{stem}.{index}.{value}"), entryValue);
        }
    }

    internal byte[] Encode() => Encoding.UTF8.GetBytes(form.ToString());

    private void Add(string name, string value) =>
        form.Append(form.Length == 0 ? "" : "&").Append(name).Append('=').Append(AWSSDKUtils.UrlEncode(value, false));
}
