using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Data;

/// <summary>
/// The facts that come with the program, read once from its embedded files. Where they come from: NOTICE.md beside them.
/// </summary>
public static class ShippedData
{
    /// <summary>The province code of the demo province.</summary>
    public const string DemoProvinceCode = "99";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private static readonly Lazy<IReadOnlyList<Province>> AllProvinces = new(() => ReadCsv("provinces.csv", ToProvince));
    private static readonly Lazy<IReadOnlyList<Holiday>> AllHolidays = new(() => ReadCsv("holidays.csv", ToHoliday));
    private static readonly Lazy<IReadOnlyList<CircularFacts>> AllCirculars =
        new(() => ReadJson<CircularFacts[]>("circulars.json"));
    private static readonly Lazy<DemoProvince> Demo = new(() => ReadJson<DemoProvince>("demo-province.json"));

    /// <summary>The 77 provinces in the order of their codes.</summary>
    public static IReadOnlyList<Province> Provinces() => AllProvinces.Value;

    /// <summary>Holidays 2023–2027 in the order of their dates; those of 2027 are projected.</summary>
    public static IReadOnlyList<Holiday> Holidays() => AllHolidays.Value;

    /// <summary>The five seed circulars, A to E.</summary>
    public static IReadOnlyList<CircularFacts> Circulars() => AllCirculars.Value;

    /// <summary>The invented province.</summary>
    public static DemoProvince DemoProvince() => Demo.Value;

    private static List<T> ReadCsv<T>(string file, Func<CsvReader, T> toRow)
    {
        using var csv = new CsvReader(new StreamReader(Open(file)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = new List<T>();
        while (csv.Read())
            rows.Add(toRow(csv));
        return rows;
    }

    private static Province ToProvince(CsvReader row) => new(
        Text(row, "code"), Text(row, "name_th"), Text(row, "name_en"),
        Text(row, "letter_abbreviation"), Text(row, "region_th"), Text(row, "region_en"));

    private static Holiday ToHoliday(CsvReader row) => new(
        DateOnly.ParseExact(Text(row, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        Text(row, "name_th"), Text(row, "name_en"),
        Government: bool.Parse(Text(row, "government")),
        Projected: Text(row, "status") == "projected");

    private static string Text(CsvReader row, string column) => row.GetField(column)!;

    private static T ReadJson<T>(string file)
    {
        using var stream = Open(file);
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidDataException($"{file} holds nothing but null.");
    }

    private static Stream Open(string file)
    {
        var assembly = typeof(ShippedData).Assembly;
        var name = assembly.GetManifestResourceNames().Single(name => name.EndsWith("Data." + file, StringComparison.Ordinal));
        return assembly.GetManifestResourceStream(name)!;
    }
}
