using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using WorkflowHost.Activities.Calendar;

namespace WorkflowHost.Activities.Organisations;

/// <summary>
/// Reads a CSV file of organisations: UTF-8 with or without byte order mark, comma, a header with English column names in
/// any order. Further columns are passed over. Either every row is good, or all problems are reported at once.
/// </summary>
public static class OrganisationFile
{
    /// <summary>The columns that are read; those after province_code may be missing.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "code", "name_th", "type", "province_code",
        "short_name_th", "name_en", "district_code", "tambon_code", "letter_prefix", "email", "parent_code",
        "district_th",
    ];

    /// <summary>Files with more columns are refused: they are something else.</summary>
    public const int MostColumns = 60;

    /// <summary>Files with more rows are refused; the whole country with its sub-units has about 31,000.</summary>
    public const int MostRows = 100_000;

    private const int RequiredColumns = 4;

    // Passes over a byte order mark and throws at the first byte that is not UTF-8 (old files are TIS-620).
    private static readonly UTF8Encoding StrictUtf8 = new(true, true);

    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        // A stray quotation mark is a problem of that row, found by its checks, not an exception.
        BadDataFound = null,
        IgnoreBlankLines = true,
    };

    /// <summary>Reads the whole stream and leaves it open.</summary>
    public static OrganisationFileContent Read(Stream stream)
    {
        var problems = new OrganisationFileProblems();
        try
        {
            using var reader = new StreamReader(stream, StrictUtf8, false, -1, leaveOpen: true);
            using var parser = new CsvParser(reader, Csv);
            return Finish(ReadRows(parser, problems), problems);
        }
        catch (DecoderFallbackException)
        {
            problems.NotUtf8();
            return Finish([], problems);
        }
    }

    private static OrganisationFileContent Finish(List<OrganisationRow> rows, OrganisationFileProblems problems) =>
        new(problems.All.Count == 0 ? rows : [], problems.All);

    private static List<OrganisationRow> ReadRows(CsvParser parser, OrganisationFileProblems problems)
    {
        var rows = new List<OrganisationRow>();
        if (!parser.Read())
        {
            problems.Empty();
            return rows;
        }

        var header = parser.Record!.Select(name => ThaiText.Normalise(name).ToLowerInvariant()).ToArray();
        if (!CheckHeader(header, problems))
            return rows;

        var check = new OrganisationRowCheck(header, problems);
        for (var line = parser.RawRow + 1; parser.Read(); line = parser.RawRow + 1)
        {
            if (rows.Count == MostRows)
            {
                problems.TooManyRows(line);
                return rows;
            }

            rows.Add(check.Read(line, parser.Record!));
        }

        if (rows.Count == 0)
            problems.Empty();
        return rows;
    }

    private static bool CheckHeader(string[] header, OrganisationFileProblems problems)
    {
        if (header.Length > MostColumns)
            problems.TooManyColumns(header.Length);
        foreach (var column in Columns.Take(RequiredColumns).Except(header))
            problems.MissingColumn(column, header);
        foreach (var column in header.Where(Columns.Contains).GroupBy(name => name).Where(group => group.Count() > 1))
            problems.ColumnTwice(column.Key);
        return problems.All.Count == 0;
    }
}
