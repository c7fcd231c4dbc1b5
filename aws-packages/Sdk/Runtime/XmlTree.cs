using System.Globalization;
using System.Text;
using System.Xml;

namespace AwsPackages.Sdk;

/// <summary>An element of an answer in XML. An element that is not there, or a list without elements, is null.</summary>
public sealed class XmlTree
{
    private readonly StringBuilder text = new();
    private readonly List<XmlTree> children = [];

    private XmlTree(string name) => Name = name;

    public string Name { get; }

    public XmlTree Child(string name) => children.Find(child => child.Name == name);

    public string Text(string name) => Child(name)?.Text();

    public string Text() => text.ToString();

    public bool? Boolean(string name) => Of(name, Boolean);

    public int? Integer(string name) => Of(name, Integer);

    public long? Long(string name) => Of(name, Long);

    public double? Double(string name) => Of(name, Double);

    public float? Float(string name) => (float?)Double(name);

    public DateTime? Moment(string name) => Of(name, Moment);

    public MemoryStream Blob(string name) => Text(name) is { } base64 ? new MemoryStream(Convert.FromBase64String(base64)) : null;

    public T Structure<T>(string name, Action<XmlTree, T> read)
        where T : class, new() => Child(name) is { } child ? Structure(child, read) : null;

    /// <summary>The elements of a list, which stand in an element of its name, or, where that is null, beside each other.</summary>
    public List<T> List<T>(string name, string element, Func<XmlTree, T> read)
    {
        var values = (name is null ? this : Child(name))?.children.Where(child => child.Name == element).Select(read).ToList();
        return values is { Count: > 0 } ? values : null;
    }

    /// <summary>The entries of a map, as <see cref="List{T}"/> finds the elements of a list.</summary>
    public Dictionary<string, T> Map<T>(string name, string entry, string key, string value, Func<XmlTree, T> read)
    {
        var entries = (name is null ? this : Child(name))?.children.Where(child => child.Name == entry).ToList();
        return entries is { Count: > 0 } ? entries.ToDictionary(child => child.Text(key), child => read(child.Child(value))) : null;
    }

    public static T Structure<T>(XmlTree element, Action<XmlTree, T> read)
        where T : class, new()
    {
        var value = new T();
        read(element, value);
        return value;
    }

    public static string Text(XmlTree element) => element.Text();

    public static bool Boolean(XmlTree element) => bool.Parse(element.Text());

    public static int Integer(XmlTree element) => int.Parse(element.Text(), CultureInfo.InvariantCulture);

    public static long Long(XmlTree element) => long.Parse(element.Text(), CultureInfo.InvariantCulture);

    public static double Double(XmlTree element) => double.Parse(element.Text(), CultureInfo.InvariantCulture);

    public static float Float(XmlTree element) => (float)Double(element);

    public static DateTime Moment(XmlTree element) => Moments.Parse(element.Text());

    internal static XmlTree TryParse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Parse(body);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    internal static XmlTree Parse(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        var root = new XmlTree("");
        var open = new Stack<XmlTree>([root]);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var element = new XmlTree(reader.LocalName);
                    open.Peek().children.Add(element);
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(element);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    open.Peek().text.Append(reader.Value);
                    break;
            }
        }

        return root.children[0];
    }

    // An element without text is one that is not set.
    private T? Of<T>(string name, Func<XmlTree, T> read)
        where T : struct => Child(name) is { text.Length: > 0 } child ? read(child) : null;
}
